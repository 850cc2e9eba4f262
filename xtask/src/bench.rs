//! `cargo xtask bench`: whole runs on generated deployments, beside a named peer.
//!
//! Figures of one machine on one day: read the ratios. Nothing is asserted here; a slow machine is not a broken one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use inventory::{Input, Options};

use crate::deployment::{Shape, count, generate};
use crate::run::{has, program, root, step, variable};

/// Runs of each command; the median is shown.
const RUNS: usize = 5;

/// The peer, as its Go module.
const PEER: &str = "github.com/zegl/kube-score/cmd/kube-score@v1.20.0";

pub(crate) fn run(with_peer: bool) -> Result<()> {
    step(&mut program("cargo", &["build", "--release", "--locked", "--package", "cli"]))?;
    let own = root().join("target/release/sekisho");
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let peer = if with_peer { Some(build_peer(&folder)?) } else { None };

    println!("\none deployment, cold (a process for each run)");
    let example = root().join("examples/as-found");
    let mut files = vec![("examples/as-found".to_owned(), example)];
    if let Some(public) = variable("SEKISHO_PUBLIC_DEPLOYMENTS") {
        files.push(("public bp-default.yaml".to_owned(), root().join(public).join("bp-default.yaml")));
    }
    for (name, path) in &files {
        show(name, &measure(&own, &["audit", "--exit-zero", "--format", "json", "--lang", "en"], path)?, None);
        if let Some(peer) = peer.as_ref().filter(|_| path.is_file()) {
            show(
                "  kube-score",
                &measure(peer, &["score", "--output-format", "json", "--exit-one-on-warning=false"], path)?,
                None,
            );
        }
    }
    for shape in [Shape::Many, Shape::One] {
        println!("\ngenerated, {}", shape.name());
        for objects in [2_500, 5_000, 10_000] {
            let text = generate(objects, shape);
            let path = folder.join(format!("{objects}-{shape:?}.yaml"));
            fs::write(&path, &text)?;
            let size = Size { bytes: text.len(), objects: count(&text) };
            let label = format!("{} objects, {:.1} MB", size.objects, size.bytes as f64 / 1e6);
            show(&label, &measure(&own, &["audit", "--exit-zero", "--format", "json"], &path)?, Some(size));
            if let Some(peer) = &peer {
                show("  kube-score", &measure(peer, &["score", "--output-format", "json"], &path)?, Some(size));
            }
        }
    }
    println!("\nnetwork connections, all pairs: workloads x policies (namespaces)");
    for size in [["200", "100", "20"], ["400", "200", "20"], ["2000", "500", "20"], ["10000", "2000", "100"]] {
        let mut command = program(
            "cargo",
            &["run", "--release", "--locked", "--quiet", "--package", "netpol", "--example", "all_pairs", "--"],
        );
        step(command.args(size))?;
    }
    println!("\nwhere the time goes (in this process, 10,000 objects, a namespace for each release)");
    parts(&generate(10_000, Shape::Many));
    Ok(())
}

#[derive(Clone, Copy)]
struct Size {
    bytes: usize,
    objects: usize,
}

struct Figures {
    wall: Duration,
    peak_kib: u64,
}

fn show(name: &str, figures: &Figures, size: Option<Size>) {
    let wall = figures.wall.as_secs_f64();
    let rates = size.map_or_else(String::new, |size| {
        format!("  {:>6.1} MB/s  {:>8.0} objects/s", size.bytes as f64 / 1e6 / wall, size.objects as f64 / wall)
    });
    println!("{name:<40} {:>9.1} ms  {:>7.1} MB peak{rates}", wall * 1e3, figures.peak_kib as f64 / 1024.0);
}

/// The median of several runs after one that warms up.
fn measure(binary: &Path, arguments: &[&str], input: &Path) -> Result<Figures> {
    let mut runs = Vec::new();
    for _ in 0..=RUNS {
        let started = Instant::now();
        let mut child = Command::new(binary)
            .args(arguments)
            .arg(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {}", binary.display()))?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak_kib = 0;
        while child.try_wait()?.is_none() {
            peak_kib = peak_kib.max(high_water(&status).unwrap_or(0));
            std::thread::sleep(Duration::from_micros(500));
        }
        runs.push(Figures { wall: started.elapsed(), peak_kib });
    }
    runs.remove(0);
    runs.sort_by_key(|it| it.wall);
    let peak_kib = runs.iter().map(|it| it.peak_kib).max().unwrap_or(0);
    Ok(Figures { wall: runs[runs.len() / 2].wall, peak_kib })
}

/// The most memory that a process has had resident (Linux only; elsewhere nothing is shown).
fn high_water(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn build_peer(folder: &Path) -> Result<PathBuf> {
    if !has("go", "version") {
        bail!("the peer is built with Go, which is not installed");
    }
    step(Command::new("go").args(["install", PEER]).env("GOBIN", folder))?;
    Ok(folder.join("kube-score"))
}

/// The shares of parsing, reading, judging and reporting.
fn parts(text: &str) {
    let timed = |name: &str, work: &mut dyn FnMut()| {
        let best = (0..RUNS).map(|_| time(work)).min().unwrap_or_default();
        println!("{name:<40} {:>9.1} ms", best.as_secs_f64() * 1e3);
        best
    };
    let parse = timed("parse alone, one thread", &mut || {
        let limits = yaml::Limits::default();
        for chunk in yaml::split(text) {
            std::hint::black_box(yaml::parse(text, chunk, &limits).is_ok());
        }
    });
    let read = || inventory::read(vec![Input::file("bench.yaml", text)], &Options::default());
    let whole_read = timed("read: parse and decode, all threads", &mut || {
        std::hint::black_box(read());
    });
    let inventory = read();
    let judge = timed("judge", &mut || {
        std::hint::black_box(rules::audit(&inventory));
    });
    let audit = rules::audit(&inventory);
    let report = timed("report as JSON", &mut || {
        std::hint::black_box(report::json::audit(&inventory, &audit, lang::Lang::En));
    });
    let total = whole_read + judge + report;
    println!(
        "{} findings; the pure parse on one thread is {:.0} % of read + judge + report",
        audit.findings.len(),
        parse.as_secs_f64() / total.as_secs_f64() * 100.0
    );
}

fn time(work: &mut dyn FnMut()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
