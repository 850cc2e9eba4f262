//! `cargo xtask fuzz`: the loader, the reader beside Kubernetes' own, the fixer, the hardener and the encrypted store against hostile text.

use anyhow::{Result, bail};

use crate::run::{has, program, root, step};

pub(crate) fn run(seconds: u32) -> Result<()> {
    if !has("cargo-fuzz", "--version") {
        bail!("cargo-fuzz is not there: `cargo install cargo-fuzz --locked`");
    }
    let limit = format!("-max_total_time={seconds}");
    // New texts go to a folder of their own: the seeds in the repository stay few and readable.
    let found = root().join("target/fuzz-corpus");
    std::fs::create_dir_all(&found)?;
    let found = found.to_string_lossy();
    // The others start from the loader's texts.
    for target in ["loader", "reader", "fixer", "hardener", "store"] {
        one(target, &found, &limit)?;
    }
    Ok(())
}

fn one(target: &str, found: &str, limit: &str) -> Result<()> {
    // Address sanitizer finds nothing in safe code that the debug assertions do not; without it twice as many texts are tried.
    step(&mut program(
        "cargo",
        &[
            "+nightly",
            "fuzz",
            "run",
            "--sanitizer",
            "none",
            target,
            found,
            "fuzz/corpus/loader",
            "--",
            limit,
            "-max_len=4096",
            "-timeout=10",
        ],
    ))
}
