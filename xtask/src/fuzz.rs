//! `cargo xtask fuzz`: the loader against hostile text.

use anyhow::{Result, bail};

use crate::run::{has, program, step};

pub(crate) fn run(seconds: u32) -> Result<()> {
    if !has("cargo-fuzz", "--version") {
        bail!("cargo-fuzz is not there: `cargo install cargo-fuzz --locked`");
    }
    let limit = format!("-max_total_time={seconds}");
    // Address sanitizer finds nothing in safe code that the debug assertions do not; without it twice as many texts are tried.
    step(&mut program(
        "cargo",
        &["+nightly", "fuzz", "run", "--sanitizer", "none", "loader", "--", &limit, "-max_len=4096", "-timeout=10"],
    ))
}
