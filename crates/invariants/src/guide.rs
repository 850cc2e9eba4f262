//! The controls of the network as sentences: the one place that says which sentences make each of them.
//!
//! A control holds where its sentences are proved, and is broken where one is refuted. What `network prove` says of a sentence and
//! what an audit says of its control are one answer, since both come from here.
//!
//! The sentences about the addresses of nodes and of the API server take part only where somebody has said which they are: until
//! then they are taken to lie anywhere among the private ones, and a guess is no verdict. What may connect where in the end is the
//! policies' to say; how Squid is configured, and which doors Services open, is judged beside it.

use netpol::Network;

use crate::cluster::Cluster;
use crate::fault::Fault;
use crate::pack::impossible;
use crate::parse::parse;
use crate::proof::{Proof, Statement, Verdict};
use crate::prove::prove_with_faults;

/// A control of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NetControl {
    /// Traffic is denied by default.
    Net1,
    /// The sandbox reaches only the SSRF proxy and DNS.
    Net2,
    /// The API and the SSRF proxy are isolated.
    Net3,
    /// Egress to the outside is limited.
    Net4,
    /// Only what is needed is open.
    Net5,
    /// Metadata and node services cannot be reached.
    Net6,
}

impl NetControl {
    /// Every control, in the guide's order.
    pub const ALL: &[NetControl] =
        &[NetControl::Net1, NetControl::Net2, NetControl::Net3, NetControl::Net4, NetControl::Net5, NetControl::Net6];

    /// The id, such as `NET-2`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            NetControl::Net1 => "NET-1",
            NetControl::Net2 => "NET-2",
            NetControl::Net3 => "NET-3",
            NetControl::Net4 => "NET-4",
            NetControl::Net5 => "NET-5",
            NetControl::Net6 => "NET-6",
        }
    }
}

use NetControl::{Net1, Net2, Net3, Net4, Net5, Net6};

/// Every sentence about what must be impossible, and its control. Those of the built-in pack stand here letter for letter, each
/// once; the others say what the guide asks for beyond the flow matrix.
const SENTENCES: &[(NetControl, &str)] = &[
    (Net1, "anything -> default-deny"),
    (Net2, "sandbox -> only ssrf-proxy, dns"),
    (Net2, "agent-sandbox -> only agent-backend, agent-ssrf-proxy, dns"),
    (Net3, "ssrf-proxy -> never dify"),
    (Net3, "agent-ssrf-proxy -> never dify except api, agent-backend"),
    (Net3, "outside -> never ssrf-proxy"),
    (Net3, "every-pod, internet -> never api, api-websocket, ssrf-proxy, agent-ssrf-proxy"),
    (Net4, "database -> never internet"),
    (Net4, "redis -> never internet"),
    (Net4, "vector-store -> never internet"),
    (Net4, "agent-ssrf-proxy -> never private"),
    (Net4, "dify except sandbox, agent-sandbox -> never private-ranges"),
    (Net5, "web -> never dify except api"),
    (Net5, "nginx -> never dify except api, api-websocket, web, plugin-daemon"),
    (Net5, "worker-beat -> never sandbox"),
    (Net5, "dify -> never worker"),
    (Net5, "dify -> never worker-beat"),
    (Net5, "only api, api-websocket, worker, worker-beat, plugin-daemon, migration -> database"),
    (Net5, "only api, api-websocket, worker, worker-beat, plugin-daemon, agent-backend, migration -> redis"),
    (Net5, "only api, worker -> vector-store"),
    (Net5, "outside -> never sandbox"),
    (Net5, "outside -> never agent-backend"),
    (Net5, "outside -> never agent-sandbox"),
    (Net5, "internet -> never plugin-daemon"),
    (Net6, "dify -> never metadata"),
    (Net6, "dify -> never nodes"),
    (Net6, "dify -> never kubernetes-api"),
];

/// The sentences of a control.
#[must_use]
pub fn sentences(control: NetControl, cluster: &Cluster) -> Vec<Statement> {
    let pack = impossible();
    let own = SENTENCES.iter().filter(|(of, _)| *of == control).map(|(_, text)| *text);
    let mut found: Vec<Statement> = own
        .filter(|text| is_judged(text, cluster))
        .filter_map(|text| parse(text).ok())
        .map(|invariant| {
            let known = pack.iter().find(|it| it.invariant == invariant);
            known.cloned().unwrap_or_else(|| Statement::from(invariant))
        })
        .collect();
    found.extend(derived(control));
    found
}

/// Whether what a sentence speaks of is known.
fn is_judged(text: &str, cluster: &Cluster) -> bool {
    match text {
        "dify -> never nodes" => cluster.nodes.is_some(),
        "dify -> never kubernetes-api" => cluster.kubernetes_api.is_some(),
        _ => true,
    }
}

/// What follows from the flow matrix for parts that no sentence of the pack names.
fn derived(control: NetControl) -> Vec<Statement> {
    use dify::flow::{Peer, flows_between, flows_from};
    use dify::{Component, Component as C};
    let ids = |parts: Vec<Component>| parts.into_iter().map(Component::id).collect::<Vec<_>>().join(", ");
    let all = || Component::ALL.iter().copied();
    let texts: Vec<String> = match control {
        Net3 => [C::Api, C::ApiWebsocket, C::SsrfProxy, C::AgentSsrfProxy]
            .into_iter()
            .map(|to| {
                // The roles of the api image share labels in some charts, and all of them hold the same keys.
                let twins = |from: Component| from.runs_api_image() && to.runs_api_image();
                let meant =
                    |from: &Component| *from != to && (twins(*from) || flows_between(*from, to).next().is_some());
                format!("dify except {} -> never {}", ids(all().filter(meant).collect()), to.id())
            })
            .collect(),
        Net4 => {
            let named = |it: Component| it.is_sandbox() || it.is_store();
            let needs_nothing = |it: &Component| !named(*it) && !flows_from(*it).any(|flow| flow.to == Peer::Internet);
            vec![format!("{} -> never internet", ids(all().filter(needs_nothing).collect()))]
        }
        _ => Vec::new(),
    };
    texts.iter().filter_map(|text| parse(text).ok()).map(Statement::from).collect()
}

/// A sentence of a control, what was found of it, and what breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The control.
    pub control: NetControl,
    /// The sentence and what was found of it.
    pub proof: Proof,
    /// The lines and the ungoverned workloads behind it, where it is refuted.
    pub faults: Vec<Fault>,
}

/// Judges every control of the network.
#[must_use]
pub fn judge(network: &Network<'_>, cluster: &Cluster) -> Vec<Judged> {
    let of = |control: &'static NetControl| sentences(*control, cluster).into_iter().map(move |it| (*control, it));
    let (controls, statements): (Vec<NetControl>, Vec<Statement>) = NetControl::ALL.iter().flat_map(of).unzip();
    let proofs = prove_with_faults(network, cluster, &statements);
    controls.into_iter().zip(proofs).map(|(control, (proof, faults))| Judged { control, proof, faults }).collect()
}

/// What sentences come to together: refuted where one is, else unknown where one is, else proved where one is; `None` where none
/// of them applies.
#[must_use]
pub fn verdict_of<'p>(proofs: impl IntoIterator<Item = &'p Proof>) -> Option<&'p Verdict> {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Refuted(_) => 0,
        Verdict::Unknown(_) => 1,
        Verdict::Proved(_) => 2,
        Verdict::NotApplicable(_) => 3,
    };
    let first = proofs.into_iter().map(|it| &it.verdict).min_by_key(|it| rank(it))?;
    (!matches!(first, Verdict::NotApplicable(_))).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_the_pack_belongs_to_one_control() {
        for statement in impossible() {
            let text = statement.invariant.to_string();
            assert_eq!(SENTENCES.iter().filter(|(_, it)| *it == text).count(), 1, "{text}");
        }
    }

    #[test]
    fn every_sentence_can_be_read() {
        for (_, text) in SENTENCES {
            assert_eq!(parse(text).map(|it| it.to_string()).as_deref(), Ok(*text));
        }
        let all = |control: &NetControl| sentences(*control, &Cluster::default()).len();
        assert_eq!(NetControl::ALL.iter().map(all).collect::<Vec<_>>(), [1, 2, 8, 6, 12, 1]);
    }
}
