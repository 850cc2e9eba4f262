//! `cargo xtask mutants CRATE`: does a crate's own test suite notice when its code is changed?
//!
//! cargo-mutants makes the changes and runs the tests; here stands only which of them: a sample drawn with a seed, since all of them
//! take a day. Not part of CI: 200 mutants of one crate take from ten minutes to some hours.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::run::{has, program, root, step};

/// How many mutants of a crate are tried where no number is given.
pub(crate) const SAMPLE: usize = 200;

/// Tries `sample` mutants of a crate, drawn with `seed`, and says which ones no test noticed.
pub(crate) fn run(package: &str, sample: usize, seed: u64) -> Result<()> {
    if !has("cargo-mutants", "--version") {
        bail!("cargo-mutants is not there: `cargo install cargo-mutants --locked`");
    }
    let listed = program("cargo", &["mutants", "--list", "--json", "-p", package]).output().context("cargo mutants")?;
    if !listed.status.success() {
        bail!("{}", String::from_utf8_lossy(&listed.stderr));
    }
    let listed: Value = serde_json::from_slice(&listed.stdout)?;
    let names = listed.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str());
    let names = drawn(names.collect(), sample, seed);
    println!("{package}: {} mutants, seed {seed}", names.len());
    let output = root().join("target/mutants").join(package);
    std::fs::create_dir_all(&output)?;
    let folder = output.to_string_lossy().into_owned();
    let mut command = program(
        "cargo",
        &["mutants", "-p", package, "--test-package", package, "--no-shuffle", "-j", "2", "-o", &folder],
    );
    for name in &names {
        command.args(["-F", &format!("^{}$", literal(name))]);
    }
    // It fails where a mutant was missed: what it found is read below.
    let _ = step(&mut command);
    report(package, &output)
}

/// The same, of words.
pub(crate) fn sampled(package: &str, sample: &str, seed: &str) -> Result<()> {
    let sample = sample.parse().with_context(|| format!("{sample}: how many mutants?"))?;
    run(package, sample, seed.parse().with_context(|| format!("{seed}: a seed is a number"))?)
}

/// `n` of the names, each as likely as the others, and the same for the same seed.
fn drawn(mut names: Vec<&str>, n: usize, seed: u64) -> Vec<&str> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for at in (1..names.len()).rev() {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let other = (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % (at + 1);
        names.swap(at, other);
    }
    names.truncate(n);
    names
}

/// A regular expression for exactly this text.
fn literal(text: &str) -> String {
    text.chars()
        .flat_map(|it| [(!it.is_alphanumeric() && !it.is_whitespace()).then_some('\\'), Some(it)])
        .flatten()
        .collect()
}

fn report(package: &str, output: &Path) -> Result<()> {
    let file = output.join("mutants.out/outcomes.json");
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let outcomes: Value = serde_json::from_str(&text)?;
    let count = |name: &str| outcomes[name].as_u64().unwrap_or(0);
    let (caught, missed, unviable) = (count("caught") + count("timeout"), count("missed"), count("unviable"));
    let viable = caught + missed;
    if viable == 0 {
        bail!("{package}: no mutant could be built and run");
    }
    let missed_names = std::fs::read_to_string(output.join("mutants.out/missed.txt")).unwrap_or_default();
    println!("{package}: {caught} of {viable} caught ({}%), {unviable} unviable", caught * 100 / viable);
    print!("{missed_names}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_drawn_with_its_seed() {
        let names = || (0..50).map(|it| ["a", "b", "c"][it % 3]).collect::<Vec<_>>();
        assert_eq!(drawn(names(), 10, 7), drawn(names(), 10, 7));
        assert_eq!(drawn(names(), 10, 7).len(), 10);
        assert_eq!(drawn(vec!["a"], 10, 7), ["a"]);
        assert_eq!(literal("f.rs:1: a -> b"), "f\\.rs\\:1\\: a \\-\\> b");
    }
}
