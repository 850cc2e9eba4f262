//! The programs that the encrypted store stands beside in tests: `sops` and `age`, built from pinned Go modules.
//!
//! For tests only, of several rooms. Their versions are in `go.mod` and `go.sum`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs, built.
pub struct Peers {
    folder: PathBuf,
}

const PROGRAMS: [(&str, &str); 2] =
    [("sops", "github.com/getsops/sops/v3/cmd/sops"), ("age", "filippo.io/age/cmd/age")];

impl Peers {
    /// Builds them into a folder, which is made. `None` after saying loudly what is not run; in CI that is a failure.
    ///
    /// # Panics
    /// In CI, when they cannot be built.
    #[must_use]
    pub fn build(folder: &Path, what: &str) -> Option<Peers> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut programs = PROGRAMS.into_iter();
        let built = std::fs::create_dir_all(folder).map_err(|error| error.to_string()).and_then(|()| {
            programs.try_for_each(|(name, package)| testkit::go_build(source, package, &folder.join(name)))
        });
        if let Err(error) = &built {
            testkit::not_run(what, error);
        }
        built.ok().map(|()| Peers { folder: folder.to_owned() })
    }

    /// A command of one of them, with an environment of nothing but `PATH`.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        command.env_clear().env("PATH", "/usr/bin:/bin");
        command
    }
}
