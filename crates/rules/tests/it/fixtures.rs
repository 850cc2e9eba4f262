//! Every rule has fixtures: `fixtures/<rule-id>/bad*` fires, `fixtures/<rule-id>/good*` does not. The rule runs alone.
//!
//! A folder may also hold several files that are read together: `bad-name/a.yaml`, `bad-name/b.yaml`.
//!
//! In a `bad` file the lines that findings point to end in the comment `#!`; the set of these lines and the set of found lines
//! must be equal. A file without any such mark must have at least one finding.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use inventory::{Input, Options};
use lang::Text;
use model::{Inventory, Location, ProblemKind};
use rules::{RULES, Rule, audit_with_on};

const MARK: &str = "#!";

#[test]
fn every_rule_fires_where_it_must_and_only_there() {
    let mut faults = Vec::new();
    for rule in RULES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(rule.id);
        let cases = list(&folder);
        let named = |prefix: &str| cases.iter().filter(|case| name(case).starts_with(prefix)).count();
        if named("bad") == 0 || named("good") == 0 {
            faults.push(format!("{}: needs bad* and good* under tests/it/fixtures/{}/", rule.id, rule.id));
        }
        for case in &cases {
            faults.extend(judge(rule, case));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_fixture_belongs_to_no_rule() {
    for folder in list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures")) {
        assert!(rules::find(&name(&folder)).is_some(), "{} is no rule", folder.display());
    }
}

/// Rules about two ends: what disagrees, what is gone around, what replaces what.
const OF_TWO_ENDS: [&str; 10] = [
    "bypassed-ssrf-proxy",
    "credential-mismatch",
    "credential-reused-across-environments",
    "duplicate-env",
    "mismatched-companion-versions",
    "plugin-daemon-shares-database",
    "pod-refused-by-namespace",
    "replaced-object",
    "shared-credential",
    "ssrf-proxy-opens-sandbox",
];

#[test]
fn a_finding_about_two_ends_shows_both() {
    for id in OF_TWO_ENDS {
        let rule = RULES.iter().find(|it| it.id == id).expect("a rule");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(id);
        let bad = list(&folder).into_iter().filter(|it| name(it).starts_with("bad"));
        let found: Vec<findings::Finding> = bad.flat_map(|case| found(rule, &read(&case).1)).collect();
        assert!(found.iter().any(|it| !it.related.is_empty()), "{id} shows one end: {found:#?}");
        for related in found.iter().flat_map(|it| it.related.iter().map(move |related| (it, related))) {
            assert_ne!(related.0.location, related.1.location, "{id}: the other end is another place");
        }
    }
}

/// The texts of a case, and what is read of them.
fn read(case: &Path) -> (Vec<(String, String)>, Inventory) {
    let files = if case.is_dir() { list(case) } else { vec![case.to_owned()] };
    let texts: Vec<(String, String)> =
        files.iter().map(|file| (name(file), fs::read_to_string(file).expect("a fixture is text"))).collect();
    let inputs = texts.iter().map(|(name, text)| input(name, text)).collect();
    (texts, inventory::read(inputs, &Options::default()))
}

/// What one rule finds.
fn found(rule: &'static Rule, inventory: &Inventory) -> Vec<findings::Finding> {
    let today = model::Date::parse("2026-11-24").expect("a day");
    audit_with_on(inventory, &[rule], today).findings
}

fn judge(rule: &'static Rule, case: &Path) -> Option<String> {
    let (texts, inventory) = read(case);
    let found: BTreeSet<(String, u32)> = found(rule, &inventory)
        .into_iter()
        .map(|finding| match finding.location {
            Location::File { file, start, .. } => (file, start.line),
            Location::Field { object, .. } => (object, 0),
        })
        .collect();
    let wanted: BTreeSet<(String, u32)> = texts
        .iter()
        .flat_map(|(name, text)| {
            let marked = text.lines().enumerate().filter(|(_, line)| line.trim_end().ends_with(MARK));
            marked.map(|(at, _)| (name.clone(), at as u32 + 1))
        })
        .collect();
    let bad = name(case).starts_with("bad");
    let right = if bad && wanted.is_empty() { !found.is_empty() } else { found == wanted };
    let label = format!("{}/{}", rule.id, name(case));
    (!right).then(|| format!("{label}: wanted {wanted:?}, found {found:?}"))
}

fn input(name: &str, text: &str) -> Input {
    let flaw = match text.lines().next() {
        Some("# unread: too-large") => ProblemKind::TooLarge,
        Some("# unread: unreadable") => ProblemKind::Unreadable,
        _ => return Input::file(name, text),
    };
    Input::unread(name, flaw, Text::new("not read", "読めません"))
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
