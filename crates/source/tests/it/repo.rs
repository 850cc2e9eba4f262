//! Real repositories, and a program and a host that must stay alone.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use source::every::Skipped;
use source::git::{GitError, Reach, Repository};
use tempfile::TempDir;

/// A repository in a folder of its own, beside a trap.
pub(crate) struct Repo {
    _folder: TempDir,
    pub(crate) root: PathBuf,
    pub(crate) path: PathBuf,
    host: TcpListener,
}

impl Repo {
    /// Two commits of one file.
    pub(crate) fn new() -> Repo {
        let folder = tempfile::tempdir().expect("a folder");
        let root = fs::canonicalize(folder.path()).expect("a folder");
        let path = root.join("repo");
        fs::create_dir(&path).expect("a folder");
        fs::create_dir(root.join("home")).expect("a folder");
        let host = TcpListener::bind("127.0.0.1:0").expect("a port");
        host.set_nonblocking(true).expect("a listener");
        let repo = Repo { _folder: folder, root, path, host };
        repo.write("../trap", &format!("#!/bin/sh\necho \"$0 $*\" >> {}\nexit 1\n", repo.root.join("ran").display()));
        fs::set_permissions(repo.root.join("trap"), fs::Permissions::from_mode(0o755)).expect("a program");
        repo.git(&["init", "-q", "-b", "main"]);
        repo.commit("f.yaml", "a: 1\n");
        repo.commit("f.yaml", "a: 2\n");
        repo
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn commit(&self, name: &str, text: &str) {
        self.write(name, text);
        self.git(&["add", "-A", "-f"]);
        self.git(&["commit", "-q", "-m", name]);
    }

    /// git without any of our care, as a person runs it.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .current_dir(&self.path)
            .env("HOME", self.root.join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .stdin(Stdio::null())
            .output()
            .expect("git")
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let out = self.try_git(arguments);
        assert!(out.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).trim().to_owned()
    }

    pub(crate) fn config(&self, pairs: &[(&str, &str)]) {
        let mut file = fs::OpenOptions::new().append(true).open(self.path.join(".git/config")).expect("a file");
        for (name, value) in pairs {
            let (section, key) = name.rsplit_once('.').expect("a section");
            let head = match section.split_once('.') {
                Some((section, sub)) => format!("[{section} \"{sub}\"]"),
                None => format!("[{section}]"),
            };
            writeln!(file, "{head}\n\t{key} = {value}").expect("written");
        }
    }

    /// The program that must not run.
    pub(crate) fn trap(&self) -> String {
        self.root.join("trap").display().to_string()
    }

    /// The port that must not be asked.
    pub(crate) fn port(&self) -> u16 {
        self.host.local_addr().expect("an address").port()
    }

    /// What ran, or asked, since the last time.
    pub(crate) fn ran(&self) -> Option<String> {
        let ran = fs::read_to_string(self.root.join("ran")).ok();
        let _ = fs::remove_file(self.root.join("ran"));
        let asked = self.host.accept().ok().map(|_| "the host was asked".to_owned());
        ran.or(asked)
    }

    /// Takes an object away.
    pub(crate) fn lose(&self, id: &str) {
        let object = self.object(id);
        fs::remove_file(object).expect("a loose object");
    }

    pub(crate) fn object(&self, id: &str) -> PathBuf {
        self.path.join(".git/objects").join(&id[..2]).join(&id[2..])
    }
}

/// What a history is: `path: text`, with what was left out.
pub(crate) fn history(folder: &Path, reach: Reach) -> Result<(Vec<String>, Skipped), GitError> {
    let mut texts = Vec::new();
    let skipped = Repository::around(folder)?.history(reach, &mut |it| {
        texts.push(format!("{}: {}", it.path, it.text.trim_end()));
        it.text.contains("secret")
    })?;
    Ok((texts, skipped))
}

/// What is staged: `path: text`.
pub(crate) fn staged(folder: &Path) -> Result<Vec<String>, GitError> {
    let mut texts = Vec::new();
    Repository::around(folder)?.staged(&mut |it| texts.push(format!("{}: {}", it.path, it.text.trim_end())))?;
    Ok(texts)
}
