//! `sekisho audit`.

use std::collections::BTreeSet;

use crate::{assert_valid, root, run, run_with, sekisho};

const CLEAN: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {a: b}\n";

#[test]
fn the_example_shows_what_it_was_written_for() {
    let result = run(&["audit", "examples/as-found", "--format", "json"]);
    assert_eq!(result.code, Some(13), "{}", result.err);
    let report = result.json();
    assert_valid("audit.schema.json", &report);
    let found: BTreeSet<String> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|it| {
            let location = &it["location"];
            let file = location["file"].as_str().unwrap_or("").trim_start_matches("examples/as-found/");
            format!(
                "{file}:{} {} {}",
                location["line"],
                it["severity"].as_str().unwrap_or(""),
                it["rule"].as_str().unwrap_or("")
            )
        })
        .collect();
    insta::assert_snapshot!("as_found", found.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_failing_control_has_a_finding_and_every_verdict_a_reason() {
    let report = run(&["audit", "examples/as-found", "--format", "json"]).json();
    let findings = report["findings"].as_array().expect("findings");
    for verdict in report["verdicts"].as_array().expect("verdicts") {
        assert!(!verdict["reason"].as_str().unwrap_or("").is_empty(), "{verdict}");
        if verdict["verdict"] == "fail" {
            let has =
                |it: &serde_json::Value| it["controls"].as_array().is_some_and(|all| all.contains(&verdict["control"]));
            assert!(findings.iter().any(has), "{verdict}");
        }
        if verdict["verdict"] == "pass" {
            assert!(verdict["looked"].as_u64() > Some(0), "{verdict}");
        }
    }
}

#[test]
fn standard_input_is_read_and_named() {
    let text = std::fs::read_to_string(root().join("examples/as-found/60-stores.yaml")).expect("the example");
    let report = run_with(&["audit", "-", "--format", "json"], &text).json();
    assert_eq!(report["findings"][0]["location"]["file"], "<stdin>");
}

#[test]
fn fingerprints_survive_a_move_and_do_not_depend_on_the_value() {
    let text = |password: &str, more: &str| {
        format!(
            "{more}apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: x}}\ndata:\n  DB_PASSWORD: {password}\n"
        )
    };
    let prints = |text: &str| -> BTreeSet<String> {
        let report = run_with(&["audit", "-", "--format", "json"], text).json();
        let all = report["findings"].as_array().expect("findings").clone();
        all.iter().map(|it| it["fingerprint"].as_str().unwrap_or("").to_owned()).collect()
    };
    let one = prints(&text("Kq7wRz1LmN4xTb9Vd2Ys", ""));
    assert!(!one.is_empty());
    assert_eq!(one, prints(&text("Zp3vHf8QjC6nGk5Xr0Wu", "# a line more\n\n")));
}

#[test]
fn exit_codes_follow_the_worst_finding() {
    assert_eq!(run_with(&["audit", "-", "--exit-zero"], "a: [").code, Some(0));
    assert_eq!(run_with(&["audit", "-"], "a: [").code, Some(12), "a broken document is of high severity");
    assert_eq!(run_with(&["audit", "-"], CLEAN).code, Some(0));
    assert_eq!(run_with(&["audit", "-", "--fail-on-unknown"], CLEAN).code, Some(12));
}

#[test]
fn both_languages_say_the_same_findings() {
    let english = run(&["audit", "examples/as-found", "--format", "json", "--lang", "en"]).json();
    let japanese = run(&["audit", "examples/as-found", "--format", "json", "--lang", "ja"]).json();
    let places = |report: &serde_json::Value| -> Vec<String> {
        let all = report["findings"].as_array().expect("findings").clone();
        all.iter().map(|it| format!("{} {} {}", it["rule"], it["location"], it["fingerprint"])).collect()
    };
    assert_eq!(places(&english), places(&japanese));
    for finding in japanese["findings"].as_array().expect("findings") {
        let message = finding["message"].as_str().expect("a message");
        assert!(message.chars().any(|it| it > '\u{3000}'), "not Japanese: {message}");
    }
}

#[test]
fn sarif_is_sarif() {
    let report = run(&["audit", "examples/as-found", "--format", "sarif"]).json();
    assert_eq!(report["version"], "2.1.0");
    assert_eq!(report["runs"][0]["columnKind"], "unicodeCodePoints");
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in report["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = sekisho(&root(), &["audit", "examples/as-found", "--exit-zero"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
