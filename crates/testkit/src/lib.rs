//! Programs from outside that tests hold us against: a browser, and what is built of pinned Go modules.
//!
//! Responsible for: finding or building them, and saying loudly what could not be run. For tests only; nothing that is installed
//! names this room.

mod axe;
mod browser;
mod reader;
pub mod soup;

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

pub use axe::axe;
pub use browser::{Browser, ENTER, TAB};
pub use reader::{Answer, Reader};

/// Says loudly what was not run, and how it can be; in CI that is a failure.
///
/// # Panics
/// Where the variable `CI` is set.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test says what it could not do, and CI must not pass without it"
)]
pub fn not_run(what: &str, how: &str) {
    eprintln!("NOT RUN: {what}. {how}");
    assert!(std::env::var("CI").is_err(), "{what} must run in CI. {how}");
}

/// One build at a time: each takes every core.
static BUILDING: Mutex<()> = Mutex::new(());

/// Builds a command of a Go module whose go.mod and go.sum are in `folder`, at the versions that stand there. Go keeps what it has built:
/// the first time takes a minute or two.
///
/// # Errors
/// What Go says, or that there is none.
pub fn go_build(folder: &Path, package: &str, target: &Path) -> Result<(), String> {
    let _one = BUILDING.lock().map_err(|error| error.to_string())?;
    let output = Command::new("go")
        .current_dir(folder)
        .env("CGO_ENABLED", "0")
        .args(["build", "-mod=readonly", "-ldflags=-s -w", "-o"])
        .args([target.as_os_str(), package.as_ref()])
        .output()
        .map_err(|error| format!("go in {}: {error}; install Go (go.dev/dl)", folder.display()))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
