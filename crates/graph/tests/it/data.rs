//! What is on the picture.

use graph::{Class, Graph};

use crate::support::{HARDENED, graph_of, node_of, without_policies};

fn classes(graph: &Graph, from: &str, to: &str) -> Vec<Class> {
    let (from, to) = (node_of(graph, from), node_of(graph, to));
    graph.edges.iter().filter(|edge| edge.src == from && edge.dst == to).map(|edge| edge.class).collect()
}

#[test]
fn a_hardened_deployment_has_only_what_it_needs() {
    let graph = graph_of(HARDENED);
    let odd: Vec<_> = graph.edges.iter().filter(|edge| edge.class != Class::Needed).collect();
    assert!(odd.is_empty(), "{odd:?}");
    assert!(graph.band.is_none());
    assert_eq!(classes(&graph, "api", "postgres"), [Class::Needed]);
    assert_eq!(classes(&graph, "sandbox", "postgres"), []);
    assert_eq!(classes(&graph, "sandbox", "ssrf-proxy"), [Class::Needed]);
    // Pods that only a policy names.
    assert_eq!(classes(&graph, "ingress-nginx", "nginx"), [Class::Needed]);
    assert_eq!(classes(&graph, "sandbox", "kube-system"), [Class::Needed]);
}

#[test]
fn without_policies_a_band_says_it_once() {
    let graph = graph_of(&without_policies());
    let band = graph.band.as_ref().expect("everything reaches everything");
    assert_eq!(band.pairs, 11 * 10);
    assert!(band.never > 30, "{}", band.never);
    assert_eq!(classes(&graph, "api", "postgres"), [Class::Needed, Class::Wider]);
    assert_eq!(classes(&graph, "sandbox", "postgres"), [Class::Never]);
    assert_eq!(classes(&graph, "sandbox", "metadata service"), [Class::Never]);
    let drawn = graph.edges.iter().filter(|edge| edge.drawn).count();
    assert!(drawn < 60 && graph.edges.len() > 150, "{drawn} of {}", graph.edges.len());
}

#[test]
fn every_pair_of_a_band_is_open() {
    let graph = graph_of(&without_policies());
    let band = graph.band.as_ref().expect("a band");
    for src in &band.from {
        for dst in &band.to {
            let inside = |at: &usize| matches!(graph.nodes[*at].kind, graph::NodeKind::Workload { .. });
            if src == dst || !inside(src) && !inside(dst) {
                continue;
            }
            let parts = graph.edges.iter().filter(|edge| edge.src == *src && edge.dst == *dst);
            let all = parts.fold(netpol::ConnSet::empty(), |all, edge| all.union(&edge.conn));
            assert!(all.is_all());
        }
    }
}

#[test]
fn a_part_of_a_zone_is_called_one() {
    let yaml = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: lab}\nspec: {containers: [{name: c, image: i}]}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: lab}\nspec: {podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: 169.254.0.0/16}}, {ipBlock: {cidr: 203.0.113.0/24}}]}]}\n";
    let graph = graph_of(yaml);
    let partly =
        |label: &str| graph.edges.iter().find(|edge| edge.dst == node_of(&graph, label)).map(|edge| edge.partly);
    assert_eq!(partly("metadata service"), Some(false));
    assert_eq!(partly("private ranges"), Some(true));
    assert_eq!(partly("internet"), Some(true));
}
