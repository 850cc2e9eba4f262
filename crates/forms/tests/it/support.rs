//! One deployment that has an answer of every kind, as files and as objects of a cluster.

use forms::leaks::{Found, Scan};
use inventory::{Input, Options};
use model::{Inventory, OriginKind};
use serde_json::Value;

pub(crate) const MANIFESTS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: dify-sandbox, namespace: dify, labels: {app: sandbox}}
spec:
  selector: {matchLabels: {app: sandbox}}
  template:
    metadata: {labels: {app: sandbox}}
    spec:
      serviceAccountName: runner
      containers: [{name: sandbox, image: 'langgenius/dify-sandbox:0.2.12', ports: [{containerPort: 8194}]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: dify-api, namespace: dify, labels: {app: api}}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
        - {name: api, image: 'langgenius/dify-api:1.10.1', env: [{name: MODE, value: api}, {name: SECRET_KEY, value: changeme}, {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: dify, key: DB_PASSWORD}}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: hole, namespace: dify}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - {}
    - to: [{podSelector: {matchLabels: {app: api}}}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: runner, namespace: dify}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: dify}
rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: reader, namespace: dify}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: runner}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: unseen, namespace: dify}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: nowhere}
subjects: [{kind: Group, name: everybody, apiGroup: rbac.authorization.k8s.io}]
";

/// The deployment as a file.
pub(crate) fn files() -> Inventory {
    inventory::read(vec![Input::file("deploy/dify.yaml", MANIFESTS)], &Options::default())
}

/// The deployment as objects of a cluster.
pub(crate) fn live() -> Inventory {
    let object = |text: &str| {
        let word =
            |key: &str| text.split(key).nth(1).and_then(|it| it.split([',', '}', '\n']).next()).unwrap_or("").trim();
        Input {
            name: format!("{} dify/{}", word("kind: "), word("metadata: {name: ")),
            kind: OriginKind::Object,
            text: text.to_owned(),
            flaw: None,
        }
    };
    inventory::read(MANIFESTS.split("---\n").map(object).collect(), &Options::default())
}

/// Every answer about an inventory as JSON, by its command.
pub(crate) fn answers(inventory: &Inventory, lang: lang::Lang) -> Vec<(&'static str, Value)> {
    let today = model::Date::parse("2026-11-30").expect("a day");
    let network = netpol::Network::new(inventory, &netpol::Options::blocks_are_external());
    let ends = |name: &str| network.find(name).expect(name);
    let (from, to) = (ends("sandbox"), ends("api"));
    let port = netpol::PortQuery::parse("5001").expect("a port");
    let proofs = invariants::prove(&network, &invariants::Cluster::default(), &invariants::dify_pack(&network));
    let nothing = inventory::read(Vec::new(), &Options::default());
    let before = netpol::Network::new(&nothing, &netpol::Options::blocks_are_external());
    let question = rbac::Question::parse("get", "secrets", None).expect("a question");
    let plan = policies::generate(inventory, &Options::default(), &policies::Options::default());
    let json = |text: String| serde_json::from_str(&text).expect("JSON");
    let request = provision::Request { inventory, existing: None, today, replace: &[] };
    let credentials = provision::plan(&request, &mut credentials::OperatingSystem).expect("a plan");
    let leaks = leaks::scan("a.env", "DB_PASSWORD=Kq7wRz1LmN4xTb9Vd2Ys\n").into_iter();
    let found =
        |leak| Found { remark: None, finding: rules::elsewhere::of_leak("a.env", Some("0123abc"), &leak), leak };
    let scan = Scan {
        found: leaks.map(found).collect(),
        others: vec![rules::elsewhere::of_unread_file("b.env", lang::Text::new("too large", "大きすぎる"))],
        n_ignored: 1,
        suppressed: Vec::new(),
        compared: Some(findings::Compared::default()),
        binary: 0,
        large: 0,
        unreadable: 0,
        left_out: Vec::new(),
        more: 0,
    };
    vec![
        ("secrets setup", json(forms::to_json(&forms::plan(&credentials, lang)))),
        ("secrets scan", json(forms::to_json(&forms::leaks::scan(&scan, lang)))),
        (
            "pss check",
            json(forms::to_json(&forms::pss(
                &forms::PodSecurity::of(inventory, pss::Level::Restricted, pss::Version::Latest),
                lang,
            ))),
        ),
        ("network connections", json(forms::to_json(&forms::network::connections(&network.connections())))),
        ("network can", json(forms::to_json(&forms::network::answer(&network.can(&from, &to, port), lang)))),
        (
            "network explain",
            json(forms::to_json(&forms::network::explanation(inventory, &network.explain(&from, &to, port), lang))),
        ),
        (
            "network prove",
            json(forms::to_json(&forms::proofs(&proofs, Some(&network.idle(100_000)), &inventory.documents, lang))),
        ),
        ("network diff", json(forms::to_json(&forms::network::differences(&before.diff(&network))))),
        ("network exposure", json(forms::to_json(&forms::network::exposure(&network.exposure())))),
        ("network policies", json(forms::to_json(&forms::policies(&plan, lang)))),
        (
            "rbac who-can",
            json(forms::to_json(&forms::who_can(inventory, &rbac::who_can(inventory, &question, None), lang))),
        ),
    ]
}
