//! From the answers of a network to the picture: who is on it, what is folded, and what each connection is to Dify.

use std::collections::{BTreeMap, HashMap};

use dify::Component;
use model::{Inventory, PolicyType};
use netpol::{Certainty, ConnSet, Exposed, IpSet, Namespaces, Network, Peer};

use crate::drawn::{self, Band};
use crate::edge::Edge;
use crate::graph::Graph;
use crate::judge::{Facts, split};
use crate::node::{Node, NodeKind};
use crate::outside::{Zone, part};

/// Above so many workloads, those that are no part of Dify are shown by namespace and not by name.
const MANY: usize = 60;

impl Graph {
    /// Asks a network for everything, and arranges the answers.
    #[must_use]
    pub fn new(network: &Network<'_>, inventory: &Inventory) -> Graph {
        let mut draft = Draft::new(network, inventory);
        draft.listed(network);
        draft.exposed(network, inventory);
        draft.finish()
    }
}

/// What leads from one node to another, before it is judged.
#[derive(Default)]
struct Reach {
    certain: ConnSet,
    open: ConnSet,
    addresses: IpSet,
}

struct Draft {
    nodes: Vec<Node>,
    by_peer: HashMap<Peer, usize>,
    reach: BTreeMap<(usize, usize), Reach>,
}

impl Draft {
    fn new(network: &Network<'_>, inventory: &Inventory) -> Draft {
        let mut components = HashMap::new();
        for it in &inventory.workloads {
            components.insert((&*it.meta.namespace, &**it.meta.name, it.kind), it.component);
        }
        let workloads: Vec<&Peer> = network.workloads().collect();
        let many = workloads.len() > MANY;
        let mut draft = Draft { nodes: Vec::new(), by_peer: HashMap::new(), reach: BTreeMap::new() };
        let mut rest: BTreeMap<&str, Vec<&Peer>> = BTreeMap::new();
        for peer in workloads {
            let Peer::Workload { namespace, name, kind } = peer else { continue };
            let component = components.get(&(&**namespace, &**name, *kind)).copied().flatten();
            if many && component.is_none() {
                rest.entry(namespace).or_default().push(peer);
                continue;
            }
            let at = draft.node(
                NodeKind::Workload { namespace: namespace.clone(), name: name.clone(), kind: *kind, component },
                false,
            );
            draft.by_peer.insert(peer.clone(), at);
        }
        // A cluster of very many namespaces gets one node for all of them.
        if rest.len() > MANY / 2 {
            let all = std::mem::take(&mut rest).into_values().flatten().collect();
            rest.insert("*", all);
        }
        for (namespace, peers) in rest {
            let at = draft.node(NodeKind::More { namespace: namespace.into(), count: peers.len() }, false);
            draft.by_peer.extend(peers.into_iter().map(|peer| (peer.clone(), at)));
        }
        draft
    }

    fn node(&mut self, kind: NodeKind, receives: bool) -> usize {
        let node = Node { kind, receives };
        self.nodes.iter().position(|it| *it == node).unwrap_or_else(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }

    fn add(&mut self, src: usize, dst: usize, conn: &ConnSet, certainty: Certainty, addresses: &IpSet) {
        if src == dst {
            return;
        }
        let reach = self.reach.entry((src, dst)).or_default();
        match certainty {
            Certainty::Certain => reach.certain = reach.certain.union(conn),
            Certainty::Possible => reach.open = reach.open.union(conn),
        }
        reach.addresses = reach.addresses.union(addresses);
    }

    fn listed(&mut self, network: &Network<'_>) {
        let zones = Zone::ALL.map(|zone| (zone, zone.addresses()));
        for line in network.connections().iter() {
            let spots = [(line.src, false), (line.dst, true)].map(|(peer, receives)| match peer {
                Peer::Workload { .. } | Peer::Imagined { .. } => {
                    self.by_peer.get(peer).map(|at| (*at, IpSet::empty())).into_iter().collect::<Vec<_>>()
                }
                Peer::IngressController => vec![(self.node(NodeKind::Controller, false), IpSet::empty())],
                Peer::External(range) => zones
                    .iter()
                    // Nobody connects from the metadata service.
                    .filter(|(zone, _)| receives || *zone != Zone::Metadata)
                    .filter_map(|(zone, all)| part(all, *range).map(|(inside, _)| (*zone, inside)))
                    .map(|(zone, inside)| (self.node(NodeKind::Zone(zone), receives), inside))
                    .collect(),
            });
            let [from, to] = spots;
            for (src, a) in &from {
                for (dst, b) in &to {
                    self.add(*src, *dst, line.conn, line.certainty, &a.union(b));
                }
            }
        }
    }

    /// Pods that are allowed and not in the input: the ingress controller's, those of DNS, monitoring.
    fn exposed(&mut self, network: &Network<'_>, inventory: &Inventory) {
        // What is only possible here comes from blocks of addresses, which have nodes of their own.
        for exposure in network.exposure().into_iter().filter(|it| it.certainty == Certainty::Certain) {
            let Some(own) = self.by_peer.get(&exposure.workload).copied() else { continue };
            let kind = match &exposure.to {
                Exposed::EntireCluster => NodeKind::AnyPod,
                Exposed::Pods { namespaces, labels } if !is_known(inventory, namespaces, labels) => {
                    NodeKind::Pods { namespaces: namespaces.clone(), labels: labels.clone() }
                }
                _ => continue,
            };
            let incoming = exposure.direction == PolicyType::Ingress;
            let other = self.node(kind, !incoming);
            let (src, dst) = if incoming { (other, own) } else { (own, other) };
            self.add(src, dst, &exposure.conn, exposure.certainty, &IpSet::empty());
        }
    }

    fn finish(self) -> Graph {
        let mut edges = Vec::new();
        let entered_by_nginx = self.nodes.iter().any(|node| node.component() == Some(Component::Nginx));
        for ((src, dst), reach) in &self.reach {
            let kinds = (&self.nodes[*src].kind, &self.nodes[*dst].kind);
            let zone = [kinds.0, kinds.1].into_iter().find_map(|kind| match kind {
                NodeKind::Zone(zone) => Some(*zone),
                _ => None,
            });
            let covered = &reach.addresses;
            let whole = zone.is_none_or(|zone| match (zone, zone.addresses()) {
                // The address that gives the node its name; other clouds have others.
                (Zone::Metadata, _) => covered.contains([169, 254, 169, 254].into()),
                (_, all) if covered.v4.is_empty() => covered.v6 == all.v6,
                (_, all) => covered.v4 == all.v4,
            });
            for (conn, certainty) in [(&reach.certain, Certainty::Certain), (&reach.open, Certainty::Possible)] {
                let conn = if certainty == Certainty::Certain { conn.clone() } else { conn.difference(&reach.certain) };
                edges.extend(split(kinds.0, kinds.1, &conn, Facts { whole, entered_by_nginx }).into_iter().map(
                    |part| Edge {
                        src: *src,
                        dst: *dst,
                        conn: part.conn,
                        certainty,
                        class: part.class,
                        why: part.why,
                        partly: !whole,
                        drawn: true,
                    },
                ));
            }
        }
        let all = self.reach.iter().filter(|(_, reach)| reach.certain.is_all()).map(|(pair, _)| *pair).collect();
        let band = Band::find(&self.nodes, &all, &edges);
        drawn::choose(&self.nodes, band.as_ref(), &mut edges);
        Graph { nodes: self.nodes, edges, band, by_peer: self.by_peer }
    }
}

/// Whether a selector of plain labels fits pods that are drawn anyway. Other selectors count as known: a node for each would
/// say twice what the lines between workloads say.
fn is_known(inventory: &Inventory, namespaces: &Namespaces, labels: &str) -> bool {
    let mut wanted = Vec::new();
    for term in labels.split(',').filter(|term| !term.is_empty()) {
        match term.split_once('=') {
            Some(pair) if !term.contains(' ') => wanted.push(pair),
            _ => return true,
        }
    }
    let fits = |it: &&model::Workload| wanted.iter().all(|(key, value)| it.pod.labels.get(key) == Some(value));
    match namespaces {
        Namespaces::Named(name) => {
            let mut there = inventory.workloads.iter().filter(|it| *it.meta.namespace == **name);
            there.any(|it| fits(&it))
        }
        Namespaces::Matching(selector) => selector.is_empty() && inventory.workloads.iter().any(|it| fits(&it)),
    }
}
