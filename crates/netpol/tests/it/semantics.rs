//! What the API documentation says, sentence by sentence.

use crate::support::{ask, policy, workload};

fn shop(policies: &str) -> String {
    let apps: String = [
        ("shop/web", vec!["http:8080"]),
        ("shop/db", vec!["sql:5432", "http:8081", "dns:53:UDP"]),
        ("lab/tool", vec!["http:8082"]),
    ]
    .into_iter()
    .map(|(path, ports)| workload(path, &ports))
    .collect();
    apps + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n"
        + policies
}

fn check(policies: &str, questions: &[(&str, &str)]) {
    let yaml = shop(policies);
    for (question, answer) in questions {
        assert_eq!(ask(&yaml, question), *answer, "{question}\n{policies}");
    }
}

#[test]
fn policies_add_up() {
    let one = policy("shop/a", "podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 1}]}]");
    let two = policy("shop/b", "podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 2}]}]");
    check(&(one + &two), &[("web -> db 1", "possible"), ("web -> db 2", "possible"), ("web -> db 3", "impossible")]);
}

#[test]
fn absent_policy_types_follow_the_egress_rules() {
    let without = policy("shop/a", "podSelector: {}");
    check(&without, &[("web -> tool 80", "possible"), ("tool -> web 80", "impossible")]);
    let empty = policy("shop/a", "podSelector: {}, egress: []");
    check(&empty, &[("web -> tool 80", "possible"), ("tool -> web 80", "impossible")]);
    let some = policy("shop/a", "podSelector: {}, egress: [{ports: [{port: 1}]}]");
    check(&some, &[("web -> tool 80", "impossible"), ("web -> tool 1", "possible"), ("tool -> web 80", "impossible")]);
    let only_egress = policy("shop/a", "podSelector: {}, policyTypes: [Egress]");
    check(&only_egress, &[("web -> tool 80", "impossible"), ("tool -> web 80", "possible")]);
}

#[test]
fn empty_peers_and_ports_are_all() {
    let all = policy("shop/a", "podSelector: {}, ingress: [{}]");
    check(
        &all,
        &[("tool -> web 80", "possible"), ("1.2.3.4 -> web 53/UDP", "possible"), ("::1 -> web 5/SCTP", "possible")],
    );
    let from_nothing = policy("shop/a", "podSelector: {}, ingress: [{from: [], ports: []}]");
    check(&from_nothing, &[("tool -> web 80", "possible"), ("1.2.3.4 -> web 80", "possible")]);
    let pods = policy("shop/a", "podSelector: {}, ingress: [{from: [{podSelector: {}}]}]");
    check(&pods, &[("web -> db 80", "possible"), ("tool -> db 80", "impossible"), ("1.2.3.4 -> db 80", "impossible")]);
    let everywhere = policy("shop/a", "podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]");
    check(&everywhere, &[("tool -> db 80", "possible"), ("1.2.3.4 -> db 80", "impossible")]);
}

#[test]
fn named_ports_are_the_destination_pods() {
    let into = policy("shop/a", "podSelector: {}, ingress: [{ports: [{port: http}]}]");
    check(
        &into,
        &[
            ("tool -> web 8080", "possible"),
            ("tool -> web 8081", "impossible"),
            ("tool -> db 8081", "possible"),
            ("1.2.3.4 -> db 8081", "possible"),
        ],
    );
    let out = policy("shop/a", "podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]");
    check(
        &out,
        &[("web -> tool 8082", "possible"), ("web -> db 8081", "possible"), ("web -> tool 8080", "impossible")],
    );
    // An address has no names of ports.
    check(&out, &[("web -> 1.2.3.4 any", "impossible")]);
    // The name belongs to a protocol.
    let dns = |protocol| {
        policy("shop/a", &format!("podSelector: {{}}, ingress: [{{ports: [{{port: dns, protocol: {protocol}}}]}}]"))
    };
    check(&dns("UDP"), &[("web -> db 53/UDP", "possible"), ("web -> db 53/TCP", "impossible")]);
    check(&dns("TCP"), &[("web -> db 53/UDP", "impossible"), ("web -> db 53/TCP", "impossible")]);
}

#[test]
fn ports_have_ends_and_protocols() {
    let some = policy(
        "shop/a",
        "podSelector: {}, ingress: [{ports: [{port: 80, endPort: 82}, {protocol: SCTP}, {protocol: UDP, port: 53}]}]",
    );
    check(
        &some,
        &[
            ("web -> db 79", "impossible"),
            ("web -> db 80", "possible"),
            ("web -> db 82", "possible"),
            ("web -> db 83", "impossible"),
            ("web -> db 1/SCTP", "possible"),
            ("web -> db 53/UDP", "possible"),
            ("web -> db 53/TCP", "impossible"),
        ],
    );
}

#[test]
fn blocks_have_holes() {
    let some = policy(
        "shop/a",
        "podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.0.0/16]}}]}]",
    );
    check(
        &some,
        &[
            ("web -> 8.8.8.8 443", "possible"),
            ("web -> 169.254.169.254 80", "impossible"),
            ("web -> 169.0.0.0/8 80", "possible"),
            ("web -> 2001:db8::1 80", "impossible"),
            ("web -> tool 80", "impossible"),
        ],
    );
}

#[test]
fn every_namespace_has_its_name_as_a_label() {
    // `lab` has no Namespace object; it exists all the same.
    let by_name = policy(
        "shop/a",
        "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: lab}}}]}]",
    );
    check(&by_name, &[("tool -> db 80", "possible"), ("web -> db 80", "impossible")]);
    let by_label = policy(
        "lab/a",
        "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: db}}}]}]",
    );
    check(&by_label, &[("db -> tool 80", "possible"), ("web -> tool 80", "impossible")]);
}

#[test]
fn selectors_know_four_operators() {
    let from = |expression: &str| {
        policy(
            "shop/a",
            &format!(
                "podSelector: {{}}, ingress: [{{from: [{{namespaceSelector: {{matchExpressions: [{expression}]}}}}]}}]"
            ),
        )
    };
    check(
        &from("{key: team, operator: In, values: [a, b]}"),
        &[("web -> db 80", "possible"), ("tool -> db 80", "impossible")],
    );
    check(
        &from("{key: team, operator: NotIn, values: [a]}"),
        &[("web -> db 80", "impossible"), ("tool -> db 80", "possible")],
    );
    check(&from("{key: team, operator: Exists}"), &[("web -> db 80", "possible"), ("tool -> db 80", "impossible")]);
    check(
        &from("{key: team, operator: DoesNotExist}"),
        &[("web -> db 80", "impossible"), ("tool -> db 80", "possible")],
    );
}

#[test]
fn a_pod_reaches_itself_and_not_its_replicas() {
    let deny = policy("shop/a", "podSelector: {}, policyTypes: [Ingress, Egress]");
    let pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: alone, namespace: shop}\nspec: {containers: []}\n";
    check(
        &(deny + pod),
        &[("alone -> alone 80", "possible"), ("web -> web 80", "impossible"), ("alone -> web 80", "impossible")],
    );
}

fn cluster_policy(name: &str, tier: &str, priority: i64, rules: &str) -> String {
    format!(
        "---\napiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {{name: {name}}}\n\
         spec: {{tier: {tier}, priority: {priority}, subject: {{namespaces: {{}}}}, {rules}}}\n"
    )
}

const FROM_ALL: &str = "from: [{namespaces: {}}]";

#[test]
fn tiers_have_an_order() {
    let deny_80 = cluster_policy(
        "deny",
        "Admin",
        10,
        &format!("ingress: [{{action: Deny, {FROM_ALL}, protocols: [{{tcp: {{destinationPort: {{number: 80}}}}}}]}}]"),
    );
    let pass = cluster_policy("pass", "Admin", 5, &format!("ingress: [{{action: Pass, {FROM_ALL}}}]"));
    let allow = policy("shop/a", "podSelector: {}, ingress: [{ports: [{port: 80}, {port: 81}]}]");
    let questions =
        [("tool -> web 80", "impossible"), ("tool -> web 81", "possible"), ("web -> tool 80", "impossible")];
    check(&(deny_80.clone() + &allow), &questions);
    let passed = [("tool -> web 80", "possible"), ("tool -> web 82", "impossible"), ("web -> tool 80", "possible")];
    check(&(deny_80 + &pass + &allow), &passed);
}

#[test]
fn the_baseline_holds_where_no_network_policy_selects() {
    let baseline = cluster_policy("base", "Baseline", 0, &format!("ingress: [{{action: Deny, {FROM_ALL}}}]"));
    let allow = policy("shop/a", "podSelector: {matchLabels: {app: db}}, ingress: [{}]");
    check(
        &(baseline + &allow),
        &[("tool -> web 80", "impossible"), ("tool -> db 80", "possible"), ("1.2.3.4 -> web 80", "possible")],
    );
}

#[test]
fn networks_of_cluster_policies_match_pods_too() {
    let deny = cluster_policy("deny", "Admin", 0, "egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]");
    check(
        &deny,
        &[("web -> db 80", "impossible"), ("web -> 1.2.3.4 80", "impossible"), ("web -> 2001:db8::1 80", "possible")],
    );
}

#[test]
fn the_older_form_reads_alike() {
    let older = "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: a}\nspec:\n  priority: 1\n  \
                 subject: {pods: {namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchLabels: {app: db}}}}\n  \
                 ingress: [{name: only-web, action: Allow, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}], ports: [{portRange: {protocol: TCP, start: 80, end: 90}}]}, \
                 {action: Deny, from: [{namespaces: {}}]}]\n";
    check(
        older,
        &[
            ("web -> db 85", "possible"),
            ("web -> db 91", "impossible"),
            ("tool -> db 85", "impossible"),
            ("tool -> web 85", "possible"),
        ],
    );
}
