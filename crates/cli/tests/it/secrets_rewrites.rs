//! An ignore belongs to a place and a value: fifty rewrites of the history change neither, and the guard at work stops none of them. Only
//! what its form alone tells (a private key) has its file for a place, and stays where it is here.

use std::fs;

use crate::repository::{Repo, VALUE, dsn};
use crate::{Run, sekisho};

/// A rewrite as a person does it, and the round, which makes it differ from the last.
type Rewrite = fn(&Repo, usize);

const REWRITES: [(&str, Rewrite); 10] = [
    ("amend", |repo, round| {
        repo.git(&["commit", "-q", "--amend", "--allow-empty", "-m", &format!("amended {round}")]);
    }),
    ("edit", |repo, round| {
        let path = repo.leaky();
        repo.write(&path, &format!("# round {round}\n{}", dsn()));
        repo.git(&["commit", "-q", "-a", "-m", "edited"]);
    }),
    ("rename", |repo, round| {
        repo.git(&["mv", &repo.leaky(), &format!("app{round}.py")]);
        repo.git(&["commit", "-q", "-m", "renamed"]);
    }),
    ("move", |repo, round| {
        let folder = format!("folder{round}");
        fs::create_dir(repo.path().join(&folder)).expect("a folder");
        let files = ["secret.yaml", "values.yaml", ".env"].map(|it| repo.git(&["ls-files", &format!("*{it}")]));
        repo.git(&[&["mv"][..], &files.each_ref().map(String::as_str), &[&folder]].concat());
        repo.git(&["commit", "-q", "-m", "moved"]);
    }),
    ("merge", |repo, round| {
        repo.side(&format!("merge{round}.txt"));
        repo.git(&["checkout", "-q", "main"]);
        repo.write("main.txt", &format!("{round}\n"));
        repo.git(&["add", "main.txt"]);
        repo.git(&["commit", "-q", "-m", "main"]);
        repo.git(&["merge", "-q", "--no-edit", "side"]);
        repo.git(&["branch", "-q", "-D", "side"]);
    }),
    ("rebase", |repo, round| {
        repo.side(&format!("rebase{round}.txt"));
        repo.git(&["rebase", "-q", "--force-rebase", "main"]);
        repo.git(&["checkout", "-q", "-B", "main"]);
        repo.git(&["branch", "-q", "-D", "side"]);
    }),
    ("cherry-pick", |repo, round| {
        repo.side(&format!("cherry-pick{round}.txt"));
        repo.git(&["checkout", "-q", "main"]);
        repo.git(&["cherry-pick", "-x", "side"]);
        repo.git(&["branch", "-q", "-D", "side"]);
    }),
    ("fixup", |repo, round| {
        repo.write("fixed.txt", &format!("{round}\n"));
        repo.git(&["add", "fixed.txt"]);
        repo.git(&["commit", "-q", "--fixup", "HEAD"]);
        repo.git(&["rebase", "-q", "-i", "--autosquash", "HEAD~2"]);
    }),
    ("filter", |repo, round| {
        let tree = format!("echo {round} > filtered.txt; for f in app*.py; do test ! -f $f || mv $f filtered.py; done");
        repo.git(&["filter-branch", "-f", "--tree-filter", &tree, "--msg-filter", "sed 's/^/filtered: /'", "main"]);
        repo.git(&["update-ref", "-d", "refs/original/refs/heads/main"]);
    }),
    // To the guard everything is new here: only the ignores let it through.
    ("squash", |repo, round| {
        let root = repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
        repo.git(&["reset", "-q", "--soft", &root]);
        repo.git(&["commit", "-q", "-m", &format!("squashed {round}")]);
    }),
];

/// How often each of them is done.
const ROUNDS: usize = 5;

const N_LEAKS: usize = 5;

impl Repo {
    /// A leak of every kind that the guard stops, all of them ignored, and the guard.
    fn with_ignores() -> Repo {
        let repo = Repo::new();
        repo.write("app.py", &dsn());
        repo.write("deploy/.env", &format!("SECRET_KEY={VALUE}\n"));
        repo.write("deploy/values.yaml", "redis:\n  auth:\n    password: difyai123456\n");
        repo.write("deploy/id_rsa", &format!("-----BEGIN RSA PRIVATE {}-----\nMIIEowIBAAKCAQEA{VALUE}\n", "KEY"));
        repo.write(
            "deploy/secret.yaml",
            &format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  DB_PASSWORD: {VALUE}\n"),
        );
        repo.commit("leaks");
        let found = repo.secrets(&["scan", "--history", "--format", "json"]).json();
        let findings = found["findings"].as_array().expect("findings");
        assert_eq!(findings.len(), N_LEAKS);
        for finding in findings {
            let fingerprint = finding["fingerprint"].as_str().expect("a fingerprint");
            let run = repo.secrets(&["ignore", fingerprint, "--reason", "a test's", "--history"]);
            assert_eq!(run.code, Some(0), "{}", run.err);
            let file = fs::read_to_string(repo.path().join(".sekisho/ignore").join(fingerprint)).expect("a file");
            assert!(file.contains("a test's") && !file.contains(VALUE));
        }
        repo.commit("ignores");
        let guard: Run = sekisho(repo.path(), &["secrets", "guard", "install"]).output().expect("starts").into();
        assert_eq!(guard.code, Some(0), "{}", guard.err);
        repo
    }

    /// Where the Python file with the leak is now.
    fn leaky(&self) -> String {
        self.git(&["ls-files", "*.py"])
    }

    /// A branch `side` that leaves `main` one commit before its end and adds a file; it is checked out.
    fn side(&self, file: &str) {
        self.git(&["checkout", "-q", "-b", "side", "HEAD~1"]);
        self.write(file, "side\n");
        self.git(&["add", file]);
        self.git(&["commit", "-q", "-m", "side"]);
    }
}

#[test]
fn an_ignore_survives_fifty_rewrites_and_hides_no_other_value() {
    let repo = Repo::with_ignores();
    let mut heads = vec![repo.git(&["rev-parse", "HEAD"])];
    for round in 0..ROUNDS {
        for (name, rewrite) in REWRITES {
            rewrite(&repo, round);
            for arguments in [["scan", "--history"], ["scan", "."]] {
                let run = repo.secrets(&[&arguments[..], &["--format", "json"]].concat());
                assert_eq!(run.code, Some(0), "{name}, round {round}, {arguments:?}: {}{}", run.out, run.err);
                assert_eq!(run.json()["ignored"], N_LEAKS, "{name}, round {round}, {arguments:?}");
            }
            heads.push(repo.git(&["rev-parse", "HEAD"]));
        }
    }
    heads.sort();
    heads.dedup();
    assert_eq!(heads.len(), 1 + ROUNDS * REWRITES.len(), "every rewrite changed the history");

    let env = repo.git(&["ls-files", "*.env"]);
    repo.write(&env, "SECRET_KEY=Zx8cVb5nMq2wEr7tYu1i\n");
    let run = repo.secrets(&["scan", "."]);
    assert_eq!(run.code, Some(12), "{}", run.out);
    assert!(run.out.contains("another value"), "{}", run.out);
    let refused = repo.try_git(&["commit", "-q", "-a", "-m", "another value"]);
    assert_eq!(refused.code, Some(1), "{}{}", refused.out, refused.err);
    let keyless: Run = sekisho(repo.path(), &["secrets", "scan", "--history"]).output().expect("starts").into();
    assert_eq!(keyless.code, Some(12));
    assert_eq!(keyless.out.matches("its key is not here").count(), N_LEAKS, "{}", keyless.out);
}
