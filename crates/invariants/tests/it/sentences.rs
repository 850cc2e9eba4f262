//! What sentences mean, each over the smallest deployment that shows it.

use crate::support::judge;

const DEPLOYMENT: &str = "\
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: dify}
spec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: main, image: 'langgenius/dify-api:1.13.0', env: [{name: MODE, value: api}], ports: [{containerPort: 5001}]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: dify}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: 'langgenius/dify-web:1.13.0', ports: [{containerPort: 3000}]}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox, namespace: dify}
spec: {template: {metadata: {labels: {app: sandbox}}, spec: {containers: [{name: main, image: 'langgenius/dify-sandbox:0.2.12', ports: [{containerPort: 8194}]}]}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: dify}
spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: main, image: 'postgres:15', ports: [{containerPort: 5432}]}]}}}
";

fn with(specs: &[&str]) -> String {
    let mut out = DEPLOYMENT.to_owned();
    for (at, spec) in specs.iter().enumerate() {
        out.push_str(&format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{at}, namespace: dify}}\nspec: {spec}\n"
        ));
    }
    out
}

#[track_caller]
fn check(policies: &[&str], sentence: &str, expected: &str) {
    assert_eq!(judge(&with(policies), &[sentence]), [expected]);
}

const CAGE: &str = "{podSelector: {matchLabels: {app: sandbox}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]}";
const DB: &str = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}]}";

#[test]
fn without_policies_everything_is_possible() {
    check(
        &[],
        "sandbox -> nothing",
        "refuted: sandbox -> nothing | dify/sandbox[Deployment] -> dify/api[Deployment]:5001/TCP",
    );
    check(
        &[],
        "nothing -> 169.254.169.254",
        "refuted: nothing -> 169.254.169.254 | dify/api[Deployment] -> 169.254.169.254:443/TCP",
    );
    check(
        &[],
        "only api -> database",
        "refuted: only api -> database | dify/sandbox[Deployment] -> dify/db[StatefulSet]:5432/TCP",
    );
    check(&[], "api -> needs database", "proved: api -> needs database");
}

#[test]
fn dns_is_allowed_where_it_is_named_and_only_in_the_cluster() {
    check(&[CAGE], "sandbox -> only dns", "proved: sandbox -> only dns");
    check(&[CAGE], "sandbox -> needs dns", "proved: sandbox -> needs dns");
    let flow = "kube-system/[pods k8s-app=kube-dns]:53/TCP";
    check(&[CAGE], "sandbox -> nothing", &format!("refuted: sandbox -> nothing | dify/sandbox[Deployment] -> {flow}"));
    check(
        &[CAGE],
        "sandbox -> never dns",
        &format!("refuted: sandbox -> never dns | dify/sandbox[Deployment] -> {flow}"),
    );
    let everywhere = "{podSelector: {matchLabels: {app: sandbox}}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}";
    check(
        &[everywhere],
        "sandbox -> only dns",
        "refuted: sandbox -> only dns | dify/sandbox[Deployment] -> 1.1.1.1:53/UDP",
    );
    check(
        &[everywhere],
        "sandbox -> needs dns",
        "refuted: sandbox -> needs dns | dify/sandbox[Deployment] -> kube-system/[pods k8s-app=kube-dns]:53/TCP",
    );
    let none = "{podSelector: {matchLabels: {app: sandbox}}, policyTypes: [Egress]}";
    check(&[none], "sandbox -> nothing", "proved: sandbox -> nothing");
}

#[test]
fn whom_a_store_lets_in_is_judged_for_pods_that_nobody_knows_too() {
    check(&[DB], "only api -> database", "proved: only api -> database");
    check(
        &[DB],
        "only web -> database",
        "refuted: only web -> database | dify/api[Deployment] -> dify/db[StatefulSet]:5432/TCP",
    );
    let monitoring =
        "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}}}]}]}";
    check(
        &[DB, monitoring],
        "only api -> database",
        "refuted: only api -> database | [namespaces team=ops]/[all pods] -> dify/db[StatefulSet]:5432/TCP",
    );
    // Anybody may label a pod so in a namespace of their own.
    let everywhere = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: api}}}]}]}";
    check(
        &[everywhere],
        "only api -> database",
        "refuted: only api -> database | [all namespaces]/[pods app=api] -> dify/db[StatefulSet]:5432/TCP",
    );
    let block = "{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}";
    check(
        &[DB, block],
        "only api -> database",
        "refuted: only api -> database | 198.51.100.0 -> dify/db[StatefulSet]:5432/TCP",
    );
    check(&[DB, block], "only api, 198.51.100.0/24 -> database", "proved: only api, 198.51.100.0/24 -> database");
    check(
        &[DB, monitoring],
        "outside -> never database",
        "refuted: outside -> never database | [namespaces team=ops]/[all pods] -> dify/db[StatefulSet]:5432/TCP",
    );
    check(&[DB], "outside -> never database", "proved: outside -> never database");
}

#[test]
fn ports_narrow_both_ways() {
    check(&[DB], "api -> needs database:5432", "proved: api -> needs database:5432/TCP");
    check(
        &[DB],
        "api -> needs database:5433",
        "refuted: api -> needs database:5433/TCP | dify/api[Deployment] -> dify/db[StatefulSet]:5433/TCP",
    );
    check(&[DB], "api -> never database:22", "proved: api -> never database:22/TCP");
    check(
        &[],
        "api -> never database:22",
        "refuted: api -> never database:22/TCP | dify/api[Deployment] -> dify/db[StatefulSet]:22/TCP",
    );
    let out = "{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}";
    check(
        &[out],
        "api -> only database:5432",
        "refuted: api -> only database:5432/TCP | dify/api[Deployment] -> dify/db[StatefulSet]:443/TCP",
    );
    check(&[out, DB], "api -> only database:5432", "proved: api -> only database:5432/TCP");
}

#[test]
fn what_is_not_there_is_never_proved() {
    for sentence in
        ["ssrf-proxy -> nothing", "only api -> redis", "api -> needs redis", "dify/nobody -> never internet"]
    {
        let found = judge(DEPLOYMENT, &[sentence]);
        assert!(
            found[0].starts_with(&format!("not-applicable: {sentence} | the input holds no workload")),
            "{found:?}"
        );
    }
    // Nobody may reach it, if those who may are not there.
    check(
        &[DB],
        "only worker -> database",
        "refuted: only worker -> database | dify/api[Deployment] -> dify/db[StatefulSet]:5432/TCP",
    );
    check(&[], "api except api -> nothing", "not-applicable: api except api -> nothing | the exceptions leave nobody");
}

#[test]
fn what_the_input_leaves_open_is_unknown() {
    let cilium = format!(
        "{DEPLOYMENT}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {{name: c, namespace: dify}}\nspec: {{endpointSelector: {{matchLabels: {{app: sandbox}}}}}}\n"
    );
    let found = judge(&cilium, &["sandbox -> never internet", "api -> needs sandbox", "web -> never database"]);
    assert!(found[0].starts_with("unknown: sandbox -> never internet | "), "{found:?}");
    assert!(found[1].starts_with("unknown: api -> needs sandbox | "), "{found:?}");
    assert!(found[2].starts_with("refuted"), "{found:?}");
    assert!(found[0].contains("CiliumNetworkPolicy dify/c"), "{found:?}");
    // Where the nodes are is not known: a part of where they may be.
    let part = "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.1.2.3/32}}]}]}";
    let found = judge(&with(&[part]), &["dify -> never nodes", "dify -> never private", "dify -> never internet"]);
    assert!(found[0].starts_with("unknown: dify -> never nodes | taking the addresses"), "{found:?}");
    assert_eq!(found[1], "refuted: dify -> never private | dify/api[Deployment] -> 10.1.2.3:443/TCP");
    assert_eq!(found[2], "proved: dify -> never internet");
}

#[test]
fn exceptions_leave_peers_and_ports_out() {
    check(
        &[DB],
        "dify -> never database except dify/db",
        "not-applicable: dify -> never database except dify/db | the exceptions leave nobody",
    );
    check(&[DB], "dify except api -> never database", "proved: dify except api -> never database");
    check(
        &[],
        "api -> never dify except web, sandbox, database",
        "not-applicable: api -> never dify except web, sandbox, database | the sentence leaves no pair to judge",
    );
    check(
        &[],
        "api -> never internet except 0.0.0.0/0, ::/0",
        "not-applicable: api -> never internet except 0.0.0.0/0, ::/0 | the exceptions leave nobody",
    );
}

#[test]
fn users_come_in_through_whoever_may() {
    let web = |from: &str| {
        format!("{{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{{{from}ports: [{{port: 3000}}]}}]}}")
    };
    let controller = web("from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}], ");
    check(&[&controller], "ingress -> needs web", "proved: ingress -> needs web");
    check(&[&web("")], "ingress -> needs web", "proved: ingress -> needs web");
    let closed = "{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}";
    assert!(judge(&with(&[closed]), &["ingress -> needs web"])[0].starts_with("refuted: ingress -> needs web"));
    check(&[&controller], "internet -> never web", "proved: internet -> never web");
}
