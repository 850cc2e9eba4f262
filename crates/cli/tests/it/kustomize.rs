//! kustomize itself: `sekisho harden` as its function, and what it builds of what `sekisho render --kustomize` writes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::tools::{KUSTOMIZE, Place};
use crate::{root, sekisho};

/// As docs/harden.md has it.
const HARDEN: &str = "\
apiVersion: sekisho.dev/v1
kind: Harden
metadata:
  name: harden
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ./harden.sh
";

const PODS: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
      - name: api
        image: langgenius/dify-api:1.15.0
        env: [{name: MODE, value: api}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: sandbox}
spec:
  template:
    spec:
      containers:
      - name: sandbox
        image: langgenius/dify-sandbox:0.2.15
";

const BUILD: &[&str] = &["build", "--enable-alpha-plugins", "--enable-exec", "."];

fn with_function(script: &str) -> Option<Place> {
    let place = Place::new(KUSTOMIZE.built()?);
    place.write("kustomization.yaml", "resources: [pods.yaml]\ntransformers: [harden.yaml]\n");
    place.write("pods.yaml", PODS);
    place.write("harden.yaml", HARDEN);
    place.write("harden.sh", &format!("#!/bin/sh\n{script}\n"));
    let path = place.folder.path().join("harden.sh");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
    Some(place)
}

#[test]
fn harden_is_a_function_of_kustomize() {
    for page in ["docs/harden.md", "docs/ja/harden.md"] {
        let page = fs::read_to_string(root().join(page)).expect("the page");
        let lines: String = HARDEN.lines().map(|it| format!("    {it}\n")).collect();
        assert!(page.contains(&lines) && page.contains("exec sekisho harden"), "{page}");
    }
    let Some(kustomize) = with_function("exec sekisho harden") else { return };
    let built = kustomize.out(BUILD);
    assert_eq!(kustomize.out(BUILD), built, "the same each time");
    assert_eq!(built.matches("kind: Deployment").count(), 2);
    assert_eq!(built.matches("automountServiceAccountToken: false").count(), 2, "{built}");
    assert!(built.contains("readOnlyRootFilesystem: true") && !built.contains("config.kubernetes.io"), "{built}");
}

#[test]
fn what_is_asked_for_comes_through_kustomize() {
    let script = "exec sekisho harden -n ai --sandbox-namespace cage --ssrf-proxy --secret-refs";
    let Some(kustomize) = with_function(script) else { return };
    let built = kustomize.out(BUILD);
    assert_eq!(kustomize.out(BUILD), built, "the same each time");
    for (kind, name, namespace) in [
        ("Deployment", "sandbox", Some("cage")),
        ("Deployment", "ssrf-proxy", Some("ai")),
        ("ConfigMap", "ssrf-proxy", Some("ai")),
        ("Namespace", "ai", None),
        ("Namespace", "cage", None),
    ] {
        let is_it = |it: &&str| {
            let within = namespace.is_none_or(|it2| it.contains(&format!("\n  namespace: {it2}\n")));
            it.contains(&format!("kind: {kind}\n")) && it.contains(&format!("\n  name: {name}\n")) && within
        };
        assert_eq!(built.split("---\n").filter(is_it).count(), 1, "{kind} {name}\n{built}");
    }
    assert!(built.contains("value: http://ssrf-proxy.ai.svc.cluster.local:3128"), "{built}");
}

#[test]
fn kustomize_stops_and_says_why_when_nothing_can_be_hardened() {
    let Some(kustomize) = with_function("exec sekisho harden missing.yaml") else { return };
    let failed = kustomize.run(BUILD);
    assert_eq!((failed.code, failed.out.as_str()), (Some(1), ""));
    assert!(failed.err.contains("missing.yaml"), "{}", failed.err);
}

/// Objects of a stream that kustomize wrote, which has one way to write each; in any order.
fn objects(built: &str) -> Vec<&str> {
    let mut found: Vec<&str> = built.split("---\n").collect();
    found.sort_unstable();
    found
}

#[test]
fn the_overlays_build_to_what_render_gives() {
    let Some(program) = KUSTOMIZE.built() else { return };
    for settings in ["{}\n", "render: {environments: {production: {host: dify.example.org, replicas: {api: 5}}}}\n"] {
        let kustomize = Place::new(program.clone());
        kustomize.write("sekisho.yaml", settings);
        let render = |arguments: &[&str]| {
            let output = sekisho(kustomize.folder.path(), arguments).output().expect("the program starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        render(&["render", "--kustomize", "written"]);
        for environment in ["production", "staging", "development"] {
            render(&["render", "--env", environment, "-o", "plain"]);
            kustomize.write("plain/kustomization.yaml", &format!("resources: [{environment}.yaml]\n"));
            let overlay = kustomize.out(&["build", &format!("written/overlays/{environment}")]);
            let plain = kustomize.out(&["build", "plain"]);
            assert!(objects(&plain).len() > 50, "{environment}");
            assert_eq!(objects(&overlay), objects(&plain), "{environment}");
        }
    }
}
