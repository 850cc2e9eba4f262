//! What a flow is to Dify: needed, more than needed, never to be, or neither.

use dify::{Component, FLOWS, NEVER, Never, flow};
use lang::Text;
use model::Protocol;
use netpol::{ConnSet, PortSet};

use crate::edge::Class;
use crate::node::NodeKind;
use crate::outside::Zone;

/// One part of a connection, with its class.
pub(crate) struct Part {
    pub(crate) class: Class,
    pub(crate) conn: ConnSet,
    /// Why it is needed or forbidden.
    pub(crate) why: Option<Text>,
}

/// What else the judgement depends on.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    /// Whether an address zone is covered and not only a part of it.
    pub(crate) whole: bool,
    /// Whether an nginx of Dify takes the requests from outside.
    pub(crate) entered_by_nginx: bool,
}

/// Splits a connection into what Dify needs and the rest.
pub(crate) fn split(src: &NodeKind, dst: &NodeKind, conn: &ConnSet, facts: Facts) -> Vec<Part> {
    let mut needed = ConnSet::empty();
    let mut why = None;
    for (ports, text) in needed_flows(src, dst, facts) {
        needed = needed.union(&ports);
        why = why.or(Some(text));
    }
    let never = NEVER.iter().find(|never| forbids(never, src, dst, facts.whole));
    // What an ingress controller may need, nobody else outside needs where it is forbidden by name.
    if never.is_some() && matches!(src, NodeKind::Zone(_)) {
        needed = ConnSet::empty();
    }
    let rest_class = match (never, needed.is_empty()) {
        (Some(_), _) => Class::Never,
        (None, false) => Class::Wider,
        (None, true) => Class::Other,
    };
    let rest_why = never.map(|it| it.why.clone());
    let parts = [
        Part { class: Class::Needed, conn: conn.intersection(&needed), why },
        Part { class: rest_class, conn: conn.difference(&needed), why: rest_why },
    ];
    parts.into_iter().filter(|part| !part.conn.is_empty()).collect()
}

fn set(ports: &[(u16, Protocol)]) -> ConnSet {
    ports
        .iter()
        .fold(ConnSet::empty(), |all, (port, protocol)| all.union(&ConnSet::of(*protocol, PortSet::point(*port))))
}

fn convert(ports: Vec<(u16, flow::Protocol)>) -> Vec<(u16, Protocol)> {
    let protocol = |it| match it {
        flow::Protocol::Tcp => Protocol::Tcp,
        flow::Protocol::Udp => Protocol::Udp,
    };
    ports.into_iter().map(|(port, it)| (port, protocol(it))).collect()
}

fn component(kind: &NodeKind) -> Option<Component> {
    match kind {
        NodeKind::Workload { component, .. } => *component,
        _ => None,
    }
}

fn needed_flows(src: &NodeKind, dst: &NodeKind, facts: Facts) -> Vec<(ConnSet, Text)> {
    let fits = |flow: &&dify::Flow| match (src, dst) {
        (NodeKind::Workload { component: Some(from), .. }, _) if flow.from.is(*from) => match dst {
            NodeKind::Workload { component: Some(to), .. } => flow.to.is(*to),
            NodeKind::Zone(Zone::Internet) => flow.to == flow::Peer::Internet,
            NodeKind::Pods { .. } | NodeKind::AnyPod => flow.to == flow::Peer::Dns,
            _ => false,
        },
        // Requests of users come through a controller or a load balancer: pods or addresses that the input does not hold.
        // Where the input holds an Ingress, its routes say what is needed; otherwise nginx is the entry, if there is one.
        (NodeKind::Controller | NodeKind::Zone(_) | NodeKind::Pods { .. } | NodeKind::AnyPod, _) => {
            let entry =
                *src == NodeKind::Controller || !facts.entered_by_nginx || flow.needed == dify::flow::Needed::Always;
            entry && flow.from == flow::Peer::Ingress && component(dst).is_some_and(|to| flow.to.is(to))
        }
        _ => false,
    };
    let ports = |flow: &dify::Flow| match component(dst) {
        Some(to) => set(&convert(flow.ports_to(to))),
        None => set(&convert(flow.ports.to_vec())),
    };
    FLOWS.iter().filter(fits).map(|flow| (ports(flow), flow.why.clone())).collect()
}

fn forbids(never: &Never, src: &NodeKind, dst: &NodeKind, whole: bool) -> bool {
    match (component(src), component(dst)) {
        (Some(from), Some(to)) => never.forbids(from, to),
        (Some(from), None) => never.from.is(from) && forbidden_outside(never, dst, whole),
        (None, Some(to)) if never.to.is(to) => match src {
            NodeKind::Controller => never.from == flow::Peer::Ingress,
            NodeKind::Zone(Zone::Internet) => never.from == flow::Peer::Internet,
            // "Every" means every part of Dify; any pod of the cluster is even less welcome.
            NodeKind::AnyPod => never.from == flow::Peer::Every,
            _ => false,
        },
        _ => false,
    }
}

fn forbidden_outside(never: &Never, dst: &NodeKind, whole: bool) -> bool {
    match dst {
        NodeKind::Zone(Zone::Internet) => never.to == flow::Peer::Internet,
        NodeKind::Zone(Zone::Metadata) => never.to == flow::Peer::Metadata,
        // Nodes and the Kubernetes API have addresses somewhere in there; who reaches all of it reaches them.
        NodeKind::Zone(Zone::Private) => {
            never.to == flow::Peer::Internal || whole && matches!(never.to, flow::Peer::Node)
        }
        NodeKind::AnyPod => never.to == flow::Peer::Every,
        NodeKind::Workload { .. } => never.to == flow::Peer::Every && never.from != flow::Peer::Every,
        _ => false,
    }
}
