//! What changes no answer: found, named with its reason, and really removable.

use std::fmt::Write as _;

use lang::Lang;
use model::PolicyType;
use netpol::{IdleWhy, Network, Options};
use proptest::prelude::*;

use crate::support::read;

const PODS: &str = "\
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: ns}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: main}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: b, namespace: ns}
spec: {template: {metadata: {labels: {app: b}}, spec: {containers: [{name: main}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: c, namespace: other}
spec: {template: {metadata: {labels: {app: c}}, spec: {containers: [{name: main}]}}}
";

fn policy(name: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: ns}}\nspec: {spec}\n"
    )
}

fn found(policies: &str) -> Vec<(IdleWhy, String)> {
    let inventory = read(&format!("{PODS}{policies}"));
    let idles = Network::new(&inventory, &Options::default()).idle(100_000);
    assert!(idles.complete);
    idles.found.into_iter().map(|it| (it.why, it.text.get(Lang::En).to_owned())).collect()
}

#[test]
fn a_rule_that_another_covers_is_repeated() {
    let policies = policy("wide", "{podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 80}]}]}")
        + &policy(
            "narrow",
            "{podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]}",
        );
    let text = "NetworkPolicy ns/narrow changes nothing: NetworkPolicy ns/wide already say as much";
    assert_eq!(found(&policies), [(IdleWhy::Repeated, text.to_owned())]);
}

#[test]
fn default_deny_is_never_superfluous() {
    let policies = policy("deny", "{podSelector: {}, policyTypes: [Ingress]}")
        + &policy(
            "a",
            "{podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: b}}}]}]}",
        )
        + &policy(
            "b",
            "{podSelector: {matchLabels: {app: b}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: a}}}]}]}",
        );
    assert_eq!(found(&policies), [], "it is there for pods that do not exist yet");
}

#[test]
fn a_rule_that_a_higher_tier_denies_is_overruled() {
    let policies = policy(
        "allow",
        "{podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]}",
    ) + "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: closed}\nspec:\n  priority: 1\n  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}}\n  ingress:\n    - {name: deny, action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {protocol: TCP, port: 80}}]}\n";
    let found = found(&policies);
    let text = "NetworkPolicy ns/allow: ingress rule 1 is overruled by AdminNetworkPolicy closed #1";
    assert_eq!(found, [(IdleWhy::Overruled, text.to_owned())]);
}

#[test]
fn a_rule_that_the_other_side_refuses_is_named() {
    let policies = policy(
        "out",
        "{podSelector: {matchLabels: {app: a}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]}",
    ) + &policy("in", "{podSelector: {matchLabels: {app: b}}, policyTypes: [Ingress]}");
    let found = found(&policies);
    let text = "NetworkPolicy ns/out: egress rule 1 allows what the other side refuses (NetworkPolicy ns/in)";
    assert_eq!(found, [(IdleWhy::Refused, text.to_owned())]);
}

#[test]
fn what_is_meant_for_pods_elsewhere_is_left_in_peace() {
    let policies = policy(
        "scrape",
        "{podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}], ports: [{port: 9090}]}]}",
    ) + &policy("nobody", "{podSelector: {matchLabels: {app: z}}, policyTypes: [Ingress]}");
    assert_eq!(found(&policies), [(IdleWhy::Nobody, "NetworkPolicy ns/nobody selects no pod of the input".to_owned())]);
}

#[test]
fn under_a_policy_that_is_not_judged_nothing_is_said() {
    let policies = policy("a", "{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}")
        + &policy("b", "{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}")
        + "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: c, namespace: ns}\nspec: {endpointSelector: {}}\n";
    assert_eq!(found(&policies), []);
}

#[test]
fn the_budget_bounds_the_work_and_is_said() {
    let inventory = read(&format!("{PODS}{}", policy("a", "{podSelector: {}, ingress: [{}, {}]}")));
    let idles = Network::new(&inventory, &Options::default()).idle(3);
    assert!(!idles.complete);
}

/// A policy as the property needs it: rules by number can be taken out.
#[derive(Clone, Debug)]
struct Written {
    selects: Option<usize>,
    rules: [Vec<(usize, Option<u16>)>; 2],
    governs: [bool; 2],
}

const PEERS: [&str; 6] = [
    "",
    "podSelector: {}",
    "podSelector: {matchLabels: {app: a}}",
    "podSelector: {matchLabels: {app: b}}",
    "namespaceSelector: {}",
    "ipBlock: {cidr: 203.0.113.0/24}",
];

fn written() -> impl Strategy<Value = Written> {
    let rules = || prop::collection::vec((0..PEERS.len(), prop::option::of(80u16..83)), 0..3);
    (prop::option::of(0usize..2), rules(), rules(), any::<bool>()).prop_map(|(selects, ingress, egress, both)| {
        Written { selects, governs: [true, both], rules: [ingress, if both { egress } else { Vec::new() }] }
    })
}

fn text(policies: &[Written], without: impl Fn(usize, Option<(usize, usize)>) -> bool) -> String {
    let mut out = PODS.to_owned();
    for (at, it) in policies.iter().enumerate().filter(|(at, _)| !without(*at, None)) {
        let selector = it.selects.map_or("{}".to_owned(), |at| format!("{{matchLabels: {{app: {}}}}}", ["a", "b"][at]));
        let mut spec =
            format!("{{podSelector: {selector}, policyTypes: [Ingress{}]", if it.governs[1] { ", Egress" } else { "" });
        for (direction, (key, peer)) in [("ingress", "from"), ("egress", "to")].into_iter().enumerate() {
            let rules =
                it.rules[direction].iter().enumerate().filter(|(rule, _)| !without(at, Some((direction, *rule))));
            let rules: Vec<String> = rules
                .map(|(_, (who, port))| {
                    let peers = if *who == 0 { String::new() } else { format!("{peer}: [{{{}}}], ", PEERS[*who]) };
                    let ports = port.map(|port| format!("ports: [{{port: {port}}}]")).unwrap_or_default();
                    format!("{{{peers}{ports}}}")
                })
                .collect();
            let _ = write!(spec, ", {key}: [{}]", rules.join(", "));
        }
        spec.push('}');
        out.push_str(&policy(&format!("p{at}"), &spec));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn all_that_is_found_can_be_removed_at_once(policies in prop::collection::vec(written(), 1..5)) {
        let before = read(&text(&policies, |_, _| false));
        let network = Network::new(&before, &Options::default());
        let idles = network.idle(1_000_000);
        prop_assert!(idles.complete);
        let at = |name: &str| name[1..].parse::<usize>().expect("a number");
        let whole: Vec<usize> = idles.found.iter().filter(|it| it.rule.is_none()).map(|it| at(&it.policy.name)).collect();
        let rules: Vec<(usize, (usize, usize))> = idles
            .found
            .iter()
            .filter_map(|it| {
                let (direction, rule) = it.rule.as_ref()?;
                Some((at(&it.policy.name), (usize::from(*direction == PolicyType::Egress), rule.number - 1)))
            })
            .collect();
        let after = read(&text(&policies, |policy, rule| match rule {
            None => whole.contains(&policy),
            Some(rule) => rules.contains(&(policy, rule)),
        }));
        let differences = network.diff(&Network::new(&after, &Options::default()));
        prop_assert!(differences.is_empty(), "{differences:?}\n{:?}", idles.found.iter().map(|it| it.text.get(Lang::En)).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_else_can_be_removed(policies in prop::collection::vec(written(), 1..4)) {
        // Each rule that was not found changes an answer once everything found is gone: to known peers, or to a stranger.
        let before = read(&text(&policies, |_, _| false));
        let network = Network::new(&before, &Options::default());
        let idles = network.idle(1_000_000);
        let at = |name: &str| name[1..].parse::<usize>().expect("a number");
        let is_found = |policy: usize, rule: Option<(usize, usize)>| idles.found.iter().any(|it| {
            let own = at(&it.policy.name) == policy;
            match (&it.rule, rule) {
                (None, _) => own,
                (Some((direction, it)), Some((way, number))) => own && (usize::from(*direction == PolicyType::Egress), it.number - 1) == (way, number),
                (Some(_), None) => false,
            }
        });
        let reduced = read(&text(&policies, is_found));
        let reduced = Network::new(&reduced, &Options::default());
        for (policy, it) in policies.iter().enumerate().filter(|(policy, _)| !is_found(*policy, None)) {
            for way in 0..2 {
                for number in 0..it.rules[way].len() {
                    // A rule for every namespace is also there for pods that the input does not hold.
                    if is_found(policy, Some((way, number))) || matches!(it.rules[way][number].0, 0 | 4) {
                        continue;
                    }
                    let without = read(&text(&policies, |p, rule| is_found(p, rule) || (p, rule) == (policy, Some((way, number)))));
                    let differences = reduced.diff(&Network::new(&without, &Options::default()));
                    prop_assert!(!differences.is_empty(), "p{policy} {way} {number}");
                }
            }
        }
    }
}
