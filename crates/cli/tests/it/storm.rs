//! Hostile bytes for the whole program: spoilt copies of everything that people hand to it, to every command that reads them. Whatever
//! the bytes are, a command ends in time, with an exit code that the documentation knows, without a panic, and prints nothing that a
//! terminal or a runner of CI would obey.
//!
//! `SEKISHO_STORM_RUNS` says how many runs (`cargo xtask storm`), `SEKISHO_STORM_SEED` where they begin.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use testkit::soup::Dice;

use crate::{Run, run, sekisho};

/// A reading command: `{}` is the spoilt file, `{whole}` a rendered deployment that is not.
const COMMANDS: &[&[&str]] = &[
    &["audit", "{}"],
    &["audit", "{}", "--format", "json"],
    &["audit", "{}", "--format", "sarif"],
    &["audit", "{}", "--format", "html"],
    &["audit", "{}", "--format", "junit"],
    &["audit", "{whole}", "{}"],
    &["audit", "{}", "--unsafe-fixes", "--diff"],
    &["audit", "{whole}", "--baseline", "{}"],
    &["audit", "{whole}", "--config", "{}"],
    &["harden", "{}"],
    &["pss", "check", "{}"],
    &["network", "prove", "{}"],
    &["network", "policies", "{}"],
    &["network", "connections", "{}"],
    &["network", "exposure", "{}"],
    &["network", "graph", "{}"],
    &["network", "diff", "{whole}", "{}"],
    &["network", "can", "--from", "default/api", "--to", "8.8.8.8:443", "{}"],
    &["rbac", "who-can", "get", "secrets", "{}"],
    &["render", "--config", "{}"],
    &["secrets", "check", "{}"],
    &["secrets", "scan", "{}"],
    &["secrets", "setup", "{}", "--dry-run"],
    &["secrets", "show", "{}"],
];

/// Exit codes of docs/exit-codes.md.
const KNOWN: [i32; 9] = [0, 1, 2, 10, 11, 12, 13, 20, 21];

/// Words that mean something to some reader of ours.
const WORDS: [&str; 28] = [
    "\u{1b}[31m",
    "\u{9b}2J",
    "\u{202e}",
    "::error::x",
    "##vso[task.complete]",
    "\0",
    "\r\n",
    "\u{feff}",
    "---\n",
    "...\n",
    "<<: *a\n",
    "&a ",
    "*a ",
    "!!binary ",
    "{{ .Values.x }}",
    "$(A)",
    "$$(",
    "999999999999999999999",
    "-0x1",
    "1e999",
    "\u{2028}",
    "]]>",
    "<script>",
    "\"",
    "'",
    "%ZZ",
    "kind: List\n",
    "kind: NetworkPolicy\n",
];

fn seeds(whole: &str) -> Vec<(String, Vec<u8>)> {
    let mut seeds = vec![("rendered.yaml".to_owned(), whole.as_bytes().to_vec())];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["examples/as-found", "fuzz/corpus/loader", "crates/cli/tests/it/fixtures"] {
        let entries = fs::read_dir(root.join(folder)).expect(folder).map(|it| it.expect("an entry").path());
        let mut files: Vec<_> = entries.filter(|it| it.is_file()).collect();
        files.sort();
        seeds.extend(files.iter().map(|it| {
            let name = it.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(it).expect("read"))
        }));
    }
    let written = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    seeds.push(written(
        "sekisho.yaml",
        "suppressions:\n  - rule: runs-as-root\n    reason: known\n    until: 2026-12-31\nnamespace: dify\n",
    ));
    seeds.push(written("b.json", &run(&["audit", "examples/as-found", "--format", "json"]).out));
    let sops = "sops_age__list_0__map_recipient=age1x\nsops_mac=ENC[AES256_GCM,data:aa==,iv:aa==,tag:aa==,type:str]\nsops_version=3.9\n";
    seeds.push(written("s.env", &format!("A=ENC[AES256_GCM,data:aa==,iv:aa==,tag:aa==,type:str]\n{sops}")));
    seeds.push(written("s.json", "{\"a\": \"ENC[AES256_GCM,data:aa==,iv:aa==,tag:aa==,type:str]\", \"sops\": {\"age\": [], \"mac\": \"\", \"version\": \"3\"}}"));
    seeds
}

fn spoil(text: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=dice.below(6) {
        let (a, b) = (dice.below(text.len() + 1), dice.below(text.len() + 1));
        let (from, to) = (a.min(b), a.max(b));
        let near = to.min(from + 1 + dice.below(40));
        match dice.below(9) {
            0 => drop(text.drain(from..near)),
            1 => text.truncate(to.max(10)),
            2 => drop(text.splice(from..from, WORDS[dice.below(WORDS.len())].bytes())),
            3 => drop(text.splice(from..near, WORDS[dice.below(WORDS.len())].bytes())),
            4 => {
                let piece = text[from..to.min(from + 400)].to_vec();
                drop(text.splice(to..to, piece));
            }
            5 => {
                let start = dice.below(other.len() + 1);
                let piece = other[start..other.len().min(start + 300)].to_vec();
                drop(text.splice(from..from, piece));
            }
            6 if from < text.len() => text[from] ^= 1 << dice.below(8),
            7 => drop(text.splice(from..from, vec![b"[{ \t-#"[dice.below(6)]; 1 + dice.below(300)])),
            _ => drop(text.splice(from..near, std::iter::repeat_n(dice.below(256) as u8, dice.below(9)))),
        }
    }
    text
}

/// What is wrong with how a command ended and with what it printed.
fn judged(run: &Run, took: Duration, is_own_text: bool) -> Option<String> {
    let is_unknown = !run.code.is_some_and(|it| KNOWN.contains(&it));
    if is_unknown {
        return Some(format!("ended with {:?}: {}", run.code, run.err));
    }
    if took > Duration::from_secs(60) {
        return Some(format!("took {took:?}"));
    }
    // What gives a person's own text back gives every byte back.
    let out = if is_own_text { "" } else { &*run.out };
    for (name, text) in [("out", out), ("err", &run.err)] {
        let is_control = |it: char| {
            it.is_control() && !matches!(it, '\n' | '\t')
                || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        if let Some(character) = text.chars().find(|it| is_control(*it)) {
            return Some(format!("{name} holds {character:?}"));
        }
        // A runner's command has a second `::`; the first address of IPv6 has none.
        let commands = |line: &&str| {
            line.trim_start().strip_prefix("::").is_some_and(|it| it.contains("::")) || line.contains("##vso[")
        };
        if let Some(line) = text.lines().find(commands) {
            return Some(format!("{name} commands a runner: {line}"));
        }
    }
    None
}

#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by the environment")]
fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn no_bytes_break_a_command() {
    let whole = run(&["render"]).out;
    let seeds = seeds(&whole);
    let (runs, seed) = (number("SEKISHO_STORM_RUNS", 240), number("SEKISHO_STORM_SEED", 1));
    let mut wrong = Vec::new();
    for number in seed..seed + runs {
        let mut dice = Dice::new(number as u64);
        let folder = tempfile::tempdir().expect("a folder");
        let (name, text) = &seeds[dice.below(seeds.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        fs::write(folder.path().join(name), spoil(text, other, &mut dice)).expect("written");
        fs::write(folder.path().join("whole.yaml"), &whole).expect("written");
        let arguments = COMMANDS[number % COMMANDS.len()];
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|it| it.replace("{}", name).replace("{whole}", "whole.yaml"))
            .map(|it| &*it.leak())
            .collect();
        let mut command = sekisho(folder.path(), &arguments);
        let started = Instant::now();
        let run: Run = command.stdin(Stdio::null()).output().expect("it starts").into();
        if let Some(fault) = judged(&run, started.elapsed(), arguments[0] == "harden") {
            wrong.push(format!("seed {number}: {name}: {}: {fault}", arguments.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {runs} runs:\n{}", wrong.len(), wrong.join("\n"));
}
