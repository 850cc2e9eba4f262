//! The programs that the encrypted store stands beside in tests: `sops`, `age` and `age-keygen`, built from pinned Go modules.
//!
//! Tests only. What they are is in `go.mod` and `go.sum`; Go keeps what it built.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs, built.
pub struct Peers {
    folder: PathBuf,
}

const PACKAGES: [&str; 3] =
    ["github.com/getsops/sops/v3/cmd/sops", "filippo.io/age/cmd/age", "filippo.io/age/cmd/age-keygen"];

impl Peers {
    /// Builds them into a folder, which is made. `None` after saying loudly what is not run; in CI that is a failure.
    ///
    /// # Panics
    /// In CI, when they cannot be built.
    #[must_use]
    pub fn build(folder: &Path, what: &str) -> Option<Peers> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        let built = std::fs::create_dir_all(folder).map_err(|error| error.to_string()).and_then(|()| {
            let output = Command::new("go")
                .current_dir(source)
                .env("CGO_ENABLED", "0")
                .args(["build", "-mod=readonly", "-ldflags", "-s -w", "-o"])
                .arg(folder)
                .args(PACKAGES)
                .output()
                .map_err(|error| format!("it needs Go (go.dev/dl): {error}"))?;
            if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
        });
        match built {
            Ok(()) => Some(Peers { folder: folder.to_owned() }),
            Err(why) => {
                not_run(what, &why);
                None
            }
        }
    }

    /// A command of one of them, with an environment of nothing but `PATH`.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        command.env_clear().env("PATH", "/usr/bin:/bin");
        command
    }
}

/// Says loudly what was not run; in CI that is a failure.
///
/// # Panics
/// In CI.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test says what it could not do, and CI must not pass without it"
)]
pub fn not_run(what: &str, how: &str) {
    eprintln!("NOT RUN: {what}. {how}");
    assert!(std::env::var("CI").is_err(), "{what} must run in CI. {how}");
}
