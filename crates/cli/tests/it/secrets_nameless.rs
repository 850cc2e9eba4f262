//! A credential that its form alone tells has its file for a name: who accepts one accepts one, and what was accepted before, without the
//! file, is named as outdated and covers nothing.

use std::fs;

use serde_json::Value;

use crate::Run;
use crate::repository::Repo;

/// A token that is nobody's, put together so that no scanner takes this file for a leak.
fn token(letter: char) -> String {
    ["ghp_", &letter.to_string(), "q7Rw1Lm4Tb9Vd2YsKzXc5NhJf8PgUeA3iO6"].concat()
}

fn two_files() -> Repo {
    let repo = Repo::new();
    repo.write("a.txt", &format!("see {}\n", token('x')));
    repo.write("folder/b.txt", &format!("see {}\n", token('y')));
    repo.commit("tokens");
    repo
}

fn fingerprints(run: &Run) -> Vec<(String, String)> {
    let whole = run.json();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or("").to_owned();
    let found = whole["findings"].as_array().expect("findings").iter();
    found.map(|it| (text(it, "file"), text(it, "fingerprint"))).collect()
}

fn scan(repo: &Repo, arguments: &[&str]) -> Vec<(String, String)> {
    fingerprints(&repo.secrets(&[&["scan", "--format", "json"][..], arguments].concat()))
}

#[test]
fn the_file_is_in_the_name_however_it_is_looked_at() {
    let repo = two_files();
    let whole = scan(&repo, &["."]);
    assert_eq!(whole.len(), 2, "{whole:?}");
    assert_ne!(whole[0].1, whole[1].1, "two files, two names");
    let names = |found: &[(String, String)]| {
        let mut names: Vec<String> = found.iter().map(|it| it.1.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&scan(&repo, &["--history"])), names(&whole));
    assert_eq!(names(&scan(&repo, &["./a.txt", "folder"])), names(&whole));
    let absolute = repo.path().join("folder/b.txt");
    assert_eq!(scan(&repo, &[&absolute.to_string_lossy()])[0].1, scan(&repo, &["folder/b.txt"])[0].1);
}

#[test]
fn accepting_one_accepts_one() {
    let repo = two_files();
    let whole = scan(&repo, &["."]);
    let (file, fingerprint) = &whole[0];
    let run = repo.secrets(&["ignore", fingerprint, "--reason", "a test's", "."]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("It covers 1 value in 1 file."), "{}", run.out);
    let left = scan(&repo, &["."]);
    assert_eq!(left.len(), 1, "{left:?}");
    assert_ne!(&left[0].0, file);
}

/// The name that such a finding had before: of its rule and its form alone.
fn former(repo: &Repo) -> String {
    let alone = leaks::scan("a.txt", &fs::read_to_string(repo.path().join("a.txt")).expect("a file"));
    alone[0].fingerprint.clone()
}

#[test]
fn an_old_ignore_is_named_and_covers_nothing() {
    let repo = two_files();
    let old = former(&repo);
    repo.write(&format!(".sekisho/ignore/{old}"), "rule: github-token\nreason: old\ntag: 00\n");
    let run = repo.secrets(&["scan", "."]);
    assert_ne!(run.code, Some(0), "it covers nothing");
    assert_eq!(run.out.matches("ignore it anew by the one shown here").count(), 2, "{}", run.out);
}

#[test]
fn an_old_baseline_is_named_and_covers_nothing() {
    let repo = two_files();
    let old = former(&repo);
    let known = format!(
        "{{\"schemaVersion\": 1, \"findings\": [{{\"fingerprint\": \"{old}\", \"rule\": \"github-token\", \"place\": \"a.txt:1:5\"}}]}}\n"
    );
    repo.write("baseline.json", &known);
    let run = repo.secrets(&["scan", "--baseline", "baseline.json", "a.txt", "folder"]);
    assert_ne!(run.code, Some(0), "it covers nothing");
    assert!(run.err.contains(&format!("{old} in the baseline is outdated")), "{}{}", run.out, run.err);
    for (_, new) in scan(&repo, &["a.txt", "folder"]) {
        assert!(run.err.contains(&new), "{new} is named: {}", run.err);
    }
}
