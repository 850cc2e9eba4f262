//! The listing of all pairs: its peers, ranges and order.

use crate::support::{lines, lines_v4, policy, workload};

#[test]
fn without_policies_everything_is_connected() {
    let yaml = workload("shop/web", &[]) + &workload("shop/db", &[]);
    assert_eq!(
        lines(&yaml),
        [
            "shop/db[Deployment] => shop/web[Deployment] : All Connections",
            "shop/db[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections",
            "shop/db[Deployment] => ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] : All Connections",
            "shop/web[Deployment] => shop/db[Deployment] : All Connections",
            "shop/web[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections",
            "shop/web[Deployment] => ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] : All Connections",
            "0.0.0.0-255.255.255.255[External] => shop/db[Deployment] : All Connections",
            "0.0.0.0-255.255.255.255[External] => shop/web[Deployment] : All Connections",
            "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] => shop/db[Deployment] : All Connections",
            "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] => shop/web[Deployment] : All Connections",
        ]
    );
}

#[test]
fn deny_all_connects_nothing() {
    let yaml = workload("shop/web", &[])
        + &workload("shop/db", &[])
        + &policy("shop/default-deny-all", "podSelector: {}, policyTypes: [Ingress, Egress]");
    assert_eq!(lines(&yaml), Vec::<String>::new());
}

#[test]
fn ranges_are_split_where_policies_cut_and_joined_where_answers_agree() {
    let yaml = workload("shop/web", &[])
        + &policy(
            "shop/in",
            "podSelector: {}, policyTypes: [Ingress, Egress], \
             ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 80}]}, \
                       {from: [{ipBlock: {cidr: 10.0.0.0/16}}, {ipBlock: {cidr: 10.1.0.0/16}}], ports: [{port: 80}]}]",
        );
    assert_eq!(
        lines(&yaml),
        [
            "0.0.0.0-10.1.255.255[External] => shop/web[Deployment] : TCP 80",
            "11.0.0.0-255.255.255.255[External] => shop/web[Deployment] : TCP 80",
        ]
    );
}

#[test]
fn ipv6_has_rows_of_its_own() {
    let yaml = workload("shop/web", &[])
        + &policy(
            "shop/out",
            "podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: '2001:db8::/32', except: ['2001:db8:1::/48']}}]}]",
        );
    assert_eq!(
        lines(&yaml),
        [
            "shop/web[Deployment] => 2001:db8::-2001:db8:0:ffff:ffff:ffff:ffff:ffff[External] : All Connections",
            "shop/web[Deployment] => 2001:db8:2::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff[External] : All Connections",
        ]
    );
}

#[test]
fn pods_fold_into_the_top_owner_that_the_input_holds() {
    let yaml = workload("shop/web", &[])
        + "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-1, namespace: shop, ownerReferences: [{kind: Deployment, name: web, controller: true, apiVersion: apps/v1, uid: a}]}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: []}}}\n"
        + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-1-x, namespace: shop, labels: {app: web, pod-template-hash: x}, ownerReferences: [{kind: ReplicaSet, name: web-1, controller: true, apiVersion: apps/v1, uid: b}]}\nspec: {containers: []}\n"
        + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: gone-x, namespace: shop, ownerReferences: [{kind: ReplicaSet, name: gone, controller: true, apiVersion: apps/v1, uid: c}]}\nspec: {containers: []}\n"
        + &policy(
            "shop/in",
            "podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{podSelector: {}}]}], ingress: [{ports: [{port: 80}]}]",
        );
    assert_eq!(
        lines_v4(&yaml),
        [
            "shop/gone-x[Pod] => shop/web[Deployment] : TCP 80",
            "shop/web[Deployment] => shop/gone-x[Pod] : TCP 80",
            "0.0.0.0-255.255.255.255[External] => shop/gone-x[Pod] : TCP 80",
            "0.0.0.0-255.255.255.255[External] => shop/web[Deployment] : TCP 80",
        ]
    );
}

const ENTRY: &str = "---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: admin, port: 81, targetPort: 8081}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {rules: [{host: shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: admin, namespace: shop}
spec: {rules: [{backendRefs: [{name: web, port: 81}]}]}
";

#[test]
fn entry_points_lead_to_target_ports() {
    let yaml = workload("shop/web", &["http:8080"]) + ENTRY;
    let lines = lines(&yaml);
    assert_eq!(lines.last().unwrap(), "{ingress-controller} => shop/web[Deployment] : TCP 8080-8081");
}

#[test]
fn where_a_policy_selects_the_controller_is_unknown() {
    let yaml = workload("shop/web", &["http:8080"]) + ENTRY;
    let from = |peer: &str| {
        policy("shop/in", &format!("podSelector: {{}}, ingress: [{{from: [{peer}], ports: [{{port: http}}]}}]"))
    };
    let some = lines(
        &(yaml.clone() + &from("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}")),
    );
    assert_eq!(some.last().unwrap(), "{ingress-controller} => shop/web[Deployment] : TCP 8080 ?");
    let none = lines(&(yaml + &policy("shop/in", "podSelector: {}")));
    assert!(!none.iter().any(|line| line.contains("ingress-controller")), "{none:?}");
}

#[test]
fn what_only_may_be_allowed_stands_apart() {
    let yaml = workload("shop/web", &[])
        + &workload("shop/db", &["sql:5432"])
        + &policy(
            "shop/in",
            "podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: sql}]}, {from: [{namespaceSelector: {matchLabels: {team: a}}}], ports: [{port: 9090}]}]",
        );
    assert!(lines(&yaml).contains(&"shop/web[Deployment] => shop/db[Deployment] : TCP 5432".to_owned()));
    assert!(lines(&yaml).contains(&"shop/web[Deployment] => shop/db[Deployment] : TCP 9090 ?".to_owned()));
}
