//! Whom each policy is for: the workloads of one component, in one namespace, of one installation.

use std::collections::BTreeMap;

use dify::Component;
use invariants::{Member, Roster};
use lang::{Text, list, text};
use model::Workload;
use netpol::{Network, Peer};

use crate::policy::Labels;
use crate::selector::choose;

/// The workloads that one policy is for.
pub(crate) struct Subject {
    pub(crate) component: Component,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) peers: Vec<Peer>,
    pub(crate) labels: Labels,
    /// Why the labels select more than they should.
    pub(crate) doubt: Option<Text>,
}

type Key<'k> = (String, Component, &'k [usize]);

/// The subjects in order of namespace and component, and the workloads that no label can select.
pub(crate) fn subjects(network: &Network<'_>, roster: &Roster<'_>) -> (Vec<Subject>, Vec<Peer>) {
    let mut groups: BTreeMap<Key<'_>, Vec<&Member<'_>>> = BTreeMap::new();
    for member in roster.members().iter().filter(|it| !it.passing) {
        if let Some(component) = member.component {
            let key = (member.workload.meta.namespace.to_string(), component, member.installations());
            groups.entry(key).or_default().push(member);
        }
    }
    let (mut found, mut unlabelled) = (Vec::new(), Vec::new());
    for ((namespace, component, _), members) in &groups {
        let whole = subject(network, roster, *component, namespace, members);
        let parts = match whole {
            Some(subject) if subject.doubt.is_none() || members.len() == 1 => vec![Some(subject)],
            _ => members.iter().map(|it| subject(network, roster, *component, namespace, &[it])).collect(),
        };
        for (part, member) in parts.into_iter().zip(members) {
            match part {
                Some(part) => found.push(part),
                None => unlabelled.push(member.peer.clone()),
            }
        }
    }
    name(&mut found, roster);
    (found, unlabelled)
}

fn subject(
    network: &Network<'_>,
    roster: &Roster<'_>,
    component: Component,
    namespace: &str,
    members: &[&Member<'_>],
) -> Option<Subject> {
    let is_own = |peer: &Peer| members.iter().any(|it| it.peer == *peer);
    let own: Vec<&Workload> = members.iter().map(|it| it.workload).collect();
    let here = roster.members().iter().filter(|it| *it.workload.meta.namespace == *namespace && !is_own(&it.peer));
    let others: Vec<&Workload> = here.flat_map(|it| network.members(&it.peer)).collect();
    let selector = choose(&own, &others)?;
    let doubt = (!selector.also.is_empty()).then(|| {
        let names = list(selector.also.iter().map(|it| format!("{}/{}", it.meta.kind, it.meta.name.value)));
        let own = members.first().map(|it| it.peer.to_string()).unwrap_or_default();
        let (en, ja) = names.both();
        text!(
            "no label tells {own} apart from {en}: the policy covers them all; give each a label of its own",
            "{own} と {ja} を区別できるラベルがないため、ポリシーはすべてに掛かります。それぞれに固有のラベルを付けてください"
        )
    });
    let peers = members.iter().map(|it| it.peer.clone()).collect();
    Some(Subject {
        component,
        namespace: namespace.to_owned(),
        name: String::new(),
        peers,
        labels: selector.labels,
        doubt,
    })
}

/// A component's policy has the component's name; where there are several in a namespace, with the release or the workload.
fn name(subjects: &mut [Subject], roster: &Roster<'_>) {
    let keys: Vec<(String, Component)> = subjects.iter().map(|it| (it.namespace.clone(), it.component)).collect();
    let mut used: Vec<(String, String)> = Vec::new();
    for (at, subject) in subjects.iter_mut().enumerate() {
        let alone = keys.iter().filter(|key| **key == keys[at]).count() == 1;
        let id = subject.component.id();
        let first = subject.peers.first().and_then(|peer| roster.member(peer));
        let release = first.and_then(Member::release).map(|it| format!("{id}-{}", as_name(it)));
        let workload = first.map(|it| format!("{id}-{}", it.workload.meta.name.value)).unwrap_or_default();
        let candidates = alone.then(|| id.to_owned()).into_iter().chain(release).chain([workload]);
        let free = |it: &String| !used.contains(&(subject.namespace.clone(), it.clone()));
        subject.name = candidates.into_iter().find(free).unwrap_or_else(|| format!("{id}-{at}"));
        used.push((subject.namespace.clone(), subject.name.clone()));
    }
}

/// A label's value as a part of a name (RFC 1123): labels may have capitals and underscores.
fn as_name(label: &str) -> String {
    let lower = label.to_ascii_lowercase();
    let plain = |it: char| if it.is_ascii_lowercase() || it.is_ascii_digit() { it } else { '-' };
    lower.chars().map(plain).collect::<String>().trim_matches('-').to_owned()
}
