//! The scan in a real git repository.

use std::fs;

use crate::repository::{Repo, VALUE, dsn, findings};
use crate::{Run, sekisho};

#[test]
fn what_git_cannot_hand_over_is_never_called_clean() {
    let repo = Repo::new();
    repo.write("app.py", &dsn());
    repo.git(&["add", "-A"]);
    let id = repo.git(&["rev-parse", ":app.py"]);
    let object = repo.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::remove_file(&object).expect("a loose object");
    let lost = repo.secrets(&["scan", "--staged"]);
    assert_eq!((lost.code, lost.out.as_str()), (Some(1), ""), "{}", lost.err);
    assert!(lost.err.contains("app.py"), "{}", lost.err);
    fs::write(&object, [0; 64]).expect("a file");
    let broken = repo.secrets(&["scan", "--staged"]);
    assert_eq!((broken.code, broken.out.as_str()), (Some(1), ""), "{}", broken.err);
}

#[test]
fn one_staged_binary_file_is_one() {
    let repo = Repo::new();
    repo.write("a.bin", "a\0b");
    repo.commit("a binary");
    repo.write("a.bin", "a\0c");
    repo.git(&["add", "-A"]);
    let run = repo.secrets(&["scan", "--staged", "--format", "json"]).json();
    assert_eq!(run["skipped"]["binary"], 1, "{run}");
}

#[test]
fn only_what_is_new_is_reported() {
    let repo = Repo::new();
    repo.write("app.py", &format!("a = 1\n{}", dsn()));
    repo.commit("leak");
    repo.write("app.py", &format!("a = 1\nb = 2\n{}c = 3\n", dsn()));
    assert!(repo.staged().is_empty(), "lines around it");
    repo.git(&["mv", "app.py", "moved/app.py"].map(|it| if it == "moved/app.py" { "moved.py" } else { it }));
    assert!(repo.staged().is_empty(), "a rename");
    repo.write("moved.py", &format!("{}{}", dsn(), dsn()));
    assert_eq!(repo.staged().len(), 2, "a copy");
    repo.git(&["reset", "-q", "--hard"]);
    repo.write("app.py", "a = 1\n");
    assert!(repo.staged().is_empty(), "taken out");
}

#[test]
fn a_merge_reports_what_neither_side_had() {
    let repo = Repo::new();
    repo.write("both.txt", "one\n");
    repo.commit("base");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("both.txt", "side\n");
    repo.write("app.py", &dsn());
    repo.commit("side, with a leak that was let through");
    repo.git(&["checkout", "-q", "main"]);
    repo.write("both.txt", "main\n");
    repo.commit("main");
    assert_eq!(repo.try_git(&["merge", "-q", "side"]).code, Some(1), "a conflict");
    repo.write("both.txt", "both\n");
    assert!(repo.staged().is_empty(), "the side's leak was committed there");
    repo.write("both.txt", &format!("API_KEY={VALUE}\n"));
    assert_eq!(repo.staged(), ["both.txt:1 plaintext-credential"]);
    repo.commit("evil merge");
    let found = findings(&repo.secrets(&["scan", "--history", "--format", "json"]));
    assert_eq!(found, ["app.py:1 credential-in-url", "both.txt:1 plaintext-credential"]);
}

#[test]
fn no_value_comes_out() {
    let repo = Repo::new();
    repo.write("app.py", &dsn());
    repo.write(".env", &format!("SECRET_KEY={VALUE}\n{VALUE}_TOKEN={VALUE}\nX_PASSWORD='{VALUE} {VALUE}'\n"));
    repo.write("run.sh", &format!("redis-cli -a {VALUE}\nx --password {VALUE} --token={VALUE}\n"));
    repo.write(
        "s.yaml",
        &format!("kind: Secret\napiVersion: v1\nstringData: {{a: {VALUE}, b_password: \"x: {VALUE}\"}}\n"),
    );
    repo.write("broken.yaml", &format!("password: {VALUE}\n  x: [\n"));
    repo.git(&["add", "-A"]);
    let run = |arguments: &[&str]| {
        let run = repo.secrets(arguments);
        for piece in [VALUE, &VALUE[..10], &VALUE[10..]] {
            assert!(!run.out.contains(piece) && !run.err.contains(piece), "{arguments:?}: {}{}", run.out, run.err);
        }
        assert!(!run.out.is_empty());
    };
    for lang in ["en", "ja"] {
        for format in ["text", "json"] {
            run(&["scan", ".", "--format", format, "--lang", lang]);
            run(&["scan", "--staged", "--format", format, "--lang", lang]);
        }
    }
    repo.commit("all");
    run(&["scan", "--history"]);
    run(&["scan", "--history", "--format", "json"]);
}

#[test]
fn what_the_repository_configures_changes_nothing() {
    let repo = Repo::new();
    for (name, value) in [
        ("color.ui", "always"),
        ("log.showSignature", "true"),
        ("diff.noprefix", "true"),
        ("diff.relative", "true"),
        ("diff.external", "false"),
        ("core.quotePath", "true"),
        ("format.pretty", "oneline"),
    ] {
        repo.git(&["config", name, value]);
    }
    repo.write("設定/app 1.py", &dsn());
    assert_eq!(repo.staged(), ["設定/app 1.py:1 credential-in-url"]);
    repo.commit("x");
    assert_eq!(
        findings(&repo.secrets(&["scan", "--history", "--format", "json"])),
        ["設定/app 1.py:1 credential-in-url"]
    );
    let empty = tempfile::tempdir().expect("a folder");
    let none: Run = sekisho(empty.path(), &["secrets", "scan", "--staged"]).output().expect("starts").into();
    assert_eq!(none.code, Some(1), "{}", none.err);
    assert!(none.err.contains("not a git repository"), "{}", none.err);
}

#[test]
fn the_first_commit_of_all_is_scanned() {
    let repo = Repo::empty();
    assert_eq!(repo.secrets(&["scan", "--history"]).code, Some(0));
    repo.write("app.py", &dsn());
    fs::write(repo.path().join("image.bin"), [0, 1, 2, 3]).expect("a file");
    assert_eq!(repo.staged(), ["app.py:1 credential-in-url"]);
    assert!(repo.secrets(&["scan", "--staged"]).out.contains("1 binary"));
}

#[test]
fn the_history_judges_a_text_by_every_name_it_had() {
    let repo = Repo::new();
    repo.write("settings.py", &format!("DB_PASSWORD={VALUE}\n"));
    repo.write("notes.md", &format!("SECRET_KEY={VALUE}\n"));
    repo.commit("an expression of Python's, and a text for people");
    repo.git(&["mv", "settings.py", ".env"]);
    repo.git(&["mv", "notes.md", "api.env"]);
    repo.commit("settings now");
    let run = repo.secrets(&["scan", "--history", "--format", "json"]);
    assert_eq!(
        findings(&run),
        ["notes.md:1 plaintext-credential", ".env:1 plaintext-credential", "api.env:1 plaintext-credential"]
    );
    assert_eq!(run.code, Some(12), "what only looks like one in a text for people is one in settings");
    repo.git(&["mv", "api.env", "elsewhere.env"]);
    repo.commit("moved");
    assert_eq!(findings(&repo.secrets(&["scan", "--history", "--format", "json"])).len(), 3, "a move is no new leak");
}
