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
    assert_eq!(run.code, Some(13), "what only looks like one in a text for people is one in settings");
    repo.git(&["mv", "api.env", "elsewhere.env"]);
    repo.commit("moved");
    assert_eq!(findings(&repo.secrets(&["scan", "--history", "--format", "json"])).len(), 3, "a move is no new leak");
}

/// Store files, as the guard sees them.
#[test]
fn an_encrypted_file_passes_and_one_saved_decrypted_is_stopped() {
    let repo = Repo::new();
    let (key, public) = vault::generate();
    fs::write(repo.path().join(".git/age.key"), &*key).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = sekisho(repo.path(), &[&["secrets"], arguments].concat());
        let run: Run =
            command.env("SEKISHO_AGE_KEY_FILE", repo.path().join(".git/age.key")).output().expect("it starts").into();
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.out
    };
    repo.git(&["config", "core.hooksPath", ".git/hooks"]);
    run(&["guard", "install"]);
    repo.write(".sops.yaml", &format!("creation_rules:\n  - path_regex: ^stores/\n    age: {}\n", public.as_str()));
    let plain = "# of production\nHOST: postgres\nWORD: sunshine\n";
    for name in ["stores/a.yaml", "any.yaml", "named.enc.yaml"] {
        repo.write(name, plain);
        run(&["encrypt", name, "-r", public.as_str()]);
    }
    // Encrypted, all of them pass, by the hook itself.
    repo.git(&["add", "-A"]);
    let passed = repo.try_git(&["commit", "-q", "-m", "stores"]);
    assert_eq!(passed.code, Some(0), "{}{}", passed.out, passed.err);
    assert!(findings(&repo.scan(&["scan", ".", "--format", "json"])).is_empty());

    // Known by HEAD alone, by .sops.yaml, by the name.
    let saved = |name: &str| {
        let decrypted = run(&["show", name, "--reveal"]);
        assert_eq!(decrypted, plain);
        repo.write(name, &decrypted);
    };
    saved("any.yaml");
    assert_eq!(repo.staged(), ["any.yaml:2 decrypted-store", "any.yaml:3 decrypted-store"]);
    let stopped = repo.try_git(&["commit", "-q", "-m", "slip"]);
    assert_ne!(stopped.code, Some(0));
    let said = stopped.out + &stopped.err;
    assert!(said.contains("sekisho secrets encrypt FILE") && !said.contains("sunshine"), "{said}");
    repo.git(&["reset", "-q", "--hard"]);
    for name in ["stores/a.yaml", "named.enc.yaml"] {
        saved(name);
        let found = [format!("{name}:2 decrypted-store"), format!("{name}:3 decrypted-store")];
        assert_eq!(findings(&repo.scan(&["scan", ".", "--format", "json"])), found);
        repo.git(&["reset", "-q", "--hard"]);
    }
    repo.write("stores/new.env", "A=sunshine\n");
    repo.write("other/new.env", "A=sunshine\n");
    assert_eq!(repo.staged(), ["stores/new.env:1 decrypted-store"]);
    repo.git(&["reset", "-q", "--hard"]);

    // Encrypted but for one value that was written by hand.
    let text = fs::read_to_string(repo.path().join("any.yaml")).expect("read");
    repo.write("any.yaml", &text.replace("sops:\n", "LATE: sunshine\nsops:\n"));
    assert_eq!(repo.staged(), ["any.yaml:4 decrypted-store"]);
    // A rule that cannot be read is no rule that nothing matches.
    repo.write(".sops.yaml", "creation_rules:\n  - path_regex: '('\n");
    let broken = repo.scan(&["scan", "."]);
    assert!(broken.code == Some(1) && broken.err.contains(".sops.yaml:2:17"), "{}", broken.err);
}
