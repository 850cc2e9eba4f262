//! The fixes in SARIF, made by the one who reads it.

use std::fs;

use serde_json::Value;

use crate::sekisho;

/// Documents in which one finding can be mended, so that making its fix is `--fix`.
const ONE_FIX: &[(&str, &str)] = &[
    (
        "one-line.yaml",
        "\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {x: 関所😀, containers: [{name: web, image: 'langgenius/dify-web:1.15.0', securityContext: {runAsNonRoot: true, runAsUser: 1001, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}], hostIPC: true, automountServiceAccountToken: false, securityContext: {seccompProfile: {type: RuntimeDefault}}} # ours
",
    ),
    (
        "pod.yaml",
        "\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostPID: true # why?
  automountServiceAccountToken: false
  securityContext: {seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: web
    image: langgenius/dify-web:1.15.0
    securityContext:
      allowPrivilegeEscalation: false
      runAsNonRoot: true
      runAsUser: 1001
      capabilities: {drop: [ALL]}
",
    ),
    (
        "no-break.yaml",
        "\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: langgenius/dify-web:1.15.0
    securityContext:
      allowPrivilegeEscalation: false
      runAsNonRoot: true
      runAsUser: 1001
      capabilities: {drop: [ALL]}
  securityContext: {seccompProfile: {type: RuntimeDefault}}",
    ),
];

/// The byte of a line and a column of characters, both from 1.
fn byte(text: &str, line: &Value, column: &Value) -> usize {
    let number = |it: &Value| it.as_u64().expect("a number") as usize - 1;
    let start: usize = text.split_inclusive('\n').take(number(line)).map(str::len).sum();
    start + text[start..].chars().take(number(column)).map(char::len_utf8).sum::<usize>()
}

fn made(text: &str, fix: &Value) -> String {
    let mut out = text.to_owned();
    let replacements = fix["artifactChanges"][0]["replacements"].as_array().expect("replacements");
    for it in replacements.iter().rev() {
        let region = &it["deletedRegion"];
        let start = byte(text, &region["startLine"], &region["startColumn"]);
        let end = byte(text, &region["endLine"], &region["endColumn"]);
        out.replace_range(start..end, it["insertedContent"]["text"].as_str().unwrap_or(""));
    }
    out
}

#[test]
fn making_the_fix_of_a_result_is_what_fix_does() {
    for (name, written) in ONE_FIX {
        for text in [(*written).to_owned(), written.replace('\n', "\r\n")] {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join(name);
            fs::write(&file, &text).expect("written");
            let run = |arguments: &[&str]| sekisho(folder.path(), arguments).output().expect("it runs").stdout;
            let sarif: Value = serde_json::from_slice(&run(&["audit", "--format", "sarif", "."])).expect("JSON");
            let results = sarif["runs"][0]["results"].as_array().expect("results");
            let fixes = results.iter().filter_map(|it| it["fixes"].as_array()).flatten();
            let safe: Vec<&Value> = fixes
                .filter(|it| it["description"]["text"].as_str().is_some_and(|it| it.starts_with("change ")))
                .collect();
            let [fix] = safe.as_slice() else { panic!("{name}: {} fixes", safe.len()) };
            assert_eq!(fix["artifactChanges"][0]["artifactLocation"]["uri"], *name);
            run(&["audit", "--fix", "."]);
            let mended = fs::read_to_string(&file).expect("a file");
            assert_ne!(mended, text);
            assert_eq!(made(&text, fix), mended, "{name}");
        }
    }
}
