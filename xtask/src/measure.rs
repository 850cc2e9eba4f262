//! Whole runs of a program, timed from outside, beside a peer's.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::run::{has, step};

/// Runs of each program; the fastest is shown, since what disturbs a run can only make it slower.
pub(crate) const RUNS: usize = 5;

/// How much went in.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) bytes: usize,
    pub(crate) objects: usize,
}

/// A program that does the same work.
pub(crate) struct Peer<'a> {
    pub(crate) name: &'a str,
    pub(crate) command: &'a mut Command,
}

/// Runs ours and the peer in turns, so that a busy machine is busy for both, and shows what they took and how many times
/// ours the peer's is.
pub(crate) fn compare(name: &str, own: &mut Command, mut peer: Option<Peer<'_>>, size: Option<Size>) -> Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(time(own)?);
        if let Some(peer) = &mut peer {
            theirs.push(time(peer.command)?);
        }
    }
    let ours = Figures::of(&ours);
    ours.show(name, size);
    if let Some(peer) = peer {
        let theirs = Figures::of(&theirs);
        theirs.show(&format!("  {}", peer.name), size);
        let wall = theirs.wall.as_secs_f64() / ours.wall.as_secs_f64();
        let memory = theirs.peak_kib as f64 / ours.peak_kib as f64;
        println!("  {:<38} {wall:>9.2} x   {memory:>7.2} x", format!("{} / sekisho", peer.name));
    }
    Ok(())
}

/// What a command takes, beside nothing else: the fastest of several runs.
pub(crate) fn figures(command: &mut Command) -> Result<Figures> {
    let runs = (0..RUNS).map(|_| time(command)).collect::<Result<Vec<_>>>()?;
    Ok(Figures::of(&runs))
}

/// What a run took.
pub(crate) struct Figures {
    pub(crate) wall: Duration,
    /// The most memory that the process itself had; what it starts (both scanners of histories start git) is not in it.
    pub(crate) peak_kib: u64,
}

impl Figures {
    fn of(runs: &[Figures]) -> Figures {
        Figures {
            wall: runs.iter().map(|it| it.wall).min().unwrap_or_default(),
            peak_kib: runs.iter().map(|it| it.peak_kib).max().unwrap_or_default(),
        }
    }

    fn show(&self, name: &str, size: Option<Size>) {
        let wall = self.wall.as_secs_f64();
        let rates = size.map_or_else(String::new, |size| {
            format!("  {:>6.1} MB/s  {:>8.0} objects/s", size.bytes as f64 / 1e6 / wall, size.objects as f64 / wall)
        });
        println!("{name:<40} {:>9.1} ms  {:>7.1} MB peak{rates}", wall * 1e3, self.peak_kib as f64 / 1024.0);
    }
}

fn time(command: &mut Command) -> Result<Figures> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("starting {}", command.get_program().to_string_lossy()))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    while child.try_wait()?.is_none() {
        peak_kib = peak_kib.max(high_water(&status).unwrap_or(0));
        std::thread::sleep(Duration::from_micros(500));
    }
    Ok(Figures { wall: started.elapsed(), peak_kib })
}

/// The most memory that a process has had resident (Linux only; elsewhere nothing is shown).
fn high_water(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What the parts share.
pub(crate) struct Bench {
    /// The program.
    pub(crate) own: PathBuf,
    /// Where what is generated and built goes.
    pub(crate) folder: PathBuf,
    /// Whether peers are wanted.
    pub(crate) with_peers: bool,
}

impl Bench {
    /// Builds a peer from its Go module, if peers are wanted.
    pub(crate) fn peer(&self, name: &str, module: &str) -> Result<Option<PathBuf>> {
        if !self.with_peers {
            return Ok(None);
        }
        if !has("go", "version") {
            bail!("the peer is built with Go, which is not installed");
        }
        step(Command::new("go").args(["install", module]).env("GOBIN", &self.folder))?;
        Ok(Some(self.folder.join(name)))
    }
}
