//! Running programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// A program, started in the workspace's folder.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a step and shows its command.
pub(crate) fn step(command: &mut Command) -> Result<()> {
    let shown = std::iter::once(command.get_program()).chain(command.get_args());
    let shown: Vec<_> = shown.map(|it| it.to_string_lossy().into_owned()).collect();
    println!("\n--- {}", shown.join(" "));
    let status = command.status().with_context(|| format!("starting {}", shown[0]))?;
    if !status.success() {
        bail!("`{}` failed: {status}", shown.join(" "));
    }
    Ok(())
}

/// Whether a program is there.
pub(crate) fn has(name: &str, argument: &str) -> bool {
    Command::new(name).arg(argument).output().is_ok_and(|it| it.status.success())
}

/// Whether this run is CI's: what is missing is then a failure.
#[expect(clippy::disallowed_methods, reason = "automation reads its environment")]
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|it| !it.is_empty() && it != "false")
}

/// A variable of the environment.
#[expect(clippy::disallowed_methods, reason = "automation reads its environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|it| !it.is_empty())
}
