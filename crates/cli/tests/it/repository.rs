//! A git repository of a test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{Run, binary, sekisho};

pub(crate) struct Repo(TempDir);

impl Repo {
    pub(crate) fn empty() -> Repo {
        let repo = Repo(tempfile::tempdir().expect("a folder"));
        repo.git(&["init", "-q", "-b", "main", "."]);
        repo
    }

    pub(crate) fn new() -> Repo {
        let repo = Repo::empty();
        repo.write("README.md", "# x\n");
        repo.commit("first");
        repo
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The key of the ignores, which is no part of the repository.
    fn key(&self) -> PathBuf {
        self.path().join(".git/test.key")
    }

    /// git with the machine's settings left out, and with the program in the PATH of its hooks.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Run {
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binary().parent().expect("a folder").display());
        let mut command = Command::new("git");
        command.args(["-c", "user.name=n", "-c", "user.email=e@x"]).args(arguments).current_dir(self.path());
        command.env_clear().env("PATH", path).env("HOME", self.path().join("nobody")).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_EDITOR", "true").env("GIT_SEQUENCE_EDITOR", "true").env("FILTER_BRANCH_SQUELCH_WARNING", "1");
        command.env("SEKISHO_IGNORE_KEY_FILE", self.key()).output().expect("git is here").into()
    }

    /// As [`Repo::try_git`], where git has to succeed; what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}{}", run.out, run.err);
        run.out.trim().to_owned()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Commits everything, past every hook.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--no-verify", "-m", message]);
    }

    /// `sekisho secrets`, with the key of the ignores.
    pub(crate) fn secrets(&self, arguments: &[&str]) -> Run {
        let key = self.key();
        let key = key.to_string_lossy();
        let all = [&["secrets"][..], arguments, &["--ignore-key", &key]].concat();
        sekisho(self.path(), &all).output().expect("the program starts").into()
    }

    /// The findings of the staged change, after everything was staged.
    pub(crate) fn staged(&self) -> Vec<String> {
        self.git(&["add", "-A"]);
        findings(&self.secrets(&["scan", "--staged", "--format", "json"]))
    }
}

/// The findings of a scan in JSON, as `file:line rule`.
pub(crate) fn findings(run: &Run) -> Vec<String> {
    let whole = run.json();
    crate::assert_valid("leaks.schema.json", &whole);
    let line = |it: &serde_json::Value| {
        format!("{}:{} {}", it["file"].as_str().unwrap_or(""), it["line"], it["rule"].as_str().unwrap_or(""))
    };
    whole["findings"].as_array().expect("findings").iter().map(line).collect()
}

/// A credential in the clear.
pub(crate) const VALUE: &str = "Kq7wRz1LmN4xTb9Vd2Ys";

/// A line of Python with a credential.
pub(crate) fn dsn() -> String {
    format!("DSN = \"postgresql://dify:{VALUE}@db:5432/dify\"\n")
}
