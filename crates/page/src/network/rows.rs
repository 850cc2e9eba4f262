//! The connections as a table, each with the policies that allow it.

use std::collections::HashSet;

use forms::words::address;
use graph::{Class, Graph, NodeKind};
use lang::{Text, list, text};
use model::Inventory;
use netpol::{Certainty, Effect, Network, Peer, PortQuery};

/// Above so many rows the page says how to ask for reasons instead of holding all of them.
const EXPLAINED: usize = 4_000;
/// Above so many rows a browser is no place for the table.
const MOST: usize = 20_000;

/// One row.
pub(super) struct Row {
    pub(super) ends: [Text; 2],
    /// The nodes of the picture that it belongs to.
    pub(super) nodes: Vec<usize>,
    pub(super) conn: String,
    pub(super) certainty: Certainty,
    pub(super) class: Class,
    /// Why Dify needs it or why it must not be.
    pub(super) why: Vec<Text>,
    /// What allows it, each with its place.
    pub(super) reasons: Vec<(Text, Option<String>)>,
}

/// All rows, and a sentence where something was left out.
pub(super) fn of(graph: &Graph, network: &Network<'_>, inventory: &Inventory) -> (Vec<Row>, Option<Text>) {
    let listing = network.connections();
    let explained = listing.len() <= EXPLAINED;
    let mut rows = Vec::new();
    for line in listing.iter().take(MOST) {
        let [from, to] = [graph.nodes_of(line.src, false), graph.nodes_of(line.dst, true)];
        let edges = || {
            let between = |edge: &&graph::Edge| from.contains(&edge.src) && to.contains(&edge.dst);
            graph.edges.iter().filter(between).filter(|edge| edge.certainty == line.certainty)
        };
        let class = edges().map(|edge| edge.class).max().unwrap_or(Class::Other);
        let mut why: Vec<Text> =
            edges().filter(|edge| edge.class == class).filter_map(|edge| edge.why.clone()).collect();
        why.dedup();
        let mut reasons =
            if explained { allowing(network, inventory, [line.src, line.dst], line.certainty) } else { Vec::new() };
        let mut seen = HashSet::new();
        reasons.retain(|it| seen.insert(it.clone()));
        rows.push(Row {
            ends: [name(line.src), name(line.dst)],
            nodes: from.iter().chain(&to).copied().collect(),
            conn: line.conn.to_string(),
            certainty: line.certainty,
            class,
            why,
            reasons,
        });
    }
    rows.extend(strangers(graph));
    let n = listing.len();
    let note = if n > MOST {
        Some(text!(
            "{MOST} of {n} connections are listed; `sekisho network connections` lists all, `sekisho network explain` gives the reasons",
            "{n} 件のうち {MOST} 件を表示しています。全件は `sekisho network connections`、理由は `sekisho network explain` で確認してください"
        ))
    } else {
        (!explained).then(|| {
            text!(
                "{n} connections: ask `sekisho network explain` for the policies behind one",
                "通信は {n} 件あります。許可しているポリシーは `sekisho network explain` で確認してください"
            )
        })
    };
    (rows, note)
}

/// `netpol` shows exposure without the rules behind it.
const SELECTED: Text = Text::new(
    "a policy admits such pods, or none restricts this side: `sekisho network exposure`",
    "そのようなPod を許可するポリシーがあるか、この側を制限するポリシーがない:`sekisho network exposure` を参照",
);

/// Rows for pods that the input does not hold; the listing has none for them.
fn strangers(graph: &Graph) -> impl Iterator<Item = Row> + '_ {
    let stranger = |at: usize| matches!(graph.nodes[at].kind, NodeKind::Pods { .. } | NodeKind::AnyPod);
    graph.edges.iter().filter(move |edge| stranger(edge.src) || stranger(edge.dst)).map(|edge| {
        let label = |at: usize| {
            let (node, other) = (&graph.nodes[at], graph.nodes[at].note());
            match &node.kind {
                NodeKind::Workload { namespace, name, kind, .. } => {
                    Text::same(format!("{namespace}/{name}[{}]", kind.name()))
                }
                NodeKind::Pods { .. } => list_of(&node.label(), &other),
                _ => node.label(),
            }
        };
        Row {
            ends: [label(edge.src), label(edge.dst)],
            nodes: vec![edge.src, edge.dst],
            conn: edge.conn.to_string(),
            certainty: edge.certainty,
            class: edge.class,
            why: edge.why.iter().cloned().collect(),
            reasons: vec![(SELECTED, None)],
        }
    })
}

fn list_of(a: &Text, b: &Text) -> Text {
    let both = |lang| list([a.get(lang), b.get(lang)]).get(lang).to_owned();
    Text::owned(both(lang::Lang::En), both(lang::Lang::Ja))
}

fn name(peer: &Peer) -> Text {
    match peer {
        Peer::External(range) => Text::same(range.to_string()),
        Peer::IngressController => Text::new("ingress controller", "Ingress コントローラー"),
        Peer::Workload { .. } | Peer::Imagined { .. } => Text::same(peer.to_string()),
    }
}

fn allowing(
    network: &Network<'_>,
    inventory: &Inventory,
    peers: [&Peer; 2],
    certainty: Certainty,
) -> Vec<(Text, Option<String>)> {
    let [Some(from), Some(to)] = peers.map(|peer| network.ends_of(peer)) else { return Vec::new() };
    let pairs = network.explain_pairs(&from, &to, PortQuery::Any);
    let directions = pairs.into_iter().flat_map(|pair| [pair.egress, pair.ingress]);
    let wanted = |effect: Effect| match effect {
        Effect::Allows | Effect::Ungoverned | Effect::Itself | Effect::Default => true,
        Effect::Open => certainty == Certainty::Possible,
        Effect::Denies | Effect::Passes | Effect::AllowsNothing => false,
    };
    let reasons = directions.flat_map(|direction| direction.reasons).filter(|reason| wanted(reason.effect));
    reasons
        .map(|reason| {
            let place = reason.place().map(|it| address(&inventory.documents.location(it)));
            (reason.text, place)
        })
        .collect()
}
