//! `cargo xtask bench`: whole runs on generated deployments and repositories, beside named peers.
//!
//! Figures of one machine on one day: read the ratios. Nothing is asserted here; a slow machine is not a broken one.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use inventory::{Input, Options};

use crate::bench_secrets;
use crate::deployment::{Shape, count, generate};
use crate::growth;
use crate::measure::{Bench, Peer, RUNS, Size, compare};
use crate::run::{program, root, step, variable};

/// The peer of `audit`, as its Go module.
const KUBE_SCORE: &str = "github.com/zegl/kube-score/cmd/kube-score@v1.20.0";

type Part = fn(&Bench) -> Result<()>;

/// What is measured, by its name.
const PARTS: [(&str, Part); 6] = [
    ("audit", audit),
    ("network", network),
    ("stages", stages),
    ("change", change),
    ("secrets", bench_secrets::run),
    ("growth", growth::run),
];

/// Measures the parts that are named, or all; with `--peer` the peers beside.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (peers, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|it| **it == "--peer");
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|it| it.0 != **name)) {
        bail!("there is no part {unknown:?}: {}", PARTS.map(|it| it.0).join(", "));
    }
    step(&mut program("cargo", &["build", "--release", "--locked", "--package", "cli"]))?;
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let bench = Bench { own: root().join("target/release/sekisho"), folder, with_peers: !peers.is_empty() };
    for (name, part) in PARTS {
        if names.is_empty() || names.contains(&name) {
            part(&bench)?;
        }
    }
    Ok(())
}

fn audit(bench: &Bench) -> Result<()> {
    let peer = bench.peer("kube-score", KUBE_SCORE)?;
    println!("\none deployment, cold (a process for each run)");
    let mut files = vec![("examples/as-found".to_owned(), root().join("examples/as-found"))];
    if let Some(public) = variable("SEKISHO_PUBLIC_DEPLOYMENTS") {
        files.push(("public bp-default.yaml".to_owned(), root().join(public).join("bp-default.yaml")));
    }
    for (name, path) in &files {
        // kube-score reads no folder.
        judge(bench, name, path, peer.as_deref().filter(|_| path.is_file()), None)?;
    }
    for shape in [Shape::Many, Shape::One] {
        println!("\ngenerated, {}", shape.name());
        for objects in [2_500, 5_000, 10_000] {
            let text = generate(objects, shape);
            let path = bench.folder.join(format!("{objects}-{shape:?}.yaml"));
            fs::write(&path, &text)?;
            let size = Size { bytes: text.len(), objects: count(&text) };
            let label = format!("{} objects, {:.1} MB", size.objects, size.bytes as f64 / 1e6);
            judge(bench, &label, &path, peer.as_deref(), Some(size))?;
        }
    }
    Ok(())
}

fn judge(bench: &Bench, name: &str, path: &Path, peer: Option<&Path>, size: Option<Size>) -> Result<()> {
    let mut own = Command::new(&bench.own);
    own.args(["audit", "--exit-zero", "--format", "json", "--lang", "en"]).arg(path);
    let mut peer = peer.map(Command::new);
    let peer = peer
        .as_mut()
        .map(|it| Peer { name: "kube-score", command: it.args(["score", "--output-format", "json"]).arg(path) });
    compare(name, &mut own, peer, size)
}

fn network(_: &Bench) -> Result<()> {
    println!("\nnetwork connections, all pairs: workloads x policies (namespaces)");
    for size in [["200", "100", "20"], ["400", "200", "20"], ["2000", "500", "20"], ["10000", "2000", "100"]] {
        let mut command = program(
            "cargo",
            &["run", "--release", "--locked", "--quiet", "--package", "netpol", "--example", "all_pairs", "--"],
        );
        step(command.args(size))?;
    }
    Ok(())
}

/// Runs a part that measures in this process as the program is built: `cargo xtask` itself is built for a quick start.
fn in_release(part: &str, work: impl FnOnce()) -> Result<()> {
    if cfg!(debug_assertions) {
        let again = ["run", "--release", "--locked", "--quiet", "--package", "xtask", "--", "bench", part];
        return step(&mut program("cargo", &again));
    }
    work();
    Ok(())
}

/// The fastest of several runs, shown under a name.
fn timed(name: &str, work: &mut dyn FnMut()) -> Duration {
    let best = (0..RUNS).map(|_| time(work)).min().unwrap_or_default();
    println!("{name:<40} {:>9.1} ms", best.as_secs_f64() * 1e3);
    best
}

fn stages(_: &Bench) -> Result<()> {
    in_release("stages", shares)
}

fn change(_: &Bench) -> Result<()> {
    in_release("change", one_of_many)
}

/// A new inventory of 2,000 objects of which one has changed, beside reading all: in one text, and with a file for each object.
fn one_of_many() {
    let text = generate(2_000, Shape::Many);
    let objects: Vec<&str> = text.split_inclusive("---\n").collect();
    let files: Vec<String> = objects.iter().map(|it| (*it).to_owned()).collect();
    for (shape, files) in [("one text", vec![text.clone()]), ("a file for each object", files)] {
        println!("\none changed object of {}, {shape} (in this process)", count(&text));
        let inputs =
            || files.iter().enumerate().map(|(at, it)| Input::file(format!("{at}.yaml"), it.as_str())).collect();
        let options = Options::default();
        let full = timed("read everything", &mut || {
            std::hint::black_box(inventory::assemble(&inventory::parse_all(inputs()), &options));
        });
        let mut parsed = inventory::parse_all(inputs());
        let at = files.len() / 2;
        // There and back, so that every run finds something changed.
        let mut texts = [files[at].replacen("name: dify", "name: other", 1), files[at].clone()].into_iter().cycle();
        let again = timed("read what changed, and assemble", &mut || {
            parsed[at] = inventory::parse_again(&parsed[at], texts.next().unwrap_or_default());
            std::hint::black_box(inventory::assemble(&parsed, &options));
        });
        println!("  {:<38} {:>9.3} x", "changed / everything", again.as_secs_f64() / full.as_secs_f64());
    }
}

/// The shares of parsing, reading, judging and reporting.
fn shares() {
    println!("\nwhere the time goes (in this process, 10,000 objects, a namespace for each release)");
    let text = generate(10_000, Shape::Many);
    let text = text.as_str();
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
        std::hint::black_box(forms::json::audit(&inventory, &audit, lang::Lang::En));
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
