//! `cargo xtask bench secrets`: a whole history and a staged change, beside gitleaks.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::measure::{Bench, Peer, compare};
use crate::repository::{KINDS, generate, stage};

/// The peer of `secrets scan`, as its Go module.
const GITLEAKS: &str = "github.com/zricethezav/gitleaks/v8@v8.30.1";

const FILES: usize = 5_000;
const COMMITS: usize = 10_000;
/// Four of each kind.
const LEAKS: usize = 24;

pub(crate) fn run(bench: &Bench) -> Result<()> {
    let peer = bench.peer("gitleaks", GITLEAKS)?;
    let folder = bench.folder.join("history");
    generate(&folder, FILES, COMMITS, LEAKS)?;
    println!("\na history of {COMMITS} commits, {FILES} files, {LEAKS} planted leaks");
    scan(bench, &folder, "history", "--history", peer.as_deref())?;

    let folder = bench.folder.join("staged");
    generate(&folder, FILES, 1, 0)?;
    stage(&folder, 20, 6)?;
    println!("\n26 staged files in a repository of {FILES}, 6 planted leaks");
    scan(bench, &folder, "staged", "--staged", peer.as_deref())
}

fn scan(bench: &Bench, folder: &Path, name: &str, what: &str, peer: Option<&Path>) -> Result<()> {
    let mut own = Command::new(&bench.own);
    own.args(["secrets", "scan", what, "--format", "json", "--exit-zero", "--lang", "en"]).current_dir(folder);
    let mut peer = peer.map(Command::new);
    if let Some(peer) = &mut peer {
        peer.args(["git", "--no-banner", "--redact", "--exit-code=0", "--report-format=json", "--report-path=-"]);
        peer.args((what == "--staged").then_some("--staged")).current_dir(folder);
    }
    compare(name, &mut own, peer.as_mut().map(|command| Peer { name: "gitleaks", command }), None)?;
    let found = answer(&mut own)?;
    found_planted("sekisho", found["findings"].as_array().into_iter().flatten().filter_map(|it| it["file"].as_str()));
    if let Some(mut peer) = peer {
        let found = answer(&mut peer)?;
        found_planted("gitleaks", found.as_array().into_iter().flatten().filter_map(|it| it["File"].as_str()));
    }
    Ok(())
}

fn answer(command: &mut Command) -> Result<Value> {
    let output = command.stdout(Stdio::piped()).output()?;
    serde_json::from_slice(&output.stdout).context("the scanner did not answer in JSON")
}

/// How many of the planted leaks are among the files of the findings, and how many findings there are besides.
fn found_planted<'a>(who: &str, files: impl Iterator<Item = &'a str>) {
    let (planted, others): (Vec<&str>, Vec<&str>) = files.partition(|it| it.starts_with("planted/"));
    let planted: BTreeSet<&str> = planted.into_iter().collect();
    println!("  {who}: {} planted leaks found, {} other findings", planted.len(), others.len());
    for kind in KINDS {
        let n = planted.iter().filter(|it| it.rsplit('/').next() == Some(kind.file)).count();
        println!("    {:<36} {n}", kind.name);
    }
}
