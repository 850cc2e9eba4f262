//! `sekisho pss check`.

use crate::{assert_valid, run_with};

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: x}
spec:
  hostNetwork: true
  containers: [{name: c, image: x, ports: [{containerPort: 80}]}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: fine, namespace: x}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
          containers: [{name: c, image: x, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]
";

#[test]
fn the_json_form_holds() {
    let result = run_with(&["pss", "check", "--level", "baseline", "--version", "v1.30", "-", "--format", "json"], POD);
    assert_eq!(result.code, Some(12));
    let report = result.json();
    assert_valid("pss.schema.json", &report);
    assert_eq!(report["schemaVersion"], 1);
    let pod = &report["workloads"][0];
    assert_eq!(
        (&pod["file"], &pod["kind"], &pod["namespace"], &pod["name"]),
        (&"<stdin>".into(), &"Pod".into(), &"x".into(), &"p".into())
    );
    assert_eq!(pod["allowed"], false);
    let checks: Vec<&str> =
        pod["violations"].as_array().expect("violations").iter().filter_map(|it| it["check"].as_str()).collect();
    assert_eq!(
        checks,
        ["hostNamespaces", "hostPorts"],
        "an absent hostPort is the containerPort in the host's network"
    );
    assert_eq!(report["workloads"][1]["allowed"], true);
}

#[test]
fn levels_exit_and_text() {
    let fine = POD.split("---\n").nth(1).expect("two documents");
    assert_eq!(run_with(&["pss", "check", "-"], fine).code, Some(0));
    assert_eq!(run_with(&["pss", "check", "-", "--exit-zero"], POD).code, Some(0));
    for (lang, says) in [("en", "restricted"), ("ja", "restricted")] {
        let text = run_with(&["pss", "check", "-", "--lang", lang], POD);
        assert!(text.out.contains(says) && text.out.contains("hostNamespaces"), "{}", text.out);
    }
    let broken = run_with(&["pss", "check", "-", "--format", "json"], &format!("{fine}---\na: ["));
    assert_eq!(broken.code, Some(12), "what cannot be read is not fine");
    assert!(broken.err.contains("<stdin>:"), "{}", broken.err);
}
