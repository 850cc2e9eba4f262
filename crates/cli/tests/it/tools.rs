//! The programs that run Sekisho, or take what it writes, each built from its own Go module at a pinned version (`tests/tools`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
/// Reads manifests strictly with Kubernetes' own types.
pub(crate) const TYPES: Tool = Tool { name: "types", package: "." };
pub(crate) const KUSTOMIZE: Tool = Tool { name: "kustomize", package: "sigs.k8s.io/kustomize/kustomize/v5" };

impl Tool {
    /// The built program; `None` after saying loudly that it could not be had.
    pub(crate) fn built(self) -> Option<PathBuf> {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(self.name);
        let built = testkit::go_build(&folder, self.package, &target);
        if let Err(error) = &built {
            testkit::not_run(self.name, &format!("It could not be built from its Go module:\n{error}"));
        }
        built.ok().map(|()| target)
    }
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
