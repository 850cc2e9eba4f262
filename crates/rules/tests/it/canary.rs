//! No value that may be a secret is in what the rules say, nor does anything that they say depend on it.
//!
//! Canaries are planted wherever a value can stand, in every shape that makes some rule speak: strong, weak, shared, breaking a
//! URL, not base64. All rules run; then their words are searched, and compared with those for other canaries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use inventory::{Input, Options};
use lang::{Lang, Text};
use rules::{Audit, audit};

/// The canaries of one run. All contain the word, so that one search finds every one.
struct Canaries {
    word: &'static str,
    digits: &'static str,
}

const ONE: Canaries = Canaries { word: "Canary", digits: "80471963528" };
const TWO: Canaries = Canaries { word: "Finch5", digits: "91582074639" };

impl Canaries {
    fn strong(&self, number: usize) -> String {
        format!("h7Kq2{}{number:02}mVx9LpTz4RcYw8Gd1Bn", self.word)
    }

    fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        for number in 0..60 {
            let value = self.strong(number);
            text = text
                .replace(&format!("<<{number}>>"), &value)
                .replace(&format!("<<base64 {number}>>"), &STANDARD.encode(&value));
        }
        let file = format!("# {w}\nrequirepass {w}file9Kq2mVx9\n{w}lone other\npassword: {w}\n", w = self.word);
        let text = text
            .replace("<<weak>>", &self.word.to_ascii_lowercase())
            .replace("<<word>>", self.word)
            .replace("<<digits>>", self.digits)
            .replace("<<base64 file>>", &STANDARD.encode(file));
        assert!(!text.contains("<<"), "a place without its canary");
        text
    }

    fn audit(&self) -> Audit {
        let files = [
            ("manifests.yaml", MANIFESTS),
            ("staging.yaml", STAGING),
            ("broken.yaml", BROKEN),
            ("template.yaml", TEMPLATE),
            ("values-prod.yaml", VALUES),
            ("values-dev.yaml", VALUES),
            ("compose.yaml", COMPOSE),
            (".env", DOT_ENV),
        ];
        let inputs = files.iter().map(|(name, text)| Input::file(*name, self.fill(text))).collect();
        audit(&inventory::read(inputs, &Options::default()))
    }
}

/// Everything that is said, sentence by sentence.
fn said(audit: &Audit) -> Vec<String> {
    let mut texts: Vec<&Text> = Vec::new();
    for finding in &audit.findings {
        texts.push(&finding.reason);
        texts.extend(&finding.detail);
    }
    for verdict in &audit.verdicts {
        texts.push(&verdict.reason);
        texts.extend(verdict.exceptions.iter().map(|exception| &exception.reason));
    }
    let sentences = Lang::ALL.iter().flat_map(|lang| texts.iter().map(|text| text.get(*lang).to_owned()));
    let fingerprints = audit.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.fingerprint));
    sentences.chain(fingerprints).collect()
}

#[test]
fn no_finding_tells_a_value() {
    let audit = ONE.audit();
    let words = [ONE.word.to_ascii_lowercase(), ONE.digits.to_owned()];
    let coded: Vec<String> = (0..60).map(|number| STANDARD.encode(ONE.strong(number))).collect();
    for sentence in said(&audit) {
        let lower = sentence.to_ascii_lowercase();
        assert!(!words.iter().any(|word| lower.contains(word)), "{sentence}");
        assert!(!coded.iter().any(|word| sentence.contains(&word[..16])), "{sentence}");
    }
}

#[test]
fn nothing_that_is_said_depends_on_a_value() {
    assert_eq!(said(&ONE.audit()), said(&TWO.audit()));
}

#[test]
fn the_canaries_make_the_rules_speak() {
    let audit = ONE.audit();
    for id in [
        "broken-document",
        "credential-in-values-file",
        "credential-mismatch",
        "credential-reused-across-environments",
        "duplicate-env",
        "duplicate-key",
        "invalid-secret-encoding",
        "plaintext-credential",
        "shared-credential",
        "unneeded-credential",
        "unrendered-template",
        "url-breaking-credential",
        "weak-credential",
        "wrong-type",
    ] {
        assert!(audit.findings.iter().any(|finding| finding.rule == id), "{id} says nothing here");
    }
}

const MANIFESTS: &str = r#"
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: dify
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"password":"<<0>>"}'
    token: <<1>>
spec:
  template:
    metadata:
      annotations:
        example.com/password: <<2>>
    spec:
      initContainers:
        - name: wait
          image: busybox
          command: [sh, -c, "redis-cli -a <<3>> --password=<<4>> ping"]
      containers:
        - name: api
          image: langgenius/dify-api:1.13.0
          command: [sh, -c, "export SECRET_KEY=<<5>>; exec api --token <<6>>"]
          args: ["<<7>>", "--api-key=<<8>>", "<<word>>flag <<word>>"]
          lifecycle:
            preStop:
              exec:
                command: [curl, "-H", "Authorization: Bearer <<9>>", "http://x"]
          livenessProbe:
            httpGet:
              path: /health?token=<<10>>
              port: 5001
              httpHeaders:
                - name: Authorization
                  value: <<11>>
          env:
            - { name: SECRET_KEY, value: <<12>> }
            - { name: SECRET_KEY, value: <<13>> }
            - { name: DB_PASSWORD, value: <<14>> }
            - { name: REDIS_PASSWORD, value: <<14>> }
            - { name: REDIS_HOST, value: redis }
            - { name: CELERY_BROKER_URL, value: "redis://<<word>>:<<15>>/x@redis:6379/1" }
            - { name: CODE_EXECUTION_API_KEY, value: <<weak>> }
            - { name: SOMETHING, value: "<<16>>" }
            - { name: DATABASE_URL, value: "postgresql://<<word>>:<<17>>@db/<<word>>" }
            - { name: DSN, value: "host=db user=<<word>> password=<<18>> dbname=x" }
            - { name: PLUGIN_DAEMON_KEY, value: <<digits>> }
            - { name: WEB_API_CORS_ALLOW_ORIGINS, value: "https://<<word>>.example" }
            - { name: SSRF_PROXY_HTTP_URL, value: "http://u:<<19>>@proxy:3128" }
            - name: NOTE
              value: |
                # <<20>>
                <<word>> <<21>>
                password=<<22>>
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: sandbox, namespace: dify }
spec:
  template:
    spec:
      containers:
        - name: sandbox
          image: langgenius/dify-sandbox:0.2.12
          env:
            - { name: API_KEY, value: <<23>> }
            - { name: DB_PASSWORD, value: <<24>> }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis, namespace: dify }
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7
          args: ["--requirepass", "<<25>>"]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: plugin-daemon, namespace: dify }
spec:
  template:
    spec:
      containers:
        - name: plugin-daemon
          image: langgenius/dify-plugin-daemon:0.5.3-local
          env:
            - { name: DB_PASSWORD, value: "<<26>> x" }
          envFrom:
            - secretRef: { name: dify-secret }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: dify-env, namespace: dify }
data:
  OPENAI_API_KEY: <<27>>
  plain: <<28>>
  redis.conf: |
    # <<29>>
    requirepass <<30>>
    <<31>> on
    <<32>>: x
    user default on ><<33>>
    url http://a:<<34>>@b/c
  app.json: '{"password": "<<35>>"}'
binaryData:
  blob: <<base64 36>>
---
apiVersion: v1
kind: Secret
metadata: { name: dify-secret, namespace: dify }
data:
  SECRET_KEY: <<base64 37>>
  broken: "<<word>>*not*base64"
  file: <<base64 file>>
stringData:
  API_KEY: <<38>>
  DB_PASSWORD: <<weak>>
  INIT_PASSWORD: <<39>>
---
apiVersion: v1
kind: Secret
metadata: { name: pull, namespace: dify }
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: '{"auths":{"r":{"auth":"<<40>>"}}}'
---
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
      - aescbc:
          keys:
            - name: key1
              secret: <<base64 41>>
      - identity: {}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: es, namespace: dify }
spec:
  target: { name: made, template: { data: { x: "<<42>>" } } }
---
apiVersion: example.com/v1
kind: Unknown
metadata: { name: unknown, namespace: dify }
spec: { password: "<<43>>" }
---
apiVersion: v1
kind: Pod
metadata: { name: wrong, namespace: dify }
spec:
  hostNetwork: "<<44>>"
  containers:
    - name: api
      image: langgenius/dify-api:1.13.0
      env:
        - name: DB_PASSWORD
          value: <<digits>>
"#;

const STAGING: &str = r"
apiVersion: v1
kind: Secret
metadata: { name: dify-secret, namespace: staging }
stringData:
  SECRET_KEY: <<37>>
---
apiVersion: v1
kind: Service
metadata: { name: twice, namespace: staging }
spec:
  externalName: <<45>>
  externalName: <<46>>
";

const BROKEN: &str = r#"
apiVersion: v1
kind: Secret
stringData:
  SECRET_KEY: "<<47>>
  <<48>>: [
"#;

const TEMPLATE: &str = r"
apiVersion: v1
kind: Secret
stringData:
  SECRET_KEY: {{ .Values.<<word>> }}
  OTHER: {{ <<49>> }}
";

const VALUES: &str = r#"
global:
  internalApiKey: <<50>>
redis:
  auth:
    password: <<51>>
sandbox:
  apiKey: <<51>>
extraEnv:
  - name: OPENAI_API_KEY
    value: <<52>>
  - SECRET_KEY=<<53>>
list: ["<<54>>"]
config: |
  # <<55>>
  password: <<56>>
  <<57>> x
"#;

const COMPOSE: &str = r"
services:
  api:
    image: langgenius/dify-api:1.13.0
    environment:
      - SECRET_KEY=<<58>>
    command: redis-server --requirepass <<59>>
";

const DOT_ENV: &str = "# <<0>>\nSECRET_KEY=<<1>>\nNOTE=<<2>>\nDB_PASSWORD=<<weak>>\n";
