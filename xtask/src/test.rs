//! `cargo xtask test`: what CI runs.

use anyhow::{Result, bail};

use crate::run::{has, in_ci, program, root, step, variable};
use crate::{codegen, conformance};

/// The folder of rendered public Dify deployments that tests read; the project does not contain them.
const PUBLIC: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

pub(crate) fn run() -> Result<()> {
    step(&mut program("cargo", &["fmt", "--all", "--check"]))?;
    step(&mut program("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))?;
    let mut not_run = Vec::new();
    if has_deny() {
        step(&mut program(
            "cargo",
            &["deny", "--offline", "--log-level", "error", "check", "bans", "licenses", "sources"],
        ))?;
    } else {
        not_run.push(format!("bans, licences and sources of what is borrowed: {INSTALL_DENY}"));
    }
    let mut tests = program("cargo", &["test", "--workspace", "--locked", "--no-fail-fast"]);
    match conformance::pod_security_cases() {
        Ok(folder) => {
            tests.env(conformance::VARIABLE, folder);
        }
        Err(error) => not_run.push(format!(
            "the 4,537 Pod Security conformance cases: {error:#}. Install Go (https://go.dev/dl or your package manager) and \
             run again, or set {} to test/testdata of the Go module {}",
            conformance::VARIABLE,
            conformance::MODULE
        )),
    }
    match variable(PUBLIC) {
        Some(folder) => {
            // Tests run in their own crate's folder: a relative path would not be found.
            tests.env(PUBLIC, std::path::absolute(root().join(folder))?);
        }
        None => not_run.push(format!(
            "the tests on public Dify deployments: set {PUBLIC} to a folder with rendered charts, for example\n    \
             helm template dify dify/dify -n dify > DIR/default.yaml"
        )),
    }
    if in_ci() && !not_run.is_empty() {
        bail!("in CI nothing may be left out:\n  {}", not_run.join("\n  "));
    }
    step(&mut tests)?;
    let mut docs = program("cargo", &["doc", "--workspace", "--no-deps", "--locked"]);
    step(docs.env("RUSTDOCFLAGS", "-D warnings"))?;
    codegen::check()?;
    if !not_run.is_empty() {
        eprintln!("\n*** NOT RUN: ***\n  {}", not_run.join("\n  "));
    }
    println!("\nxtask: everything that was run has passed");
    Ok(())
}

/// `cargo xtask storm`: the test that spoils what every command reads, as often as one likes.
pub(crate) fn storm(runs: &str) -> Result<()> {
    step(program("cargo", &["test", "-p", "cli", "--test", "it", "storm"]).env("SEKISHO_STORM_RUNS", runs))
}

/// `cargo xtask deny`: licences, bans and sources; advisories where the database can be fetched.
pub(crate) fn deny() -> Result<()> {
    if !has_deny() {
        bail!("cargo-deny is not there: {INSTALL_DENY}");
    }
    step(&mut program("cargo", &["deny", "check", "bans", "licenses", "sources"]))?;
    step(&mut program("cargo", &["deny", "check", "advisories"]))
}

/// How cargo-deny is had; `.ci/run` does the same.
const INSTALL_DENY: &str = "`cargo install cargo-deny --locked`";

fn has_deny() -> bool {
    has("cargo-deny", "--version")
}
