//! Peers by name, Services, explanations, differences and exposure.

use lang::Lang;
use netpol::{Network, Options};

use crate::support::{ask, policy, read, why, workload};

fn dify() -> String {
    let api = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: release-api, namespace: dify}\nspec: {template: {metadata: {labels: {app: api}}, spec: {containers: [{name: api, image: 'langgenius/dify-api:1.15.0', env: [{name: MODE, value: api}]}]}}}\n";
    let sandbox = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: code, namespace: dify}\nspec: {template: {metadata: {labels: {app: code}}, spec: {containers: [{name: s, image: 'langgenius/dify-sandbox:0.2.12', ports: [{name: http, containerPort: 8194}]}]}}}\n";
    let service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: code-svc, namespace: dify}\nspec: {selector: {app: code}, ports: [{port: 80, targetPort: http}]}\n";
    [api, sandbox, service].concat() + &workload("other/web", &[]) + &workload("lab/web", &[])
}

fn error(yaml: &str, name: &str) -> String {
    let inventory = read(yaml);
    let network = Network::new(&inventory, &Options::default());
    network.find(name).err().map(|it| it.text().get(Lang::En).to_owned()).unwrap_or_default()
}

#[test]
fn peers_have_many_names() {
    let yaml = dify();
    for name in [
        "api",
        "dify/release-api",
        "dify/release-api[Deployment]",
        "release-api",
        "sandbox",
        "code-svc",
        "10.0.0.0/8",
        "1.2.3.4",
        "{ingress-controller}",
        "10.0.0.0-10.0.0.9[External]",
        "2001:db8::/32",
    ] {
        assert_eq!(error(&yaml, name), "", "{name}");
    }
    assert_eq!(error(&yaml, "web"), "`web` may be lab/web[Deployment], other/web[Deployment]: say which");
    assert!(
        error(&yaml, "redis")
            .starts_with("there is no `redis`; there are dify/code[Deployment], dify/release-api[Deployment]")
    );
    assert_eq!(error(&yaml, "10.0.0.0/40"), "`10.0.0.0/40` is neither an address nor a range such as 10.0.0.0/8");
    assert_eq!(error("", "api"), "there is no `api`: the input holds no workloads");
}

#[test]
fn a_service_is_its_pods_at_their_ports() {
    let yaml = dify()
        + &policy(
            "dify/code",
            "podSelector: {matchLabels: {app: code}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 8194}]}]",
        );
    assert_eq!(ask(&yaml, "api -> code-svc 80"), "possible");
    assert_eq!(ask(&yaml, "api -> code-svc 8194"), "impossible");
    assert_eq!(ask(&yaml, "api -> sandbox 80"), "impossible");
    assert_eq!(ask(&yaml, "other/web -> code-svc any"), "impossible");
    let empty = yaml
        + "---\napiVersion: v1\nkind: Service\nmetadata: {name: lost, namespace: dify}\nspec: {selector: {app: gone}, ports: [{port: 80}]}\n";
    assert!(ask(&empty, "api -> lost 80").starts_with("unknown: no pod of the input stands behind"));
}

#[test]
fn explanations_name_policy_rule_and_line() {
    let yaml = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: code, namespace: dify}
spec:
  podSelector: {matchLabels: {app: code}}
  ingress:
  - ports: [{port: 1}]
  - from:
    - podSelector: {matchLabels: {app: api}}
    ports:
    - port: 8194
"
    .to_owned()
        + &dify();
    assert_eq!(
        why(&yaml, "api", "sandbox", "8194"),
        [
            "egress: no policy selects dify/release-api[Deployment] for egress: everything is allowed",
            "ingress: NetworkPolicy dify/code: ingress rule 2 allows TCP 8194 @ 8",
        ]
    );
    assert_eq!(
        why(&yaml, "other/web", "sandbox", "8194"),
        [
            "egress: no policy selects other/web[Deployment] for egress: everything is allowed",
            "ingress: NetworkPolicy dify/code selects dify/code[Deployment], and none of its ingress rules allows TCP 8194 from other/web[Deployment] @ 1",
        ]
    );
}

#[test]
fn differences_say_what_became_possible() {
    let old = dify() + &policy("dify/deny", "podSelector: {}");
    let new = dify()
        + &policy(
            "dify/deny",
            "podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: lab}}}, {ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]",
        );
    let lines = |old: &str, new: &str| -> Vec<String> {
        let (old, new) = (read(old), read(new));
        netpol::diff(&old, &new)
            .iter()
            .map(|it| format!("{} {} => {} : {} | {}", it.change.name(), it.src, it.dst, it.old, it.new))
            .collect()
    };
    assert_eq!(
        lines(&old, &new),
        [
            "added dify/code[Deployment] => dify/code[Deployment] : No Connections | (possible: TCP 80)",
            "added dify/code[Deployment] => dify/release-api[Deployment] : No Connections | (possible: TCP 80)",
            "added dify/release-api[Deployment] => dify/code[Deployment] : No Connections | (possible: TCP 80)",
            "added dify/release-api[Deployment] => dify/release-api[Deployment] : No Connections | (possible: TCP 80)",
            "added lab/web[Deployment] => dify/code[Deployment] : No Connections | TCP 80",
            "added lab/web[Deployment] => dify/release-api[Deployment] : No Connections | TCP 80",
            "added other/web[Deployment] => dify/code[Deployment] : No Connections | (possible: TCP 80)",
            "added other/web[Deployment] => dify/release-api[Deployment] : No Connections | (possible: TCP 80)",
            "added 10.0.0.0-10.255.255.255[External] => dify/code[Deployment] : No Connections | TCP 80",
            "added 10.0.0.0-10.255.255.255[External] => dify/release-api[Deployment] : No Connections | TCP 80",
        ]
    );
    assert_eq!(lines(&new, &new), Vec::<String>::new());
    assert!(lines(&new, &old).iter().all(|it| it.starts_with("removed ")));
    let grown = old.clone() + &workload("new/one", &[]);
    assert!(
        lines(&old, &grown).contains(
            &"added new/one[Deployment] => lab/web[Deployment] : No Connections | All Connections".to_owned()
        )
    );
}

#[test]
fn exposure_to_pods_that_are_not_there_yet() {
    let yaml = workload("shop/db", &["sql:5432"])
        + &policy(
            "shop/db",
            "podSelector: {}, policyTypes: [Ingress, Egress], ingress: [\
             {from: [{podSelector: {matchLabels: {role: client}}}], ports: [{port: 5432}]}, \
             {from: [{namespaceSelector: {matchLabels: {team: a}}, podSelector: {matchExpressions: [{key: x, operator: Exists}]}}], ports: [{port: 9000}]}, \
             {from: [{namespaceSelector: {}}], ports: [{port: 80}]}]",
        );
    let inventory = read(&yaml);
    let network = Network::new(&inventory, &Options::default());
    let lines: Vec<String> = network
        .exposure()
        .iter()
        .map(|it| format!("{:?} {} : {} {}", it.direction, it.to, it.conn, it.certainty.name()))
        .collect();
    assert_eq!(
        lines,
        [
            "Ingress entire-cluster : TCP 80 certain",
            "Ingress shop/[pods role=client] : TCP 5432 certain",
            "Ingress shop/[pods role=client] : TCP 9000 possible",
            "Ingress [namespaces team=a]/[pods x] : TCP 9000 certain",
            "Ingress [namespaces team=a]/[pods x] : TCP 5432 possible",
        ]
    );
}

#[test]
fn pods_that_are_only_imagined() {
    let dns = netpol::ImaginedPod {
        namespace: "kube-system".into(),
        name: "dns".into(),
        labels: model::Labels(vec![("k8s-app".into(), "kube-dns".into())]),
        ports: vec![("dns".into(), model::Protocol::Udp, 53)],
    };
    let yaml = dify()
        + &policy(
            "dify/dns",
            "podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: dns, protocol: UDP}]}]",
        );
    let inventory = read(&yaml);
    let imagined = [dns];
    let network = Network::with(&inventory, &Options::default(), &imagined);
    let (from, to) = (network.find("sandbox").unwrap(), network.find("kube-system/dns").unwrap());
    let exchanges = network.exchanges(&from, &to, netpol::PortQuery::Any);
    assert_eq!(exchanges[0].dst.to_string(), "kube-system/dns[imagined]");
    assert_eq!((exchanges[0].certain.to_string(), exchanges[0].open.is_empty()), ("UDP 53".to_owned(), true));
    assert!(crate::support::lines_of(&network.connections()).iter().all(|line| !line.contains("imagined")));
}

#[test]
fn a_policy_can_be_left_out() {
    let yaml = dify() + &policy("dify/deny", "podSelector: {matchLabels: {app: code}}");
    let inventory = read(&yaml);
    let network = Network::new(&inventory, &Options::default());
    let policies = network.policies();
    assert_eq!(
        (policies[0].policy.to_string(), policies[0].ingress, policies[0].egress),
        ("NetworkPolicy dify/deny".to_owned(), true, false)
    );
    assert_eq!(policies[0].selects.iter().map(ToString::to_string).collect::<Vec<_>>(), ["dify/code[Deployment]"]);
    let without = Options { without: vec![policies[0].policy.place], ..Options::default() };
    let other = Network::new(&inventory, &without);
    assert!(network.diff(&other).iter().all(|it| it.change == netpol::Change::Added));
    assert!(!network.diff(&other).is_empty());
}
