//! Where the parts of a deployment are told to connect, beyond what the input holds: stores, proxies and servers that run elsewhere.

use std::collections::BTreeSet;

use dify::{Component, FLOWS, Truth, flow};
use inventory::environment::{self, Index, Variable};
use lang::Text;
use netpol::Network;

use crate::elsewhere::{host_of, port_of};
use crate::roster::{Member, Roster};
use crate::shown::Shown;

/// A server outside the input that a component is told to use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Destination {
    /// Who is told.
    pub from: Component,
    /// The setting that says where.
    pub setting: &'static str,
    /// The host. Only the host: a user or password in a URL is cut off, and what stands in a Secret is not read.
    pub host: String,
    /// The TCP port: as it is set, else the usual one.
    pub port: u16,
    /// Whether the host is a Service of the input, whose pods no component of Dify is recognised in.
    pub is_service: bool,
    /// What it is, in words.
    pub what: Text,
}

/// The mail server of the api image (D:api/configs/feature, `MailConfig`): its host, its port, and the usual port.
const MAIL: (&str, &str, u16) = ("SMTP_SERVER", "SMTP_PORT", 465);

/// Every such server, each once for each component that is told of it.
#[must_use]
pub fn destinations(network: &Network<'_>, roster: &Roster<'_>) -> Vec<Destination> {
    let index = Index::new(network.inventory());
    let mut found = BTreeSet::new();
    for member in roster.members().iter().filter(|it| !it.passing) {
        let (Some(from), Some(container)) = (member.component, member.workload.main()) else { continue };
        let namespace = &*member.workload.meta.namespace;
        let variables = environment::of(container, namespace, &index);
        let shown = Shown::new(network, roster, &index, member);
        let told = Told { network, member, from, variables: &variables };
        // The flow of the matrix is that to a store of the input.
        let storage = told.value("STORAGE_TYPE") == Some("s3") && !roster.has(Component::ObjectStore);
        let storage = storage.then_some(Component::ObjectStore).filter(|_| from.runs_api_image());
        for to in missing(roster, member, from, &shown).into_iter().chain(storage) {
            let usual = flow::ports(to).iter().find(|it| it.audience == flow::Audience::Clients).map(|it| it.number);
            let words = to.called();
            found.extend(to.entry().named_by.iter().filter_map(|setting| told.destination(setting, usual, words)));
        }
        let mails = from.runs_api_image() && told.value("MAIL_TYPE").is_some_and(|it| it == "smtp");
        if mails {
            found.extend(told.destination(MAIL.0, Some(MAIL.2), &Text::new("the mail server", "メールサーバー")));
        }
    }
    found.into_iter().collect()
}

/// The components that one needs, or may, and that the input does not hold.
fn missing(roster: &Roster<'_>, member: &Member<'_>, from: Component, shown: &Shown<'_, '_>) -> BTreeSet<Component> {
    let is_there = |peer: flow::Peer| {
        Component::ALL.iter().any(|it| peer.is(*it) && roster.of(*it).any(|other| member.is_related(other)))
    };
    let flows = FLOWS.iter().filter(|it| it.from.is(from) && it.to != it.from && !is_there(it.to));
    let ends = flows.flat_map(|flow| {
        let needed = |to: &Component| flow.to.is(*to) && flow.is_needed((from, *to), shown) != Truth::No;
        Component::ALL.iter().copied().filter(needed).collect::<Vec<_>>()
    });
    ends.collect()
}

/// What one workload is told.
struct Told<'t, 'a> {
    network: &'t Network<'a>,
    member: &'t Member<'a>,
    from: Component,
    variables: &'t [Variable<'a>],
}

impl Told<'_, '_> {
    fn value(&self, name: &str) -> Option<&str> {
        let variable = self.variables.iter().find(|it| it.name == name && !it.origin.is_secret())?;
        variable.value.map(|it| it.expose().trim())
    }

    fn destination(&self, setting: &'static str, usual: Option<u16>, what: &Text) -> Option<Destination> {
        let value = self.value(setting)?;
        let host = host_of(value)?;
        let beside = || {
            let (stem, _) = setting.rsplit_once('_')?;
            self.value(&format!("{stem}_PORT"))?.parse().ok()
        };
        // The clients of these take their own port and not the scheme's (qdrant-client, pymilvus).
        let own = matches!(setting, "QDRANT_URL" | "MILVUS_URI");
        let by_scheme = || scheme_port(value).filter(|_| !own);
        let port = port_of(value).or_else(beside).or_else(by_scheme).or(usual)?;
        let is_service = self.is_service(&host);
        Some(Destination { from: self.from, setting, host, port, is_service, what: what.clone() })
    }

    /// `name`, `name.namespace` or `name.namespace.svc...`, as the cluster's DNS has it.
    fn is_service(&self, host: &str) -> bool {
        let mut labels = host.split('.');
        let (name, namespace) = (labels.next().unwrap_or(""), labels.next());
        let namespace = namespace.unwrap_or(&self.member.workload.meta.namespace);
        let services = &self.network.inventory().services;
        services.iter().any(|it| *it.meta.name.value == *name && *it.meta.namespace == *namespace)
    }
}

fn scheme_port(value: &str) -> Option<u16> {
    match value.trim().split_once("://")?.0 {
        "https" => Some(443),
        "http" => Some(80),
        _ => None,
    }
}
