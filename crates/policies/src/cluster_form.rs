//! The same as ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2), tier Admin: what it says is decided before any
//! NetworkPolicy is asked, so that no NetworkPolicy of anybody can open more.
//!
//! Two things it cannot say: whom to let in from outside the cluster (its ingress peers are pods), and blocks with exceptions
//! (they become a `Deny` before the `Accept`). For the first, NetworkPolicies stand beside it: default deny, and one for each
//! component that answers clients from anywhere.
//!
//! Source: `apis/v1alpha2/clusternetworkpolicy_types.go` of kubernetes-sigs/network-policy-api (at most 25 rules in each
//! direction, 25 peers in a rule, 25 networks in a peer).

use std::fmt::Write as _;

use lang::{Lang, Text};
use netpol::ConnSet;

use crate::policy::{Labels, Policy, Rule, Who};
use crate::write::{self, ranges, scalar};

/// So many networks stand in one peer.
const NETWORKS: usize = 25;

pub(crate) fn yaml(policies: &[Policy], priority: u16, lang: Lang) -> String {
    let beside: Vec<Policy> = policies.iter().filter_map(|policy| network_policy(policy, policies)).collect();
    let mut out = write::yaml(&beside, lang);
    for policy in policies.iter().filter(|it| !it.pods.is_empty()) {
        out.push_str("---\n");
        document(&mut out, policy, priority, lang);
    }
    out
}

/// What must be said by a NetworkPolicy: default deny, and what comes from outside the cluster's pods.
fn network_policy(policy: &Policy, all: &[Policy]) -> Option<Policy> {
    if policy.pods.is_empty() {
        return Some(policy.clone());
    }
    let denied = all.iter().any(|it| it.pods.is_empty() && it.namespace == policy.namespace);
    let ingress: Vec<Rule> = policy.ingress.iter().filter(|rule| rule.is_anywhere()).cloned().collect();
    (!ingress.is_empty() || !denied).then(|| Policy { ingress, egress: Vec::new(), ..policy.clone() })
}

fn document(out: &mut String, policy: &Policy, priority: u16, lang: Lang) {
    let name = format!("{}-{}", policy.namespace, policy.name);
    let _ = writeln!(out, "# {}", policy.about.get(lang));
    out.push_str("apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata:\n");
    let _ = writeln!(out, "  name: {}", scalar(&name));
    out.push_str("  labels:\n    app.kubernetes.io/managed-by: sekisho\nspec:\n");
    let _ = writeln!(out, "  tier: Admin\n  priority: {priority}\n  subject:");
    pods(out, "    ", &policy.namespace, &policy.pods);
    out.push_str("  ingress:\n");
    for (at, rule) in policy.ingress.iter().enumerate() {
        self::rule(out, &format!("accept-{}", at + 1), "from", rule, policy, lang);
    }
    let rest = Text::new("and no other pod of the cluster", "クラスターの他のPod はすべて拒否します");
    let _ = writeln!(
        out,
        "    # {}\n    - name: deny-the-rest\n      action: Deny\n      from:\n        - namespaces: {{}}",
        rest.get(lang)
    );
    out.push_str("  egress:\n");
    // Pods first: a network matches pods by their address as well.
    let (pods, blocks): (Vec<&Rule>, Vec<&Rule>) = policy.egress.iter().partition(|rule| !has_block(rule));
    for (at, rule) in pods.into_iter().chain(blocks).enumerate() {
        except(out, at + 1, rule, lang);
        self::rule(out, &format!("accept-{}", at + 1), "to", rule, policy, lang);
    }
    let rest = Text::new("and nothing else", "それ以外はすべて拒否します");
    let _ = writeln!(out, "    # {}\n    - name: deny-the-rest\n      action: Deny\n      to:", rest.get(lang));
    out.push_str("        - namespaces: {}\n        - networks: [0.0.0.0/0, \"::/0\"]\n");
}

fn has_block(rule: &Rule) -> bool {
    rule.peers.iter().any(|peer| matches!(peer.who, Who::Block { .. }))
}

/// Exceptions of blocks, denied before the rest is accepted.
fn except(out: &mut String, number: usize, rule: &Rule, lang: Lang) {
    let holes: Vec<&String> = rule
        .peers
        .iter()
        .flat_map(|peer| match &peer.who {
            Who::Block { except, .. } => except.as_slice(),
            _ => &[],
        })
        .collect();
    if holes.is_empty() {
        return;
    }
    let why = Text::new("never these", "次の範囲は常に拒否します");
    let _ = writeln!(out, "    # {}\n    - name: except-{number}\n      action: Deny\n      to:", why.get(lang));
    for chunk in holes.chunks(NETWORKS) {
        out.push_str("        - networks:\n");
        chunk.iter().for_each(|it| {
            let _ = writeln!(out, "            - {}", scalar(it));
        });
    }
    protocols(out, &rule.conn);
}

fn rule(out: &mut String, name: &str, key: &str, rule: &Rule, policy: &Policy, lang: Lang) {
    let _ = writeln!(out, "    - name: {name}\n      action: Accept\n      {key}:");
    for peer in &rule.peers {
        let _ = writeln!(out, "        # {}", peer.why.get(lang));
        match &peer.who {
            Who::Here(labels) => peer_pods(out, &policy.namespace, labels),
            Who::There(namespace, labels) => peer_pods(out, namespace, labels),
            Who::AnyPod | Who::Anywhere => out.push_str("        - namespaces: {}\n"),
            Who::Block { cidr, .. } => {
                let _ = writeln!(out, "        - networks:\n            - {}", scalar(cidr));
            }
        }
    }
    protocols(out, &rule.conn);
}

fn peer_pods(out: &mut String, namespace: &str, labels: &Labels) {
    out.push_str("        - pods:\n");
    selectors(out, "            ", namespace, labels);
}

fn pods(out: &mut String, indent: &str, namespace: &str, labels: &Labels) {
    let _ = writeln!(out, "{indent}pods:");
    selectors(out, &format!("{indent}  "), namespace, labels);
}

fn selectors(out: &mut String, indent: &str, namespace: &str, labels: &Labels) {
    let _ = writeln!(out, "{indent}namespaceSelector:\n{indent}  matchLabels:");
    let _ = writeln!(out, "{indent}    kubernetes.io/metadata.name: {}", scalar(namespace));
    if labels.is_empty() {
        let _ = writeln!(out, "{indent}podSelector: {{}}");
        return;
    }
    let _ = writeln!(out, "{indent}podSelector:\n{indent}  matchLabels:");
    for (name, value) in labels {
        let _ = writeln!(out, "{indent}    {}: {}", scalar(name), scalar(value));
    }
}

fn protocols(out: &mut String, conn: &ConnSet) {
    if conn.is_all() {
        return;
    }
    out.push_str("      protocols:\n");
    for (protocol, first, last) in ranges(conn) {
        let name = protocol.name().to_ascii_lowercase();
        let port =
            if first == last { format!("number: {first}") } else { format!("range: {{start: {first}, end: {last}}}") };
        let _ = writeln!(out, "        - {name}: {{destinationPort: {{{port}}}}}");
    }
}
