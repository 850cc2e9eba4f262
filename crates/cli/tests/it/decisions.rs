//! What a person decides about findings: suppressions and baselines.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Run, assert_valid, sekisho};

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: dify}\nspec:\n  hostPID: true\n  containers: [{name: c, image: nginx}]\n";

fn audit(folder: &Path, arguments: &[&str]) -> Run {
    let today: &[&str] = if arguments.contains(&"--today") { &[] } else { &["--today", "2026-11-24"] };
    let all = [&["audit", "."], today, arguments].concat();
    sekisho(folder, &all).output().expect("the program starts").into()
}

fn report(folder: &Path, arguments: &[&str]) -> Value {
    let report = audit(folder, &[&["--format", "json"], arguments].concat()).json();
    assert_valid("audit.schema.json", &report);
    report
}

fn rules(list: &Value) -> Vec<String> {
    let all = list.as_array().expect("a list");
    all.iter().map(|it| it["rule"].as_str().unwrap_or("").to_owned()).collect()
}

fn folder(manifest: &str, settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.yaml"), manifest).expect("a file");
    if !settings.is_empty() {
        fs::write(folder.path().join("sekisho.yaml"), settings).expect("a file");
    }
    folder
}

#[test]
fn a_comment_suppresses_until_its_day() {
    let comment = " # sekisho: ignore host-namespace until=2026-11-24 reason=\"until the agent moves\"";
    let folder = folder(&POD.replace("hostPID: true", &format!("hostPID: true{comment}")), "");
    let now = report(folder.path(), &[]);
    assert!(!rules(&now["findings"]).contains(&"host-namespace".to_owned()));
    assert_eq!(rules(&now["suppressed"]), ["host-namespace"]);
    assert_eq!(now["suppressed"][0]["suppression"]["reason"], "until the agent moves");
    let pss = now["verdicts"].as_array().expect("verdicts").iter().find(|it| it["control"] == "PSS-2").expect("PSS-2");
    assert_eq!(pss["suppressed"], 1, "{pss}");
    let later = report(folder.path(), &["--today", "2026-11-25"]);
    let found = rules(&later["findings"]);
    assert!(
        found.contains(&"host-namespace".to_owned()) && found.contains(&"expired-suppression".to_owned()),
        "{found:?}"
    );
    let text = audit(folder.path(), &["--lang", "ja", "--full"]);
    assert!(
        text.out.contains("抑制中 1 件") && text.out.contains("2026-11-24 まで: until the agent moves"),
        "{}",
        text.out
    );
    let wrong = audit(folder.path(), &["--today", "tomorrow"]);
    assert_eq!(wrong.code, Some(2));
}

#[test]
fn sekisho_yaml_suppresses_by_name_and_its_mistakes_have_places() {
    let settings = "suppressions:\n  - {rule: host-namespace, resource: Pod dify/p, until: 2027-01-31, reason: the agent}\n  - {rule: host-port, file: a.yaml, until: 2027-01-31}\n  - {rule: host-prot, file: a.yaml, until: 2027-01-31, reason: x1}\n";
    let folder = folder(POD, settings);
    let now = report(folder.path(), &[]);
    assert_eq!(rules(&now["suppressed"]), ["host-namespace"]);
    let about: Vec<String> = now["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|it| it["location"]["file"] == "sekisho.yaml")
        .map(|it| format!("{}:{}", it["rule"].as_str().unwrap_or(""), it["location"]["line"]))
        .collect();
    assert_eq!(about, ["incomplete-suppression:3", "unused-suppression:4"]);
    fs::write(folder.path().join("sekisho.yaml"), "suppressions: [{rule: host-port, until: soon, reason: the move}]\n")
        .expect("a file");
    let wrong = audit(folder.path(), &[]);
    assert!(wrong.code == Some(2) && wrong.err.contains("sekisho.yaml:1:41"), "{}", wrong.err);
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = folder(POD, "");
    let written = audit(folder.path(), &["--write-baseline", "baseline.json"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert!(written.err.contains("baseline.json holds"), "{}", written.err);
    let value: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("baseline.json")).expect("a file")).expect("JSON");
    assert_valid("baseline.schema.json", &value);
    let n = value["findings"].as_array().map_or(0, Vec::len);
    assert!(n > 3);

    // Nothing is new, and the baseline itself is no manifest.
    let same = audit(folder.path(), &["--baseline", "baseline.json"]);
    assert_eq!(same.code, Some(0), "{}", same.out);
    assert!(same.out.contains(&format!("{n} in the baseline")), "{}", same.out);

    let text = POD.replace("hostPID: true", "hostNetwork: true");
    fs::write(folder.path().join("a.yaml"), format!("# a line more\n{text}")).expect("a file");
    let now = report(folder.path(), &["--baseline", "baseline.json"]);
    assert!(rules(&now["findings"]).contains(&"host-namespace".to_owned()), "{now}");
    assert_eq!(rules(&now["baseline"]["gone"]).iter().filter(|it| *it == "host-namespace").count(), 1);
    assert_eq!(audit(folder.path(), &["--baseline", "baseline.json"]).code, Some(12));

    fs::write(folder.path().join("broken.json"), "{\"schemaVersion\": 1").expect("a file");
    let wrong = audit(folder.path(), &["--baseline", "broken.json"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("broken.json:1:"), "{}", wrong.err);
    assert_eq!(audit(folder.path(), &["--baseline", "missing.json"]).code, Some(1));
    assert_eq!(audit(folder.path(), &["--write-baseline", "no/such/folder/b.json"]).code, Some(1));
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").map(|it| it.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

const API: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: dify}
spec:
  hostPID: true
  containers:
  - name: api
    image: langgenius/dify-api:1.15.0
    env: [{name: MODE, value: api}]
";

/// The file once what can be mended is; what `--diff` would show is the same.
fn mended(folder: &Path, arguments: &[&str]) -> String {
    let diff = audit(folder, &[&["--diff"], arguments].concat());
    let fix = audit(folder, &[&["--fix"], arguments].concat());
    let told = |run: &Run, word: &str| -> Vec<String> {
        run.err.lines().filter_map(|it| it.strip_prefix(word)).map(str::to_owned).collect()
    };
    assert_eq!(told(&diff, "would fix: "), told(&fix, "fixed: "));
    fs::read_to_string(folder.join("a.yaml")).expect("a file")
}

#[test]
fn what_a_comment_suppresses_is_not_mended() {
    let comment = " # sekisho: ignore host-namespace until=2026-11-24 reason=\"until the agent moves\"";
    let written = API.replace("hostPID: true", &format!("hostPID: true{comment}"));
    let folder = folder(&written, "");
    let text = mended(folder.path(), &[]);
    assert!(text.contains(&format!("  hostPID: true{comment}\n")) && text.contains("drop: [ALL]"), "{text}");
    let later = mended(folder.path(), &["--today", "2026-11-25"]);
    assert!(later.contains(&format!("  hostPID: false{comment}\n")), "its last day has passed: {later}");
}

#[test]
fn what_sekisho_yaml_suppresses_is_not_mended() {
    let settings = "suppressions:\n  - {rule: host-namespace, resource: Pod dify/api, until: 2026-11-24, reason: the agent}\n  - {rule: capabilities-not-dropped, file: a.yaml, until: 2026-11-24, reason: the agent}\n";
    let folder = folder(API, settings);
    let text = mended(folder.path(), &[]);
    assert!(text.contains("hostPID: true") && !text.contains("capabilities"), "{text}");
    assert!(text.contains("allowPrivilegeEscalation: false"), "{text}");
    let later = mended(folder.path(), &["--today", "2026-11-25"]);
    assert!(later.contains("hostPID: false") && later.contains("drop: [ALL]"), "{later}");
}

#[test]
fn what_a_baseline_knows_is_not_mended() {
    let folder = folder(API, "");
    audit(folder.path(), &["--write-baseline", "known.json"]);
    let known = ["--baseline", "known.json", "--unsafe-fixes"];
    assert_eq!(mended(folder.path(), &known), API);
    // What is new beside it is mended, and the known stays.
    fs::write(folder.path().join("b.yaml"), API.replace("name: api, n", "name: api-2, n")).expect("a file");
    assert_eq!(mended(folder.path(), &known), API);
    let new = fs::read_to_string(folder.path().join("b.yaml")).expect("a file");
    assert!(new.contains("hostPID: false") && new.contains("readOnlyRootFilesystem: true"), "{new}");
    assert!(mended(folder.path(), &[]).contains("hostPID: false"), "without the baseline nothing is known");
}

/// What somebody else hands in may say anything: with `--no-suppressions` it is judged, counted, tried and mended as if it said nothing.
#[test]
fn without_suppressions_an_input_is_one_that_has_none() {
    const COMMENT: &str = " # sekisho: ignore published-default-credential,runs-as-root,missing-resource-limits,unpinned-image,host-namespace,capabilities-not-dropped until=2026-11-30 reason=\"x\"";
    let text = |path: &str| fs::read_to_string(crate::root().join("examples/as-found").join(path)).expect("an example");
    let plain = ["30-api.yaml", "50-sandbox.yaml"].map(text).join("---\n");
    let says = |line: &str| match line.trim() {
        "" | "---" => line.to_owned(),
        written if written.contains('#') || written.ends_with('|') => line.to_owned(),
        _ => format!("{line}{COMMENT}"),
    };
    let written: Vec<String> = plain.lines().map(says).collect();
    let (one, other) = (folder(&plain, ""), folder(&written.join("\n"), ""));
    assert_ne!(audit(one.path(), &[]).out, audit(other.path(), &[]).out, "the comments leave something out");
    for form in [&["--format", "text"][..], &["--format", "markdown"], &["--concise"], &["--statistics"]] {
        let asked = [&["--no-suppressions"], form].concat();
        let (one, other) = (audit(one.path(), &asked), audit(other.path(), &asked));
        assert_eq!((one.out.replace(COMMENT, ""), one.code), (other.out.replace(COMMENT, ""), other.code), "{form:?}");
    }
    let mended = |it: &Path| mended(it, &["--no-suppressions"]).replace(COMMENT, "").trim_end().to_owned();
    let (one, other) = (mended(one.path()), mended(other.path()));
    assert!(one.contains("drop: [ALL]"), "{one}");
    assert_eq!(one, other);
}

#[test]
fn settings_that_are_not_read_are_not_read_by_what_comes_next() {
    let settings = "suppressions:\n  - {rule: host-namespace, resource: Pod dify/api, until: 2026-11-30, reason: x}\n";
    let folder = folder(API, settings);
    let commands = |arguments: &[&str]| -> Vec<String> {
        let screen = audit(folder.path(), arguments).out;
        screen.lines().filter_map(|it| it.trim().strip_prefix("$ ")).map(str::to_owned).collect()
    };
    let (read, unread) = (commands(&[]), commands(&["--config", "none"]));
    assert!(read.len() > 2 && read.iter().all(|it| !it.contains("--config")), "{read:?}");
    assert!(unread.len() > 2 && unread.iter().all(|it| it.contains(". --config none")), "{unread:?}");
}
