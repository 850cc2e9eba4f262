//! The environment that a container really sees, and the graph of credentials.

use inventory::credentials::{disagreements, uses};
use inventory::environment::{Index, Origin, of, one};

use crate::read;

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: c
      image: langgenius/dify-api:1.15.0
      envFrom:
        - configMapRef: {name: one}
        - secretRef: {name: two}
        - secretRef: {name: made}
      env:
        - {name: A, value: first}
        - {name: A, value: second}
        - name: S
          valueFrom: {secretKeyRef: {name: two, key: s}}
        - name: GONE
          valueFrom: {secretKeyRef: {name: nowhere, key: k}}
        - name: EMPTY
        - name: NODE
          valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: one}
data: {A: config, B: config, C: config}
---
apiVersion: v1
kind: Secret
metadata: {name: two}
data: {B: c2VjcmV0, s: dmFsdWU=}
stringData: {s: newer}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: any}
spec:
  target: {name: made}
  data: [{secretKey: SECRET_KEY}]
";

#[test]
fn one_variable_is_the_one_among_all() {
    let inventory = read(POD);
    let index = Index::new(&inventory);
    let container = &inventory.workloads[0].pod.spec.containers[0];
    for expected in of(container, "default", &index) {
        let found = one(container, "default", &index, expected.name).expect(expected.name);
        assert!(found.place == expected.place && found.asked == expected.asked, "{}", expected.name);
        assert!(found.value == expected.value, "{}", expected.name);
    }
    assert!(one(container, "default", &index, "NOTHING").is_none());
}

#[test]
fn later_beats_earlier_and_env_beats_env_from() {
    let inventory = read(POD);
    let index = Index::new(&inventory);
    let variables = of(&inventory.workloads[0].pod.spec.containers[0], "default", &index);
    let told: Vec<String> = variables
        .iter()
        .map(|it| {
            let from = match it.origin {
                Origin::Literal => "literal".to_owned(),
                Origin::Config(config) => config.meta.name.value.to_string(),
                Origin::Elsewhere { name, key, .. } => format!("elsewhere {name}/{key}"),
                Origin::Field => "field".to_owned(),
            };
            format!("{}={} from {from}", it.name, it.value.map_or("?", |value| value.expose()))
        })
        .collect();
    assert_eq!(
        told,
        [
            "A=second from literal",
            "B=secret from two",
            "C=config from one",
            "s=newer from two",
            "SECRET_KEY=? from elsewhere made/SECRET_KEY",
            "S=newer from two",
            "GONE=? from elsewhere nowhere/k",
            "EMPTY= from literal",
            "NODE=? from field",
        ]
    );
}

#[test]
fn two_ends_that_differ_are_known_even_inside_a_url() {
    let text = "\
apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {containers: [{name: c, image: dify-api:1.15.0, env: [{name: PLUGIN_DAEMON_KEY, value: one}, {name: CELERY_BROKER_URL, value: 'redis://:same@r:6379/1'}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: daemon}
spec: {containers: [{name: c, image: dify-plugin-daemon:0.6.3-local, env: [{name: SERVER_KEY, value: two}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: worker}
spec: {containers: [{name: c, image: dify-api:1.15.0, env: [{name: MODE, value: worker}, {name: PLUGIN_DAEMON_KEY, value: one}, {name: CELERY_BROKER_URL, value: 'redis://user:same@other:6379/1'}]}]}
";
    let inventory = read(text);
    let index = Index::new(&inventory);
    let uses = uses(&inventory, &index);
    assert_eq!(uses.len(), 5);
    let found = disagreements(&uses);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].one.variable.name, found[0].other.variable.name), ("PLUGIN_DAEMON_KEY", "SERVER_KEY"));
}
