//! `sekisho network`.

use std::fs;

use crate::{assert_valid, root, run, run_with, sekisho};

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

#[test]
fn the_pack_is_refuted_as_found_and_proved_with_the_policies_that_are_written() {
    let found = run(&["network", "prove", "examples/as-found", "--format", "json"]);
    assert_eq!(found.code, Some(12), "{}", found.err);
    assert_valid("network-prove.schema.json", &found.json());
    let policies = run(&["network", "policies", "examples/as-found"]);
    assert_eq!(policies.code, Some(0), "{}", policies.err);
    assert!(policies.err.contains("0 refuted"), "{}", policies.err);

    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(root().join("examples/as-found")).expect("the example") {
        let path = entry.expect("an entry").path();
        if !path.ends_with("80-policies.yaml") {
            fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    fs::write(folder.path().join("90-policies.yaml"), &policies.out).expect("a file");
    let proved = run(&["network", "prove", &folder.path().to_string_lossy(), "--fail-on-unknown"]);
    assert_eq!(proved.code, Some(0), "{}", proved.out);
    let json = run(&["network", "policies", "examples/as-found", "--format", "json"]).json();
    assert_valid("network-policies.schema.json", &json);
}

#[test]
fn sentences_of_one_s_own_are_proved_and_their_mistakes_have_places() {
    let held = run_with(&["network", "prove", "-", "--invariant", "x/b -> only x/a:80/TCP, outside"], POLICIES);
    assert_eq!(held.code, Some(0), "{}", held.out);
    let broken = run_with(&["network", "prove", "-", "--invariant", "nothing -> x/a"], POLICIES);
    assert_eq!(broken.code, Some(12), "{}", broken.out);
    assert!(broken.out.contains("<stdin>:18:7"), "the rule that allows it: {}", broken.out);

    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.yaml"), POLICIES).expect("a file");
    fs::write(folder.path().join("sekisho.yaml"), "invariants:\n  - x/b -> needz x/a\n").expect("a file");
    let output = sekisho(folder.path(), &["network", "prove"]).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("sekisho.yaml:2:12"), "{error}");
}
