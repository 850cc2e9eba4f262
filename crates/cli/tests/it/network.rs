//! `sekisho network`.

use std::fs;

use crate::{run, run_with};

const POLICIES: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: x, labels: {app: a}}
spec: {containers: [{name: c, image: i, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, namespace: x, labels: {app: b}}
spec: {containers: [{name: c, image: i}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: x}
spec:
  podSelector: {matchLabels: {app: a}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: b}}}]
      ports: [{port: 80}]
";

#[test]
fn connections_have_the_published_form() {
    let report = run_with(&["network", "connections", "-", "--format", "json"], POLICIES).json();
    assert_eq!(report["schemaVersion"], 1);
    let rows: Vec<String> = report["connections"]
        .as_array()
        .expect("connections")
        .iter()
        .filter(|it| it["src"].as_str().is_some_and(|src| src.ends_with("[Pod]")))
        .map(|it| format!("{} {} {} {}", it["src"], it["dst"], it["conn"], it["certainty"]).replace('"', ""))
        .collect();
    assert_eq!(
        rows,
        [
            "x/b[Pod] x/a[Pod] TCP 80 certain",
            "x/b[Pod] 0.0.0.0-255.255.255.255[External] All Connections certain",
            "x/b[Pod] ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] All Connections certain",
        ]
    );
}

#[test]
fn can_answers_by_its_exit_code_and_explain_agrees() {
    let ask = |from: &str, to: &str, port: &str| {
        run_with(&["network", "can", "--from", from, "--to", to, "--port", port, "-"], POLICIES)
    };
    assert_eq!(ask("x/b", "x/a", "80/TCP").code, Some(0));
    assert_eq!(ask("x/b", "x/a", "81/TCP").code, Some(20));
    assert_eq!(ask("x/a", "x/b", "80").code, Some(20));
    let broken = run_with(&["network", "can", "--from", "x/a", "--to", "x/b", "-"], &format!("{POLICIES}---\na: ["));
    assert_eq!(broken.code, Some(21), "a policy may stand in what cannot be read");
    let unknown = ask("x/nobody", "x/a", "80");
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("x/b"), "{}", unknown.err);
    assert_eq!(ask("x/b", "x/a", "http").code, Some(2));
    let explained = run_with(&["network", "explain", "--from", "x/b", "--to", "x/a", "--port", "80", "-"], POLICIES);
    assert!(explained.out.contains("<stdin>:18:7"), "{}", explained.out);
}

#[test]
fn diff_is_empty_exactly_when_nothing_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path.to_string_lossy().into_owned()
    };
    let (old, new) = (path("old.yaml", POLICIES), path("new.yaml", &POLICIES.replace("port: 80}]", "port: 8080}]")));
    assert_eq!(run(&["network", "diff", &old, &old]).code, Some(0));
    let result = run(&["network", "diff", &old, &new, "--format", "json"]);
    assert_eq!(result.code, Some(11));
    let row = &result.json()["differences"][0];
    assert_eq!((&row["change"], &row["old"], &row["new"]), (&"changed".into(), &"TCP 80".into(), &"TCP 8080".into()));
}
