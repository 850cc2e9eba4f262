//! From a deployment to policies: default deny, and for each component exactly the flows that it needs.

use std::collections::BTreeSet;

use dify::{Component, FLOWS, flow};
use invariants::{Destination, EntryKind, NODE_LOCAL_DNS, Need, Roster, entries, needs};
use lang::{Text, text};
use model::Protocol;
use netpol::{ConnSet, Network, PortSet};

use crate::egress;
use crate::note::{Note, NoteKind};
use crate::options::{Egress, Ingress, Options};
use crate::policy::{Labels, Policy, Who};
use crate::subject::{Subject, subjects};

/// The policies before they are proved.
pub(crate) struct Draft {
    pub(crate) policies: Vec<Policy>,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) notes: Vec<Note>,
}

pub(crate) fn draft(
    network: &Network<'_>,
    roster: &Roster<'_>,
    destinations: &[Destination],
    options: &Options,
) -> Draft {
    let (subjects, unlabelled) = subjects(network, roster);
    let mut writer = Writer { options, subjects: &subjects, policies: subjects.iter().map(empty).collect() };
    needs(network, roster).iter().for_each(|need| writer.need(need));
    writer.dns();
    let mut notes = writer.entries(network, roster);
    writer.internet();
    writer.servers(destinations);
    writer.allowed();
    let mut policies = writer.policies;
    policies.iter_mut().for_each(shorten);
    policies.iter_mut().for_each(order);
    if !options.only_dify {
        let namespaces: BTreeSet<&String> = subjects.iter().map(|it| &it.namespace).collect();
        let deny = namespaces.into_iter().map(|namespace| default_deny(namespace));
        policies = deny.chain(policies).collect();
    }
    policies.sort_by(|a, b| (&a.namespace, a.name != DEFAULT_DENY).cmp(&(&b.namespace, b.name != DEFAULT_DENY)));
    notes.extend(unlabelled.into_iter().map(|peer| {
        let text = text!(
            "{peer} has no label that lasts: no policy can select it alone; give its pods labels",
            "{peer} には持続するラベルがなく、ポリシーで選べません。Pod にラベルを付けてください"
        );
        Note { kind: NoteKind::Selector, text }
    }));
    notes.extend(subjects.iter().filter_map(|it| it.doubt.clone()).map(|text| Note { kind: NoteKind::Selector, text }));
    Draft { policies, subjects, notes }
}

/// The name of DESIGN 7.
pub(crate) const DEFAULT_DENY: &str = "default-deny-all";

fn default_deny(namespace: &str) -> Policy {
    Policy {
        namespace: namespace.to_owned(),
        name: DEFAULT_DENY.to_owned(),
        about: Text::new(
            "Nothing in and nothing out, for every pod of the namespace that no other policy says more about.",
            "他のポリシーで許可しないかぎり、この名前空間のすべてのPod の送受信を拒否します。",
        ),
        pods: Labels::new(),
        ingress: Vec::new(),
        egress: Vec::new(),
    }
}

fn empty(subject: &Subject) -> Policy {
    let component = subject.component;
    let describe = component.describe();
    let (en, ja) = describe.both();
    Policy {
        namespace: subject.namespace.clone(),
        name: subject.name.clone(),
        about: text!("{component}: {en}.", "{component}: {ja}。"),
        pods: subject.labels.clone(),
        ingress: Vec::new(),
        egress: Vec::new(),
    }
}

/// Who is let in from anywhere needs no rule of their own, and neither do pods where every pod is let in.
fn shorten(policy: &mut Policy) {
    let anywhere = policy.ingress.iter().filter(|it| it.is_anywhere());
    let open = anywhere.fold(ConnSet::empty(), |all, it| all.union(&it.conn));
    policy.ingress.retain(|it| it.is_anywhere() || !it.conn.is_subset(&open));
    for rule in &mut policy.ingress {
        if rule.peers.iter().any(|it| it.who == Who::AnyPod) {
            rule.peers.retain(|it| !matches!(it.who, Who::Here(_) | Who::There(..)));
        }
    }
}

/// A stable order: by port within a direction, by who within a rule.
fn order(policy: &mut Policy) {
    for rules in [&mut policy.ingress, &mut policy.egress] {
        rules.sort_by(|a, b| (a.is_anywhere(), &a.conn).cmp(&(b.is_anywhere(), &b.conn)));
        rules.iter_mut().for_each(|rule| rule.peers.sort_by(|a, b| a.who.cmp(&b.who)));
    }
}

struct Writer<'w> {
    options: &'w Options,
    subjects: &'w [Subject],
    /// One for each subject, in the same order.
    policies: Vec<Policy>,
}

impl Writer<'_> {
    fn at(&self, peer: &netpol::Peer) -> Option<usize> {
        self.subjects.iter().position(|it| it.peers.contains(peer))
    }

    fn who(&self, subject: usize, seen_from: &str) -> Who {
        let subject = &self.subjects[subject];
        if subject.namespace == seen_from {
            Who::Here(subject.labels.clone())
        } else {
            Who::There(subject.namespace.clone(), subject.labels.clone())
        }
    }

    fn need(&mut self, need: &Need) {
        let (Some(from), Some(to)) = (self.at(&need.from), self.at(&need.to)) else { return };
        let (a, b) = (self.subjects[from].component, self.subjects[to].component);
        let (en, ja) = need.why.both();
        let out = self.who(to, &self.subjects[from].namespace);
        Policy::allow(&mut self.policies[from].egress, out, need.conn.clone(), text!("{b}: {en}", "{b}: {ja}"));
        let into = self.who(from, &self.subjects[to].namespace);
        Policy::allow(&mut self.policies[to].ingress, into, need.conn.clone(), text!("{a}: {en}", "{a}: {ja}"));
    }

    fn dns(&mut self) {
        let dns = &self.options.dns;
        let labels: Labels = dns.labels.iter().cloned().collect();
        let conn = both(dns.port);
        for (policy, subject) in self.policies.iter_mut().zip(self.subjects) {
            let why = || Text::new("names: the cluster's DNS", "名前解決(クラスターの DNS)");
            let who = if subject.namespace == dns.namespace {
                Who::Here(labels.clone())
            } else {
                Who::There(dns.namespace.clone(), labels.clone())
            };
            Policy::allow(&mut policy.egress, who, conn.clone(), why());
            if dns.node_local {
                let who = Who::Block { cidr: NODE_LOCAL_DNS.to_owned(), except: Vec::new() };
                Policy::allow(
                    &mut policy.egress,
                    who,
                    both(53),
                    Text::new("names: the node-local DNS cache", "名前解決(ノード上の DNS キャッシュ)"),
                );
            }
        }
    }

    fn entries(&mut self, network: &Network<'_>, roster: &Roster<'_>) -> Vec<Note> {
        let mut notes = Vec::new();
        for entry in entries(network, roster) {
            let Some(at) = self.at(&entry.peer) else { continue };
            let (en, ja) = entry.why.both();
            let known = match &self.options.ingress {
                // Clients or nodes come themselves: their addresses are not an ingress controller's.
                Ingress::Namespace { name, labels } if entry.how != EntryKind::Service => Some((name, labels)),
                _ => None,
            };
            let (who, from) = match known {
                Some((name, labels)) => (
                    Who::There(name.clone(), labels.iter().cloned().collect()),
                    text!("pods of {name}", "{name} のPod"),
                ),
                None if self.subjects[at].component == Component::PluginDaemon => {
                    (Who::AnyPod, Text::new("pods of the cluster", "クラスター内のPod"))
                }
                None => (Who::Anywhere, Text::new("anywhere", "あらゆる場所")),
            };
            let (from_en, from_ja) = from.both();
            Policy::allow(
                &mut self.policies[at].ingress,
                who,
                entry.conn.clone(),
                text!("{en}, from {from_en}", "{ja}({from_ja}から)"),
            );
            if known.is_none() {
                let (peer, conn) = (&entry.peer, &entry.conn);
                let text = text!(
                    "{peer} is open to {from_en} on {conn}, because the input does not say where users' requests come from; name the ingress controller's namespace to close it",
                    "利用者からの要求がどこから来るかは入力からわからないため、{peer} の {conn} は{from_ja}に開いています。Ingress コントローラーの名前空間を指定すると絞り込めます"
                );
                // An Ingress and its Service say the same.
                if !notes.iter().any(|it: &Note| it.text == text) {
                    notes.push(Note { kind: NoteKind::Open, text });
                }
            }
        }
        notes
    }

    fn internet(&mut self) {
        let Egress::Lists(chosen) = &self.options.egress else { return };
        for flow in FLOWS.iter().filter(|flow| flow.to == flow::Peer::Internet) {
            let conn = egress::conn(flow);
            for (policy, subject) in self.policies.iter_mut().zip(self.subjects) {
                let wanted = chosen.as_ref().is_none_or(|it| it.contains(&subject.component));
                if !flow.from.is(subject.component) || !wanted {
                    continue;
                }
                let (en, ja) = flow.why.both();
                let why = text!("the internet: {en}", "インターネット: {ja}");
                for who in egress::internet(&self.options.cluster_blocks) {
                    Policy::allow(&mut policy.egress, who, conn.clone(), why.clone());
                }
            }
        }
    }

    /// Servers that settings name, on the ports that they name: where a component may go out, and the usual ports are not theirs.
    fn servers(&mut self, destinations: &[Destination]) {
        let named = |it: &&Destination| !it.is_service && it.host.parse::<std::net::IpAddr>().is_err();
        for it in destinations.iter().filter(named).filter(|it| egress::opens(self.options, it.from)) {
            let conn = ConnSet::of(Protocol::Tcp, PortSet::point(it.port));
            let ((en, ja), setting) = (it.what.both(), it.setting);
            for (policy, _) in self.policies.iter_mut().zip(self.subjects).filter(|(_, to)| to.component == it.from) {
                for who in egress::internet(&self.options.cluster_blocks) {
                    let why = text!("the internet: {en} ({setting})", "インターネット: {ja}({setting})");
                    Policy::allow(&mut policy.egress, who, conn.clone(), why);
                }
            }
        }
    }

    fn allowed(&mut self) {
        for allow in &self.options.allow {
            for (policy, subject) in self.policies.iter_mut().zip(self.subjects) {
                if allow.from.contains(&subject.component) {
                    let who = Who::Block { cidr: allow.block.clone(), except: Vec::new() };
                    Policy::allow(&mut policy.egress, who, allow.conn.clone(), allow.why.clone());
                }
            }
        }
    }
}

/// UDP and TCP.
fn both(port: u16) -> ConnSet {
    let of = |protocol| ConnSet::of(protocol, PortSet::point(port));
    of(Protocol::Udp).union(&of(Protocol::Tcp))
}
