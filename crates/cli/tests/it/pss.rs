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

/// A workload that is refused is a finding with an id that `explain` knows, and so is a sentence that is refuted: both can be lived with.
#[test]
fn what_is_refused_or_refuted_is_a_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: sandbox, namespace: dify}\nspec:\n  hostPID: true\n  containers: [{name: sandbox, image: 'langgenius/dify-sandbox:0.2.12', env: [{name: API_KEY, value: x}]}]\n";
    std::fs::write(folder.path().join("pod.yaml"), pod).expect("written");
    for (command, id) in [(["pss", "check"], "host-namespace"), (["network", "prove"], "refuted-invariant")] {
        let run = |more: &[&str]| -> crate::Run {
            let arguments = [&command[..], &["pod.yaml"], more].concat();
            crate::sekisho(folder.path(), &arguments).output().expect("it starts").into()
        };
        let sarif = run(&["--format", "sarif"]);
        assert_eq!(sarif.code, Some(12), "{}", sarif.err);
        assert!(sarif.out.contains(&format!("\"ruleId\":\"{id}\"")), "{}", sarif.out);
        assert!(run(&["--format", "junit"]).out.contains(&format!("sekisho {}", command.join(" "))));
        assert!(run(&["--format", "html"]).out.contains(id));
        assert_eq!(crate::run(&["explain", id]).code, Some(0));
        assert_eq!(run(&["--fail-on", "critical"]).code, Some(0));
        assert_eq!(run(&["--write-baseline", "base.json"]).code, Some(0));
        assert_eq!(run(&["--baseline", "base.json"]).code, Some(0), "{id}");
        std::fs::remove_file(folder.path().join("base.json")).expect("removed");
    }
    assert!(crate::run(&["explain", "hostNamespaces"]).out.contains("host-namespace"));
}
