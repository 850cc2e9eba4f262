//! Help, mistakes, settings: what a new user meets.

use std::fs;

use crate::{root, run, run_with, sekisho};

#[test]
fn help_exists_in_both_languages() {
    let english = run(&["--help"]);
    assert_eq!(english.code, Some(0));
    assert!(english.out.contains("Judge manifests") && english.out.contains("Exit codes"));
    for command in [
        &["--help", "--lang", "ja"][..],
        &["audit", "--help", "--lang=ja"],
        &["pss", "check", "--help", "--lang", "ja"],
        &["network", "can", "--help", "--lang", "ja"],
    ] {
        let japanese = run(command);
        assert_eq!(japanese.code, Some(0), "{command:?}");
        for english in ["Usage", "Options", "Arguments", "Commands", "Print help"] {
            assert!(!japanese.out.contains(english), "{command:?} says {english:?}:\n{}", japanese.out);
        }
    }
}

#[test]
fn the_language_comes_from_the_locale() {
    let mut command = sekisho(&root(), &["audit", "no-such-file"]);
    let output = command.env("LANG", "ja_JP.UTF-8").output().expect("the program starts");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("エラー: no-such-file"));
}

#[test]
fn wrong_use_is_code_2_and_names_the_way_out() {
    for (arguments, says) in [
        (&["audti"][..], "audit"),
        (&["audit", "--fromat", "json"], "--format"),
        (&["audit", "--format", "xml"], "sarif"),
        (&["pss", "check", "--version", "1.30x", "-"], "v1.30"),
    ] {
        for lang in ["en", "ja"] {
            let result = run(&[arguments, &["--lang", lang]].concat());
            assert_eq!(result.code, Some(2), "{arguments:?}: {}", result.err);
            assert!(result.err.contains(says), "{arguments:?}: {}", result.err);
            assert_eq!(lang == "ja", result.err.starts_with("エラー"), "{arguments:?}: {}", result.err);
        }
    }
}

#[test]
fn what_cannot_be_done_is_code_1_and_says_why() {
    let missing = run(&["audit", "no/such/file.yaml"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.err.contains("no/such/file.yaml"), "{}", missing.err);
    let empty = run_with(&["audit", "-"], "  \n");
    assert_eq!(empty.code, Some(1));
    assert!(empty.err.contains("helm template"), "{}", empty.err);
    let folder = tempfile::tempdir().expect("a folder");
    let output = sekisho(folder.path(), &["audit"]).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(1), "an empty folder holds nothing to judge");
}

#[test]
fn settings_are_found_and_their_mistakes_have_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let manifest =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: mine}\nspec: {containers: [{name: c, image: corp/x:1.2.3}]}\n";
    fs::write(folder.path().join("a.yaml"), manifest).expect("a file");
    fs::write(folder.path().join("sekisho.yaml"), "components: {mine: sandbox}\n").expect("a file");
    let output = sekisho(folder.path(), &["audit", "--format", "json"]).output().expect("the program starts");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["inventory"]["components"][0]["component"], "sandbox");
    assert_eq!(report["inventory"]["components"][0]["version"], "1.2.3");

    fs::write(folder.path().join("sekisho.yaml"), "components: {mine: sandbx}\n").expect("a file");
    let output = sekisho(folder.path(), &["audit"]).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("sekisho.yaml:1:20") && error.contains("did you mean `sandbox`"), "{error}");
}

#[test]
fn explain_knows_every_rule_and_control() {
    let list = run(&["explain"]);
    assert_eq!(list.code, Some(0));
    assert!(list.out.contains("published-default-credential") && list.out.contains("NET-2"));
    for id in ["published-default-credential", "NET-2", "net-2"] {
        for lang in ["en", "ja"] {
            let page = run(&["explain", id, "--lang", lang]);
            assert_eq!(page.code, Some(0), "{id}");
            assert!(page.out.lines().count() > 3, "{}", page.out);
        }
    }
    let unknown = run(&["explain", "published-default-credental"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("published-default-credential"), "{}", unknown.err);
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let result = run(&["completions", shell]);
        assert!(result.code == Some(0) && result.out.contains("audit"), "{shell}");
    }
    let page = run(&["man"]);
    assert!(page.out.contains(".TH sekisho") && page.out.contains("audit"));
}

#[test]
fn colour_is_for_terminals_or_for_who_asks() {
    let plain = run(&["audit", "examples/as-found"]);
    assert!(!plain.out.contains('\u{1b}'));
    let coloured = run(&["audit", "examples/as-found", "--color", "always"]);
    assert!(coloured.out.contains('\u{1b}'));
}
