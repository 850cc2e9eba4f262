//! What must hold of every Dify, in both directions, made of the flow matrix: [`dify::NEVER`] as sentences with `never` and
//! `only`, [`dify::FLOWS`] as sentences with `needs`.

use dify::{Component, FLOWS, NEVER, Truth, flow};
use inventory::environment::Index;
use lang::{Text, text};
use netpol::Network;

use crate::elsewhere::{Elsewhere, elsewhere};
use crate::language::{Claim, Invariant, Peers, Target, Who, Word};
use crate::need::{entries, unmet};
use crate::proof::Statement;
use crate::roster::Roster;
use crate::shown::Shown;

/// The built-in sentences for the deployment at hand: what must be impossible, then what must be possible.
#[must_use]
pub fn dify_pack(network: &Network<'_>) -> Vec<Statement> {
    let roster = Roster::new(network);
    let mut found = impossible();
    found.extend(possible(network, &roster));
    found
}

/// What must be impossible in every Dify. The sentences name components whether or not a deployment has them.
#[must_use]
pub fn impossible() -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for never in NEVER.iter() {
        let Some(invariant) = forbid(never) else { continue };
        if !found.iter().any(|known| known.invariant == invariant) {
            found.push(Statement { invariant, why: Some(never.why.clone()), moot: None, doubt: None });
        }
    }
    found
}

/// Whether the catalogue forbids a pair, by its peers.
fn forbids(from: flow::Peer, to: flow::Peer) -> bool {
    NEVER.iter().any(|it| it.from == from && it.to == to)
}

/// One sentence of the catalogue; `None` where another says as much and more.
fn forbid(never: &flow::Never) -> Option<Invariant> {
    use flow::Peer::{Every, Ingress, Internal, Internet};
    let (from, to) = (never.from, never.to);
    // Code of users: nothing but what it needs.
    let caged = |peer| forbids(peer, Every) && forbids(peer, Internet) && forbids(peer, Internal);
    // Stores: nobody but who needs them.
    let kept = |peer| forbids(Every, peer) && forbids(Ingress, peer) && forbids(Internet, peer);
    if caged(from) {
        let mut allowed = Peers::of(reached_from(from).into_iter().map(Who::Component));
        allowed.list.push(Target::new(Who::Word(Word::Dns)));
        return Some(Invariant { from: Peers::of([who(from)?]), claim: Claim::OnlyTo, to: allowed });
    }
    if kept(to) {
        let from = Peers::of(reaching(to).into_iter().map(Who::Component));
        return Some(Invariant { from, claim: Claim::OnlyFrom, to: Peers::of([who(to)?]) });
    }
    let never = |from: Peers, to: Peers| Some(Invariant { from, claim: Claim::Never, to });
    match (from, to) {
        (from, Every) => {
            let except = reached_from(from).into_iter().map(|it| Target::new(Who::Component(it))).collect();
            never(Peers::of([who(from)?]), Peers { except, ..Peers::of([Who::Word(Word::Dify)]) })
        }
        (Every, to) => {
            let except = reaching(to).into_iter().map(|it| Target::new(Who::Component(it))).collect();
            never(Peers { except, ..Peers::of([Who::Word(Word::Dify)]) }, Peers::of([who(to)?]))
        }
        (Ingress | Internet, to) if forbids(Ingress, to) && forbids(Internet, to) => {
            never(Peers::of([Who::Word(Word::Outside)]), Peers::of([who(to)?]))
        }
        (from, to) => never(Peers::of([who(from)?]), Peers::of([who(to)?])),
    }
}

fn who(peer: flow::Peer) -> Option<Who> {
    Some(match peer {
        flow::Peer::Component(component) => Who::Component(component),
        flow::Peer::Every => Who::Word(Word::Dify),
        flow::Peer::Database => Who::Word(Word::Database),
        flow::Peer::VectorStore => Who::Word(Word::VectorStore),
        flow::Peer::Dns => Who::Word(Word::Dns),
        flow::Peer::Ingress => Who::Word(Word::Ingress),
        flow::Peer::Internet => Who::Word(Word::Internet),
        flow::Peer::Internal => Who::Word(Word::Private),
        flow::Peer::Metadata => Who::Word(Word::Metadata),
        flow::Peer::Node => Who::Word(Word::Nodes),
        flow::Peer::KubernetesApi => Who::Word(Word::KubernetesApi),
        flow::Peer::Developer | flow::Peer::Prometheus => return None,
    })
}

/// The components that a peer of the matrix needs to reach, itself left out.
fn reached_from(from: flow::Peer) -> Vec<Component> {
    let flows = FLOWS.iter().filter(|flow| flow.from == from);
    let reaches =
        |it: &&Component| flows.clone().any(|flow| flow.to != flow::Peer::Every && flow.to.is(**it) && !from.is(**it));
    Component::ALL.iter().filter(reaches).copied().collect()
}

/// The components that need to reach a peer of the matrix, itself left out.
fn reaching(to: flow::Peer) -> Vec<Component> {
    let flows = FLOWS.iter().filter(|flow| flow.to == to || matches!(to, flow::Peer::Component(it) if flow.to.is(it)));
    let reaches = |it: &&Component| {
        flows.clone().any(|flow| flow.from != flow::Peer::Every && flow.from.is(**it) && !to.is(**it))
    };
    Component::ALL.iter().filter(reaches).copied().collect()
}

/// What this deployment needs inside the cluster; a flow whose condition is not met is there and moot.
fn possible(network: &Network<'_>, roster: &Roster<'_>) -> Vec<Statement> {
    let mut found: Vec<Statement> = vec![names()];
    let entries = entries(network, roster);
    let index = Index::new(network.inventory());
    for flow in FLOWS.iter() {
        use flow::Peer::{Component as One, Database, Developer, Every, Ingress, Prometheus, VectorStore};
        let mut doubt = None;
        let moot = match (flow.from, flow.to) {
            (Developer | Prometheus | Every, _) => continue,
            (Ingress, to) => {
                let comes = entries.iter().any(|entry| component_of(roster, entry).is_some_and(|it| to.is(it)));
                (!comes).then(|| not_an_entry(flow))
            }
            (One(_) | Database | VectorStore, One(_) | Database | VectorStore) => {
                match need(flow, network, roster, &index) {
                    Need::Moot(why) => Some(why),
                    Need::Doubt(why) => {
                        doubt = Some(why);
                        None
                    }
                    Need::Sure => outside(flow, network, roster),
                }
            }
            _ => continue,
        };
        let (Some(from), Some(to)) = (who(flow.from), who(flow.to)) else { continue };
        let invariant = Invariant { from: Peers::of([from]), claim: Claim::Needs, to: Peers::of([to]) };
        found.push(Statement { invariant, why: Some(flow.why.clone()), moot, doubt });
    }
    found
}

fn component_of(roster: &Roster<'_>, entry: &crate::Entry) -> Option<Component> {
    roster.member(&entry.peer)?.component
}

fn not_an_entry(flow: &flow::Flow) -> Text {
    match &flow.needed {
        flow::Needed::When(condition) => unmet(&condition.words()),
        flow::Needed::Always => Text::new(
            "requests come in elsewhere in this deployment",
            "この構成では、利用者からの要求は別の場所で受けています",
        ),
    }
}

/// Every part looks names up; stores only where they talk to each other, and no store of a single pod does.
fn names() -> Statement {
    let stores = [Who::Word(Word::Database), Who::Component(Component::Redis), Who::Word(Word::VectorStore)];
    let others = [Who::Component(Component::ObjectStore), Who::Component(Component::Etcd)];
    let except = stores.into_iter().chain(others).map(Target::new).collect();
    let from = Peers { except, ..Peers::of([Who::Word(Word::Dify)]) };
    let invariant = Invariant { from, claim: Claim::Needs, to: Peers::of([Who::Word(Word::Dns)]) };
    let why = FLOWS.iter().find(|it| it.to == flow::Peer::Dns).map(|it| it.why.clone());
    Statement { invariant, why, moot: None, doubt: None }
}

/// That a store runs outside the input, where a setting of Dify's says where.
fn outside(flow: &flow::Flow, network: &Network<'_>, roster: &Roster<'_>) -> Option<Text> {
    let there = |peer: flow::Peer| Component::ALL.iter().any(|it| peer.is(*it) && roster.has(*it));
    if !there(flow.from) || there(flow.to) {
        return None;
    }
    let Elsewhere { setting, host } = elsewhere(network.inventory(), flow.to)?;
    let store = who(flow.to)?;
    Some(text!(
        "the input holds no `{store}`: it runs elsewhere, at {host} ({setting}); name its address to judge the way there",
        "入力に `{store}` はなく、別の場所 {host}({setting})で動いています。そこへの通信を判定するにはアドレスを指定してください"
    ))
}

/// What the deployment says of a flow between components of which both are there.
enum Need {
    /// It has it, or nobody is there who could.
    Sure,
    /// It does not: why.
    Moot(Text),
    /// The input does not show it: what decides.
    Doubt(Text),
}

fn need(flow: &flow::Flow, network: &Network<'_>, roster: &Roster<'_>, index: &Index<'_>) -> Need {
    let there = |peer: flow::Peer| Component::ALL.iter().filter(move |it| peer.is(**it)).flat_map(|it| roster.of(*it));
    let (mut moot, mut doubt) = (None, None);
    for from in there(flow.from) {
        let shown = Shown::new(network, roster, index, from);
        for to in there(flow.to).filter(|to| from.is_related(to)) {
            let (Some(a), Some(b)) = (from.component, to.component) else { continue };
            if flow.from == flow.to && a != b {
                continue;
            }
            match flow.is_needed((a, b), &shown) {
                Truth::Yes => return Need::Sure,
                Truth::Unknown => doubt = doubt.or_else(|| flow.open((a, b), &shown)),
                Truth::No => moot = moot.or_else(|| flow.unmet((a, b), &shown)),
            }
        }
    }
    match (doubt, moot) {
        (Some(words), _) => Need::Doubt(unmet(&words)),
        (None, Some(words)) => Need::Moot(unmet(&words)),
        (None, None) => Need::Sure,
    }
}
