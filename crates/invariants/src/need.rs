//! Which flows of the matrix this deployment needs, and where users come in.
//!
//! [`dify::FLOWS`] says what a Dify may need, and under which conditions. Here they are asked of the manifests.

use dify::entry::Tier;
use dify::{Component, FLOWS, Truth, flow};
use inventory::environment::Index;
use lang::{Text, text};
use netpol::{ConnSet, Network, Peer};

use crate::roster::{Member, Roster, conn};
use crate::shown::Shown;

/// A flow that this deployment needs, between two workloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Who begins.
    pub from: Peer,
    /// Who answers.
    pub to: Peer,
    /// On which pod ports.
    pub conn: ConnSet,
    /// What for.
    pub why: Text,
}

/// A workload that users' requests reach first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The workload.
    pub peer: Peer,
    /// On which pod ports.
    pub conn: ConnSet,
    /// How one knows.
    pub how: EntryKind,
    /// What for.
    pub why: Text,
}

/// How one knows that users come in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// An Ingress or a route leads to it.
    Route,
    /// A Service of type LoadBalancer or NodePort, or with external addresses, leads to it: clients or nodes connect themselves.
    Service,
    /// Nothing in the input leads in; it is where requests come to in Dify.
    Assumed,
}

/// The flows between workloads of the input that this deployment needs.
#[must_use]
pub fn needs(network: &Network<'_>, roster: &Roster<'_>) -> Vec<Need> {
    let index = Index::new(network.inventory());
    let mut found: Vec<Need> = Vec::new();
    for flow in FLOWS.iter().filter(|it| it.from != flow::Peer::Every) {
        for from in members(roster, flow.from) {
            let shown = Shown::new(network, roster, &index, from);
            for to in members(roster, flow.to) {
                let twins = flow.from == flow.to;
                if twins && from.component != to.component || !from.is_related(to) {
                    continue;
                }
                let (Some(a), Some(b)) = (from.component, to.component) else { continue };
                // What nobody can tell may be needed.
                if flow.is_needed((a, b), &shown) == Truth::No {
                    continue;
                }
                let need = Need {
                    from: from.peer.clone(),
                    to: to.peer.clone(),
                    conn: wanted(roster, Some(a), to),
                    why: flow.why.clone(),
                };
                match found.iter_mut().find(|it| it.from == need.from && it.to == need.to) {
                    Some(known) => known.conn = known.conn.union(&need.conn),
                    None => found.push(need),
                }
            }
        }
    }
    found
}

fn members<'r, 'a>(roster: &'r Roster<'a>, peer: flow::Peer) -> impl Iterator<Item = &'r Member<'a>> {
    Component::ALL.iter().filter(move |it| peer.is(**it)).flat_map(|it| roster.of(*it))
}

/// The pod ports that somebody needs of a workload: to its own kind those of replicas, else what it offers.
#[must_use]
pub fn wanted(roster: &Roster<'_>, from: Option<Component>, to: &Member<'_>) -> ConnSet {
    let offers = roster.offers(to);
    let Some(component) = to.component.filter(|it| from == Some(*it)) else { return offers };
    let mut own = ConnSet::empty();
    for port in flow::ports(component).iter().filter(|port| port.audience == flow::Audience::Peers) {
        own = own.union(&conn(port.number, port.protocol));
    }
    // Replicas look after each other on their own ports, and many copy data through the clients' one.
    own.union(&offers)
}

/// The reason for a flow that is needed only under a condition.
#[must_use]
pub(crate) fn unmet(words: &Text) -> Text {
    let (en, ja) = words.both();
    text!("needed only {en}", "必要になるのは{ja}だけです")
}

/// Where users' requests come in.
#[must_use]
pub fn entries(network: &Network<'_>, roster: &Roster<'_>) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for (peer, conn) in network.entry_points() {
        found.extend(entry(roster, &peer, &conn, EntryKind::Route));
    }
    for member in roster.members() {
        let conn = roster.exposed(member);
        if !conn.is_empty() {
            found.extend(entry(roster, &member.peer, &conn, EntryKind::Service));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let of = |tier: Tier| Component::ALL.iter().filter(move |it| it.entry().tier == tier).flat_map(|it| roster.of(*it));
    let is_edged = of(Tier::Edge).next().is_some();
    let all = of(if is_edged { Tier::Edge } else { Tier::Front });
    all.filter_map(|it| entry(roster, &it.peer, &ConnSet::all(), EntryKind::Assumed)).collect()
}

/// An entry, where the matrix lets users' requests in.
fn entry(roster: &Roster<'_>, peer: &Peer, conn: &ConnSet, how: EntryKind) -> Option<Entry> {
    let member = roster.member(peer)?;
    let component = member.component?;
    let flow = FLOWS.iter().find(|it| it.from == flow::Peer::Ingress && it.to.is(component))?;
    let conn = conn.intersection(&roster.offers(member));
    (!conn.is_empty()).then(|| Entry { peer: peer.clone(), conn, how, why: flow.why.clone() })
}
