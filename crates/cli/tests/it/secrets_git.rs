//! The scan and the guard in a real git repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::{Run, sekisho};

struct Repo(TempDir);

impl Repo {
    fn new() -> Repo {
        let repo = Repo(tempfile::tempdir().expect("a folder"));
        repo.git(&["init", "-q", "-b", "main", "."]);
        repo.write("README.md", "# x\n");
        repo.commit("first");
        repo
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn try_git(&self, arguments: &[&str]) -> Run {
        let binary = Path::new(env!("CARGO_BIN_EXE_sekisho")).parent().expect("a folder");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binary.display());
        let mut command = Command::new("git");
        command.args(["-c", "user.name=n", "-c", "user.email=e@x"]).args(arguments).current_dir(self.path());
        command.env_clear().env("PATH", path).env("HOME", self.path().join("nobody")).env("GIT_CONFIG_NOSYSTEM", "1");
        command.output().expect("git is here").into()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.out, run.err);
        run.out.trim().to_owned()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--no-verify", "-m", message]);
    }

    fn scan(&self, arguments: &[&str]) -> Run {
        let key = self.path().join(".git/test.key");
        let key = key.to_string_lossy();
        let all = [&["secrets"][..], arguments, &["--ignore-key", &key]].concat();
        sekisho(self.path(), &all).output().expect("the program starts").into()
    }

    /// The staged findings as `file:line rule`.
    fn staged(&self) -> Vec<String> {
        self.git(&["add", "-A"]);
        findings(&self.scan(&["scan", "--staged", "--format", "json"]))
    }
}

fn findings(run: &Run) -> Vec<String> {
    let whole = run.json();
    crate::assert_valid("leaks.schema.json", &whole);
    let line = |it: &serde_json::Value| {
        format!("{}:{} {}", it["file"].as_str().unwrap_or(""), it["line"], it["rule"].as_str().unwrap_or(""))
    };
    whole["findings"].as_array().expect("findings").iter().map(line).collect()
}

const VALUE: &str = "Kq7wRz1LmN4xTb9Vd2Ys";

fn dsn() -> String {
    format!("DSN = \"postgresql://dify:{VALUE}@db:5432/dify\"\n")
}

#[test]
fn what_git_cannot_hand_over_is_never_called_clean() {
    let repo = Repo::new();
    repo.write("app.py", &dsn());
    repo.git(&["add", "-A"]);
    let id = repo.git(&["rev-parse", ":app.py"]);
    let object = repo.path().join(".git/objects").join(&id[..2]).join(&id[2..]);
    fs::remove_file(&object).expect("a loose object");
    let lost = repo.scan(&["scan", "--staged"]);
    assert_eq!((lost.code, lost.out.as_str()), (Some(1), ""), "{}", lost.err);
    assert!(lost.err.contains("app.py"), "{}", lost.err);
    fs::write(&object, [0; 64]).expect("a file");
    let broken = repo.scan(&["scan", "--staged"]);
    assert_eq!((broken.code, broken.out.as_str()), (Some(1), ""), "{}", broken.err);
}

#[test]
fn one_staged_binary_file_is_one() {
    let repo = Repo::new();
    repo.write("a.bin", "a\0b");
    repo.commit("a binary");
    repo.write("a.bin", "a\0c");
    repo.git(&["add", "-A"]);
    let run = repo.scan(&["scan", "--staged", "--format", "json"]).json();
    assert_eq!(run["skipped"]["binary"], 1, "{run}");
}

#[test]
fn the_guard_stops_a_commit_and_says_where() {
    let repo = Repo::new();
    assert_eq!(repo.scan(&["scan", "--staged"]).code, Some(0));
    let installed: Run = sekisho(repo.path(), &["secrets", "guard", "install"]).output().expect("starts").into();
    assert_eq!(installed.code, Some(0), "{}", installed.err);
    repo.write(
        "secret.yaml",
        &format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  DB_PASSWORD: {VALUE}\n"),
    );
    repo.write("values.yaml", &format!("redis:\n  auth:\n    password: {}\n", "difyai123456"));
    repo.write("id_rsa", &format!("-----BEGIN RSA PRIVATE {}-----\nMIIEowIBAAKCAQEA{VALUE}\n", "KEY"));
    repo.write("app.py", &format!("import os\n{}", dsn()));
    repo.git(&["add", "-A"]);
    let refused = repo.try_git(&["commit", "-q", "-m", "x"]);
    assert_eq!(refused.code, Some(1), "{}{}", refused.out, refused.err);
    let said = refused.out + &refused.err;
    for place in ["secret.yaml:5:16", "values.yaml:3:15", "id_rsa:1:1", "app.py:2:26", "secretKeyRef", "rotate"] {
        assert!(said.contains(place), "{place}: {said}");
    }
    assert!(!said.contains(VALUE) && !said.contains("difyai123456"), "{said}");
    for name in ["secret.yaml", "values.yaml", "id_rsa", "app.py"] {
        repo.git(&["rm", "-q", "--cached", name]);
        fs::remove_file(repo.path().join(name)).expect("a file");
    }
    repo.write("app.py", "DSN = os.environ['DSN']\n");
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "-q", "-m", "clean"]);
    repo.write("app.py", &dsn());
    repo.git(&["add", "-A"]);
    assert_eq!(repo.try_git(&["commit", "-q", "--amend", "-m", "amended"]).code, Some(1), "an amended commit");
}

#[test]
fn a_foreign_hook_stays() {
    let repo = Repo::new();
    repo.git(&["config", "core.hooksPath", "hooks"]);
    repo.write("hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let run = |action| -> Run { sekisho(repo.path(), &["secrets", "guard", action]).output().expect("starts").into() };
    let refused = run("install");
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("hooks/pre-commit") && refused.err.contains("--staged || exit"), "{}", refused.err);
    assert_eq!(run("uninstall").code, Some(1));
    fs::remove_file(repo.path().join("hooks/pre-commit")).expect("a file");
    assert_eq!(run("install").code, Some(0));
    assert_eq!(run("uninstall").code, Some(0));
    assert!(!repo.path().join("hooks/pre-commit").exists());
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
    let found = findings(&repo.scan(&["scan", "--history", "--format", "json"]));
    assert_eq!(found, ["app.py:1 credential-in-url", "both.txt:1 plaintext-credential"]);
}

#[test]
fn an_ignore_survives_fifty_rewrites_and_hides_no_other_value() {
    let repo = Repo::new();
    repo.write("app.py", &dsn());
    repo.write("deploy/.env", &format!("SECRET_KEY={VALUE}\n"));
    repo.commit("leaks");
    let fingerprints: Vec<String> = repo.scan(&["scan", "--history", "--format", "json"]).json()["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|it| it["fingerprint"].as_str().unwrap_or("").to_owned())
        .collect();
    assert_eq!(fingerprints.len(), 2);
    for fingerprint in &fingerprints {
        let run = repo.scan(&["ignore", fingerprint, "--reason", "a test's", "--history"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let file = fs::read_to_string(repo.path().join(".sekisho/ignore").join(fingerprint)).expect("a file");
        assert!(file.contains("a test's") && !file.contains(VALUE));
    }
    repo.commit("ignores");
    for round in 0..50 {
        let (from, to) = (format!("d{round}"), format!("d{}", round + 1));
        match round % 5 {
            0 => repo.git(&[
                "commit",
                "-q",
                "--amend",
                "--no-verify",
                "--allow-empty",
                "-m",
                &format!("amended {round}"),
            ]),
            1 => {
                repo.write(&format!("{to}/n.txt"), "n\n");
                repo.write("app.py", &format!("# round {round}\n{}", dsn()));
                repo.commit("edited");
                String::new()
            }
            2 => {
                let name = if repo.path().join("app.py").exists() { ("app.py", "b.py") } else { ("b.py", "app.py") };
                repo.git(&["mv", name.0, name.1]);
                repo.commit("renamed");
                String::new()
            }
            3 => {
                repo.git(&["reset", "-q", "--soft", "HEAD~2"])
                    + &repo.git(&["commit", "-q", "--no-verify", "-m", "squashed"])
            }
            _ => {
                repo.git(&["checkout", "-q", "-b", &from, "HEAD~1"]);
                repo.write(&format!("side{round}.txt"), "x\n");
                repo.commit("side");
                repo.git(&["rebase", "-q", "main"]);
                repo.git(&["branch", "-q", "-f", "main", "HEAD"]) + &repo.git(&["checkout", "-q", "main"])
            }
        };
        if repo.path().join("b.py").exists() && repo.path().join("app.py").exists() {
            fs::remove_file(repo.path().join("b.py")).expect("a file");
            repo.commit("one of two");
        }
        for arguments in [&["scan", "--history"][..], &["scan", "."]] {
            let run = repo.scan(arguments);
            assert_eq!(run.code, Some(0), "round {round}, {arguments:?}: {}{}", run.out, run.err);
        }
    }
    repo.write("deploy/.env", "SECRET_KEY=Zx8cVb5nMq2wEr7tYu1i\n");
    let run = repo.scan(&["scan", "."]);
    assert_eq!(run.code, Some(13), "{}", run.out);
    assert!(run.out.contains("another value"), "{}", run.out);
    let keyless: Run = sekisho(repo.path(), &["secrets", "scan", "--history"]).output().expect("starts").into();
    assert_eq!(keyless.code, Some(13));
    assert!(keyless.out.contains("its key is not here"), "{}", keyless.out);
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
        let run = repo.scan(arguments);
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
    assert_eq!(findings(&repo.scan(&["scan", "--history", "--format", "json"])), ["設定/app 1.py:1 credential-in-url"]);
    let empty = tempfile::tempdir().expect("a folder");
    let none: Run = sekisho(empty.path(), &["secrets", "scan", "--staged"]).output().expect("starts").into();
    assert_eq!(none.code, Some(1), "{}", none.err);
    assert!(none.err.contains("not a git repository"), "{}", none.err);
}

#[test]
fn the_first_commit_of_all_is_scanned() {
    let folder = tempfile::tempdir().expect("a folder");
    let repo = Repo(folder);
    repo.git(&["init", "-q", "-b", "main", "."]);
    assert_eq!(repo.scan(&["scan", "--history"]).code, Some(0));
    repo.write("app.py", &dsn());
    fs::write(repo.path().join("image.bin"), [0, 1, 2, 3]).expect("a file");
    assert_eq!(repo.staged(), ["app.py:1 credential-in-url"]);
    assert!(repo.scan(&["scan", "--staged"]).out.contains("1 binary"));
}
