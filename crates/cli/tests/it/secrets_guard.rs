//! The guard as git runs it: what it stops, in whichever way a commit is made, and what it lets through.

use std::fs;

use crate::repository::{Repo, VALUE, dsn};
use crate::{Run, sekisho};

impl Repo {
    fn guard(&self, action: &str) -> Run {
        sekisho(self.path(), &["secrets", "guard", action]).output().expect("the program starts").into()
    }

    /// A repository with the guard, a text, and a Python file in a folder.
    fn guarded() -> Repo {
        let repo = Repo::new();
        repo.write("text.txt", "one\n");
        repo.write("api/app.py", "import os\n");
        repo.commit("base");
        let installed = repo.guard("install");
        assert_eq!(installed.code, Some(0), "{}", installed.err);
        repo
    }

    /// Brings a leak into the second line of `api/app.py`.
    fn leak(&self) {
        self.write("api/app.py", &format!("import os\n{}", dsn()));
    }

    /// Begins to bring another branch's commit in by `command`, where both have changed `text.txt`; stops at the conflict.
    fn conflict(&self, command: &str) {
        self.git(&["checkout", "-q", "-b", "side"]);
        self.write("text.txt", "side\n");
        self.git(&["commit", "-q", "-a", "-m", "side"]);
        self.git(&["checkout", "-q", "main"]);
        self.write("text.txt", "main\n");
        self.git(&["commit", "-q", "-a", "-m", "main"]);
        assert_eq!(self.try_git(&[command, "side"]).code, Some(1), "a conflict");
        self.write("text.txt", "both\n");
    }
}

#[test]
fn the_guard_stops_a_commit_and_says_where() {
    let repo = Repo::guarded();
    let secret = format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  DB_PASSWORD: {VALUE}\n");
    let key = format!("-----BEGIN RSA PRIVATE {}-----\nMIIEowIBAAKCAQEA{VALUE}\n", "KEY");
    for (name, text, places) in [
        ("secret.yaml", &*secret, ["secret.yaml:5:16", "DB_PASSWORD", "SealedSecret"]),
        (
            "values.yaml",
            "redis:\n  auth:\n    password: difyai123456\n",
            ["values.yaml:3:15", "published-default", "sekisho secrets generate"],
        ),
        ("id_rsa", &key, ["id_rsa:1:1", "private-key", "rotate"]),
        ("app.py", &format!("import os\n{}", dsn()), ["app.py:2:26", "credential-in-url", "rotate"]),
    ] {
        let before = repo.git(&["rev-parse", "HEAD"]);
        repo.write(name, text);
        repo.git(&["add", name]);
        let refused = repo.try_git(&["commit", "-q", "-m", "x"]);
        assert_eq!(refused.code, Some(1), "{name}: {}{}", refused.out, refused.err);
        let said = refused.out + &refused.err;
        for part in places {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(!said.contains(VALUE) && !said.contains("difyai123456"), "{said}");
        assert_eq!(repo.git(&["rev-parse", "HEAD"]), before, "nothing was committed");
        repo.git(&["rm", "-q", "-f", "--cached", name]);
        fs::remove_file(repo.path().join(name)).expect("a file");
    }
    repo.write("app.py", "DSN = os.environ['DSN']\n");
    repo.git(&["add", "app.py"]);
    repo.git(&["commit", "-q", "-m", "clean"]);
}

/// A way to commit what is in the working tree.
type Way = fn(&Repo) -> Run;

#[test]
fn every_way_to_commit_is_guarded() {
    let ways: [(&str, Way); 8] = [
        ("what is staged", |repo| {
            repo.leak();
            repo.git(&["add", "-A"]);
            repo.try_git(&["commit", "-q", "-m", "x"])
        }),
        ("everything", |repo| {
            repo.leak();
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("one file, by an index of its own", |repo| {
            repo.leak();
            repo.try_git(&["commit", "-q", "-m", "x", "api/app.py"])
        }),
        ("from a subfolder", |repo| {
            repo.leak();
            repo.try_git(&["-C", "api", "commit", "-q", "-a", "-m", "x"])
        }),
        ("amended", |repo| {
            repo.leak();
            repo.try_git(&["commit", "-q", "-a", "--amend", "-m", "x"])
        }),
        ("a merge with a conflict", |repo| {
            repo.conflict("merge");
            repo.leak();
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("a cherry-pick with a conflict", |repo| {
            repo.conflict("cherry-pick");
            repo.leak();
            repo.git(&["add", "-A"]);
            repo.try_git(&["cherry-pick", "--continue"])
        }),
        ("another worktree", |repo| {
            let folder = tempfile::tempdir().expect("a folder");
            let tree = folder.path().join("tree").to_string_lossy().into_owned();
            repo.git(&["worktree", "add", "-q", "-b", "other", &tree]);
            fs::write(folder.path().join("tree/api/app.py"), format!("import os\n{}", dsn())).expect("a file");
            repo.try_git(&["-C", &tree, "commit", "-q", "-a", "-m", "x"])
        }),
    ];
    for (name, way) in ways {
        let repo = Repo::guarded();
        let refused = way(&repo);
        let said = refused.out + &refused.err;
        assert_eq!(refused.code, Some(1), "{name}: {said}");
        assert!(said.contains("api/app.py:2:26  credential-in-url"), "{name}: {said}");
        let found = repo.secrets(&["scan", "--history"]);
        assert_eq!(found.code, Some(0), "{name}: nothing was committed: {}", found.out);
    }
}

#[test]
fn what_is_not_new_is_let_through() {
    let ways: [(&str, Way); 7] = [
        ("renamed", |repo| {
            repo.git(&["mv", "api/app.py", "main.py"]);
            repo.try_git(&["commit", "-q", "-m", "x"])
        }),
        ("renamed and edited", |repo| {
            repo.git(&["mv", "api/app.py", "main.py"]);
            repo.write("main.py", &format!("import os\n{}x = 1\n", dsn()));
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("moved to another line", |repo| {
            repo.write("api/app.py", &format!("{}import os\nx = 1\n", dsn()));
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("amended", |repo| {
            repo.write("text.txt", "two\n");
            repo.try_git(&["commit", "-q", "-a", "--amend", "-m", "x"])
        }),
        ("a merge with a conflict", |repo| {
            repo.conflict("merge");
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("taken out", |repo| {
            repo.write("api/app.py", "import os\n");
            repo.try_git(&["commit", "-q", "-a", "-m", "x"])
        }),
        ("another file, while it is changed in the working tree", |repo| {
            repo.write("api/app.py", &format!("import os\n{}", dsn().replace(VALUE, "Zx8cVb5nMq2wEr7tYu1i")));
            repo.git(&["add", "-A"]);
            repo.write("text.txt", "two\n");
            repo.try_git(&["commit", "-q", "-m", "x", "text.txt"])
        }),
    ];
    for (name, way) in ways {
        let repo = Repo::guarded();
        repo.leak();
        repo.commit("a leak that was let through");
        let run = way(&repo);
        assert_eq!(run.code, Some(0), "{name}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_foreign_hook_stays() {
    let repo = Repo::new();
    repo.git(&["config", "core.hooksPath", "hooks"]);
    repo.write("hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let refused = repo.guard("install");
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("hooks/pre-commit") && refused.err.contains("--staged || exit"), "{}", refused.err);
    assert_eq!(repo.guard("uninstall").code, Some(1));
    fs::remove_file(repo.path().join("hooks/pre-commit")).expect("a file");
    assert_eq!(repo.guard("install").code, Some(0));
    assert_eq!(repo.guard("uninstall").code, Some(0));
    assert!(!repo.path().join("hooks/pre-commit").exists());
}
