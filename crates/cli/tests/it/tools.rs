//! The programs that run Sekisho, or take what it writes, each built from its own Go module at a pinned version (`tests/tools`).
//!
//! Go keeps what it has built; the first run takes a minute or two for each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use crate::{Run, binary};

/// A program and where its command is in its module.
#[derive(Clone, Copy)]
pub(crate) struct Tool {
    /// The folder of its go.mod, and what the program is called here.
    name: &'static str,
    package: &'static str,
}

pub(crate) const HELM_3: Tool = Tool { name: "helm3", package: "helm.sh/helm/v3/cmd/helm" };
pub(crate) const HELM_4: Tool = Tool { name: "helm4", package: "helm.sh/helm/v4/cmd/helm" };
pub(crate) const KUSTOMIZE: Tool = Tool { name: "kustomize", package: "sigs.k8s.io/kustomize/kustomize/v5" };

/// One build at a time: each takes every core.
static BUILDING: Mutex<()> = Mutex::new(());

impl Tool {
    /// The built program; `None` after saying loudly that it could not be had.
    pub(crate) fn built(self) -> Option<PathBuf> {
        match self.build() {
            Ok(program) => Some(program),
            Err(error) => {
                not_run(self.name, &format!("It is built from its module with Go (go.dev/dl):\n{error}"));
                None
            }
        }
    }

    fn build(self) -> Result<PathBuf, String> {
        let _one = BUILDING.lock().map_err(|error| error.to_string())?;
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        let output = Command::new("go")
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(self.name))
            .env("CGO_ENABLED", "0")
            .args(["build", "-mod=readonly", "-ldflags=-s -w", "-o"])
            .args([target.as_os_str(), self.package.as_ref()])
            .output()
            .map_err(|error| format!("go: {error}"))?;
        if output.status.success() { Ok(target) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }
}

/// Says loudly what was not run; in CI that is a failure.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test says what it could not do, and CI must not pass without it"
)]
fn not_run(what: &str, how: &str) {
    eprintln!("NOT RUN: {what}. {how}");
    assert!(std::env::var("CI").is_err(), "{what} must run in CI. {how}");
}

/// Where a program runs: a home of its own, and `sekisho` on the path as if it were installed.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    program: PathBuf,
}

impl Place {
    pub(crate) fn new(program: PathBuf) -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["bin", "home"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        std::os::unix::fs::symlink(fs::canonicalize(binary()).expect("a path"), folder.path().join("bin/sekisho"))
            .expect("a link");
        Place { folder, program }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let at = |name: &str| self.folder.path().join(name);
        let output = Command::new(&self.program)
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", at("home"))
            .env("PATH", format!("{}:/usr/bin:/bin", at("bin").display()))
            .output();
        output.expect("the program starts").into()
    }

    /// What a run printed that had to succeed.
    pub(crate) fn out(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
        run.out
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
}
