//! `sekisho harden` as Helm and kustomize run it.

use crate::run_with;

const PODS: &str = "\
# Source: dify/templates/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
      - name: api # the api
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
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ssrf-proxy}
spec:
  template:
    spec:
      containers:
      - name: squid
        image: ubuntu/squid:6.6
";

#[test]
fn manifests_go_in_and_hardened_manifests_come_out() {
    let result = run_with(&["harden"], PODS);
    assert_eq!(result.code, Some(0), "{}", result.err);
    assert!(result.out.starts_with("# Source: dify/templates/api.yaml\n"), "{}", result.out);
    assert!(result.out.contains("- name: api # the api\n"), "{}", result.out);
    assert!(result.err.contains("changed, not confirmed upstream: <stdin>:"), "{}", result.err);
    assert_eq!(run_with(&["harden", "-"], PODS).out, result.out, "the same each time");
    assert_eq!(run_with(&["harden"], &result.out).out, result.out, "twice is once");

    let report = run_with(&["pss", "check", "--level", "restricted", "--format", "json", "-"], &result.out).json();
    let allowed = |name: &str| {
        let workloads = report["workloads"].as_array().expect("workloads");
        workloads.iter().find(|it| it["name"] == name).expect(name)["allowed"].as_bool()
    };
    assert_eq!((allowed("api"), allowed("sandbox"), allowed("ssrf-proxy")), (Some(true), Some(false), Some(true)));
    assert_eq!(run_with(&["pss", "check", "--level", "baseline", "-"], &result.out).code, Some(0));
    // Squid is `proxy` from its start, without the entrypoint that needs root.
    let (_, squid) = result.out.rsplit_once("---\n").expect("three documents");
    assert!(squid.contains("runAsUser: 13") && squid.contains("command: [/usr/sbin/squid"), "{squid}");
}

#[test]
fn what_upstream_did_not_confirm_can_be_left_out() {
    let result = run_with(&["harden", "--confirmed-only"], PODS);
    assert!(result.out.contains("runAsUser: 1001") && !result.out.contains("readOnlyRootFilesystem"), "{}", result.out);
    assert!(!result.err.contains("not confirmed"), "{}", result.err);
}

#[test]
fn a_resource_list_of_kustomize_stays_one() {
    let indented: String = PODS
        .split("---\n")
        .map(|it| {
            let mut lines = it.lines().filter(|line| !line.starts_with('#'));
            let first = lines.next().unwrap_or("");
            lines.fold(format!("- {first}\n"), |all, line| all + "  " + line + "\n")
        })
        .collect();
    let text = format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n{indented}");
    let result = run_with(&["harden"], &text);
    assert!(
        result.out.starts_with("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- "),
        "{}",
        result.out
    );
    assert_eq!(result.out.matches("automountServiceAccountToken: false").count(), 3, "{}{}", result.out, result.err);
}

#[test]
fn what_cannot_be_read_gives_no_output() {
    let result = run_with(&["harden"], &format!("{PODS}---\na: [\n"));
    assert_eq!((result.code, result.out.as_str()), (Some(1), ""));
    assert!(result.err.contains("nothing was written"), "{}", result.err);
}

#[test]
fn what_is_asked_for_is_added_and_said() {
    let all =
        ["--sandbox-namespace", "cage", "--ssrf-proxy", "--secret-refs", "--network-policies", "--egress", "lists"];
    let labelled: Vec<String> = ["api", "sandbox", "ssrf-proxy"]
        .iter()
        .zip(PODS.split("---\n"))
        .map(|(name, it)| {
            it.replace("  template:\n", &format!("  template:\n    metadata: {{labels: {{app: {name}}}}}\n"))
        })
        .collect();
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: ssrf-proxy}\nspec: {selector: {app: ssrf-proxy}, ports: [{port: 3128}]}\n";
    let pods = format!("{}---\n{service}", labelled.join("---\n"));
    let result = run_with(&[&["harden", "--namespace", "ai"], &all[..]].concat(), &pods);
    assert_eq!(result.code, Some(0), "{}", result.err);
    for line in [
        "Deployment sandbox moves to cage",
        "note: 4 objects that named no namespace now name it: ai",
        "added: Namespace ai, which enforces restricted",
        "sentences of the Dify pack are proved with them",
    ] {
        assert!(result.err.contains(line), "{line}\n{}", result.err);
    }
    let proved = run_with(&["network", "prove", "-"], &result.out);
    assert_eq!(proved.code, Some(0), "{}", proved.out);
    let japanese = run_with(&[&["harden", "--lang", "ja", "--namespace", "ai"], &all[..]].concat(), &pods);
    assert!(japanese.err.contains("Deployment sandbox を cage へ移しました"), "{}", japanese.err);
}

#[test]
fn wrong_use_is_said_before_anything_is_read() {
    let bad = run_with(&["harden", "--sandbox-namespace", "Cage_1"], PODS);
    assert_eq!((bad.code, bad.out.as_str()), (Some(2), ""));
    assert!(bad.err.contains("`Cage_1` is no name of a namespace"), "{}", bad.err);
    let alone = run_with(&["harden", "--egress", "lists"], PODS);
    assert_eq!(alone.code, Some(2));
    assert!(alone.err.contains("--network-policies"), "{}", alone.err);
}

#[test]
fn one_part_at_a_time_and_every_change_says_why() {
    let result = run_with(&["harden", "--component", "api", "--explain"], PODS);
    assert_eq!(result.code, Some(0), "{}", result.err);
    let (api, others) = result.out.split_once("---\n").expect("three documents");
    assert!(api.contains("runAsUser: 1001"), "{api}");
    assert_eq!(others, PODS.split_once("---\n").expect("three documents").1);
    // Of the others nothing is said, and each change has its reason below it.
    let lines: Vec<&str> = result.err.lines().collect();
    let about = lines.iter().filter(|it| it.starts_with("left:") || it.starts_with("changed"));
    let first = PODS.lines().position(|it| it == "---").expect("a mark") + 1;
    let number = |it: &str| it.split("<stdin>:").nth(1)?.split(':').next()?.parse::<usize>().ok();
    assert!(about.clone().all(|it| number(it).is_some_and(|it| it < first)), "{}", result.err);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("changed")) {
        assert!(lines[at + 1].starts_with("    why: "), "{line}");
    }
    assert!(lines.iter().any(|it| it.contains("runs as 1001 by itself")), "{}", result.err);
    assert_eq!(run_with(&["harden", "--component", "nothing"], PODS).code, Some(2));
}

#[test]
fn every_line_that_is_named_is_one_of_the_input() {
    let result = run_with(&["harden"], PODS);
    let mut n = 0;
    for line in result.err.lines().filter(|it| it.contains("<stdin>:")) {
        let number = line.split("<stdin>:").nth(1).and_then(|it| it.split(':').next()).expect("a line");
        let number: usize = number.parse().expect("a number");
        assert!((1..=PODS.lines().count()).contains(&number), "{line}");
        n += 1;
    }
    assert!(n > 10, "{}", result.err);
    // What is left is named where it stands, whatever was put above it.
    let squid = PODS.lines().position(|it| it.contains("name: squid")).expect("squid") + 1;
    assert!(result.err.contains(&format!("<stdin>:{squid}:")), "{}", result.err);
}
