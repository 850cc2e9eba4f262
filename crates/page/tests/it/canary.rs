//! Secrets planted wherever they can stand, and a finding on every node: nothing of them comes out, in no format and language.

use forms::policy::Flavour;
use forms::{PodSecurity, json, junit, policy, sarif};
use inventory::{Input, Options};
use lang::{Lang, Text};
use model::{Inventory, Location, Place};
use page::report as html;
use page::report::HtmlOptions;
use rules::{Audit, Finding};
use text::mask::Masker;
use text::{TextOptions, explain};
use yaml::{NodeId, NodeKind};

use crate::rules_of_our_own::KNOWN_VALUE;

/// Every planted value holds this.
const CANARY: &str = "Kanaria";

const MANIFESTS: &str = "\
# Kanaria
apiVersion: apps/v1 # Kanaria
kind: Deployment # Kanaria: x
metadata: # Kanaria
  name: api # Kanaria
  labels: {app: api, owner: Kanaria, \"note\": 'Kanaria'} # Kanaria
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{\"env\":[{\"name\":\"A\",\"value\":\"Kanaria\"}]}'
    note: Kanaria
    long: >-
      Kanaria in
      a folded Kanaria
spec:
  template:
    metadata: {annotations: {x: Kanaria, name: Kanaria, image: Kanaria}}
    spec:
      containers:
        - {name: api, image: 'langgenius/dify-api:1.10.1', env: [{name: SECRET_KEY, value: Kanaria}, {name: B, value: \"Kanaria\"}]} # Kanaria
        - name: b
          command: [sh, -c, \"run --password=Kanaria --user Kanaria\"]
          args:
            - --requirepass
            - Kanaria
            - |
              Kanaria
              Kanaria and more
              export X=Kanaria # Kanaria
              # Kanaria
          env:
            - name: C # Kanaria
              value: Kanaria
            - name: D
              value: 'it''s Kanaria'
            - name: E
              value: \"a \\\"Kanaria\\\" \\
                Kanaria\"
            - name: F
              value: Kanaria
                Kanaria
            - name: G
              value: &anchor Kanaria
            - {name: H, value: *anchor, name: &other Kanaria }
            - name: LOG_LEVEL
              value: &debug Kanaria
            - name: URL
              value: redis://:Kanaria@host:6379/0
          livenessProbe:
            httpGet: {path: '/health?token=Kanaria', port: 80, httpHeaders: [{name: Authorization, value: Kanaria}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: d}
data:
  PASSWORD: Kanaria
  name: Kanaria
  image: Kanaria
  squid.conf: |
    # Kanaria
    http_access allow Kanaria
    Kanaria
    Kanaria deny
    cache_peer host login=user:Kanaria
    password = Kanaria
    Kanaria=Kanaria
    token: Kanaria
      \"password\": \"Kanaria\",
    S2FuYXJpYQ==
  json: '{\"a\": \"Kanaria\"}'
  nginx.conf: |2-
      ; Kanaria
      // Kanaria
      set $x \"Kanaria\";
---
apiVersion: v1
kind: Secret
metadata: {name: s, annotations: {a: Kanaria}}
type: Opaque
data: {a: S2FuYXJpYQ==, name: S2FuYXJpYQ==, ? b : S2FuYXJpYQ==}
stringData:
  password: Kanaria
  name: Kanaria
  true: Kanaria
  multi: |
    Kanaria
  type: Kanaria
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: t}
spec: {name: Kanaria, values: {name: Kanaria}, image: Kanaria}
status: {name: Kanaria}
extra: {name: Kanaria}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: h}
spec:
  values: {auth: {name: Kanaria, password: !secret Kanaria}}
---
apiVersion: v1
kind: Secret
metadata: {name: e, labels: &labels {app: Kanaria, tier: Kanaria}}
stringData: {<<: *labels}
---
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc: {keys: [{name: key1, secret: Kanaria}]}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: {name: i}
    stringData: {name: Kanaria, a: [Kanaria, {b: Kanaria}]}
---
not a mapping Kanaria
---
- Kanaria
- {a: Kanaria, Kanaria, [Kanaria]: Kanaria}
---
{{ .Values.Kanaria }}: {{ Kanaria }}
---
a: \"Kanaria
b: Kanaria
  - Kanaria: x
 Kanaria
";

const VALUES: &str = "\
global: {name: Kanaria, image: {repository: a/b, tag: 1.2}} # Kanaria
postgresql:
  auth: {password: Kanaria, port: Kanaria}
  name: Kanaria
  args: [Kanaria]
env:
  - name: X
    value: Kanaria
extra: |
  Kanaria
x: &Kanaria 1
y: *Kanaria
";

const COMPOSE: &str = "\
services:
  api: # Kanaria
    image: langgenius/dify-api:1.10.1
    environment:
      SECRET_KEY: ${SECRET_KEY:-Kanaria}
      name: Kanaria
    command: [run, --password, Kanaria]
  db:
    image: postgres:15
    environment:
      - POSTGRES_PASSWORD=Kanaria
      - 'X=Kanaria'
";

const DOT_ENV: &str = "\
# Kanaria
SECRET_KEY=Kanaria # Kanaria
export DB_PASSWORD=\"Kanaria
LOG_LEVEL=INFO # Kanaria
Kanaria
Kanaria here
#Kanaria
X='Kanaria'
";

fn files() -> Vec<(&'static str, String)> {
    let one_line = MANIFESTS.lines().count();
    let long = (0..300).map(|n| format!(r#"{{"name":"V{n}","value":"Kanaria","Kanaria {n}":["Kanaria"]}}"#));
    let json = format!(
        r#"{{"apiVersion":"apps/v1","kind":"Deployment","metadata":{{"name":"j","annotations":{{"a":"Kanaria"}}}},"spec":{{"template":{{"spec":{{"containers":[{{"name":"c","args":["Kanaria"],"env":[{}]}}]}}}}}}}}"#,
        long.collect::<Vec<_>>().join(",")
    );
    assert!(one_line > 100 && json.len() > 10_000);
    vec![
        ("manifests.yaml", MANIFESTS.to_owned()),
        ("crlf.yaml", MANIFESTS.replace('\n', "\r\n")),
        ("bom.yaml", format!("\u{feff}{MANIFESTS}")),
        ("values.yaml", VALUES.to_owned()),
        ("compose.yaml", COMPOSE.to_owned()),
        (".env", DOT_ENV.to_owned()),
        ("one-line.json", json),
    ]
}

fn inventory() -> Inventory {
    let inputs = files().into_iter().map(|(name, text)| Input::file(name, text)).collect();
    inventory::read(inputs, &Options::default())
}

/// A finding on every node of every document, on every piece of a setting, and on every line of what could not be read.
fn findings(inventory: &Inventory) -> Vec<Finding> {
    let documents = &inventory.documents;
    let mut findings = Vec::new();
    for doc in documents.ids() {
        let tree = &documents.document(doc).tree;
        for node in (0..tree.n_nodes() as u32).map(NodeId) {
            findings.push(finding(Some(Place::new(doc, node)), documents.location(Place::new(doc, node))));
            if matches!(tree.node(node).kind, NodeKind::Borrowed(..) | NodeKind::Owned(..)) {
                findings.extend(parts(inventory, Place::new(doc, node)));
            }
        }
    }
    for value in inventory.settings.iter().flat_map(|file| &file.settings) {
        findings.push(finding(Some(value.value.place), documents.location(value.value.place)));
    }
    for origin in documents.origins() {
        for line in 1..=origin.text().lines().count() as u32 {
            let end = yaml::Position { line, column: 400 };
            let location =
                Location::File { file: origin.name().to_owned(), start: yaml::Position { line, column: 1 }, end };
            findings.push(finding(None, location));
        }
    }
    findings
}

/// Every line of a scalar, as a part of it.
fn parts(inventory: &Inventory, place: Place) -> Vec<Finding> {
    let (span, text) = (inventory.documents.span(place), inventory.documents.origin(place.doc).text());
    let mut start = span.start;
    let mut found = Vec::new();
    for line in span.slice(text).split_inclusive('\n') {
        let end = start + line.trim_end().len() as u32;
        let part = inventory.documents.part(place, yaml::Span { start, end });
        found.push(finding(Some(part), inventory.documents.location(part)));
        start += line.len() as u32;
    }
    found
}

fn finding(place: Option<Place>, location: Location) -> Finding {
    let reason = Text::new("a reason", "理由");
    let mut finding = Finding::of(&KNOWN_VALUE, location, reason, "0123456789abcdef0123".to_owned());
    finding.place = place;
    finding
}

#[test]
fn no_planted_secret_comes_out() {
    let inventory = inventory();
    let audit = Audit { findings: findings(&inventory), rules: vec![&KNOWN_VALUE], ..Audit::default() };
    assert!(audit.findings.len() > 3000, "{} findings", audit.findings.len());
    for lang in Lang::ALL {
        for (colour, width) in [(false, 40), (true, 200)] {
            check("text", &text::audit(&inventory, &audit, &TextOptions { lang, colour, width }));
        }
        check("json", &json::audit(&inventory, &audit, lang));
        check("sarif", &sarif::audit(&audit, &fix::proposals(&inventory, &audit), "0.1.0", lang));
        check("junit", &junit::audit(&audit, lang));
        check("policyreport", &policy::audit(&audit, Flavour::PolicyReport, lang));
        check("openreports", &policy::audit(&audit, Flavour::OpenReports, lang));
        check("html", &html::audit(&inventory, &audit, &HtmlOptions { lang, version: "0.1.0", date: None }));
        check("explain", &explain::rule(&KNOWN_VALUE, &TextOptions { lang, ..TextOptions::default() }));
        let pods = PodSecurity::of(&inventory, pss::Level::Restricted, pss::Version::Latest);
        check("pss", &text::pss(&pods, &TextOptions { lang, ..TextOptions::default() }));
        check("pss json", &forms::to_json(&forms::pss(&pods, lang)));
    }
}

/// The real rules, in the inventory that has everything.
#[test]
fn no_planted_secret_comes_out_of_the_real_rules() {
    let inventory = inventory();
    let audit = rules::audit(&inventory);
    for lang in Lang::ALL {
        check("text", &text::audit(&inventory, &audit, &TextOptions { lang, ..TextOptions::default() }));
        check("json", &json::audit(&inventory, &audit, lang));
        check("sarif", &sarif::audit(&audit, &fix::proposals(&inventory, &audit), "0.1.0", lang));
        check("junit", &junit::audit(&audit, lang));
        check("policyreport", &policy::audit(&audit, Flavour::PolicyReport, lang));
        check("openreports", &policy::audit(&audit, Flavour::OpenReports, lang));
        check("html", &html::audit(&inventory, &audit, &HtmlOptions { lang, version: "0.1.0", date: None }));
    }
}

fn check(format: &str, out: &str) {
    for needle in [CANARY, "S2FuYXJp"] {
        if let Some(at) = out.find(needle) {
            let from = out[..at].char_indices().rev().nth(300).map_or(0, |(at, _)| at);
            panic!("{format}: …{}{needle}", &out[from..at]);
        }
    }
}

/// What is harmless is shown all the same: a report of bullets alone would help nobody.
#[test]
fn what_is_known_harmless_is_shown() {
    let inventory = inventory();
    let masker = Masker::new(&inventory);
    let shown: Vec<String> =
        findings(&inventory).iter().filter_map(|it| masker.line_of(it)).map(|it| it.text).collect();
    for line in [
        "kind: Deployment # …",
        "  labels: {app: api, owner: •••, \"note\": •••} # …",
        "        - {name: api, image: 'langgenius/dify-api:1.10.1', env: [{name: SECRET_KEY, value: •••}, {name: B, value: •••}]} # …",
        "    http_access •••",
        "    password = •••",
        "type: Opaque",
        "            - {name: H, value: *•••, name: &••• ••• }",
        "      - aescbc: {keys: [{name: key1, secret: •••}]}",
        "global: {name: •••, image: {repository: a/b, tag: 1.2}} # …",
        "    image: langgenius/dify-api:1.10.1",
        "SECRET_KEY=•••",
    ] {
        assert!(shown.iter().any(|it| it == line), "{line}\nis not among\n{}", shown.join("\n"));
    }
    assert!(shown.iter().all(|line| line.chars().count() < 400));
}
