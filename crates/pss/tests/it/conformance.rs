//! The reference's own cases: `test/testdata` of the Go module `k8s.io/pod-security-admission` v0.37.2.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use model::Inventory;
use pss::{CHECKS, Check, Level, Version, evaluate};

use crate::cases::manifests;
use crate::kinds::pod_and_kinds;

const CASES: &str = "SEKISHO_POD_SECURITY_CASES";

struct Case {
    level: Level,
    version: Version,
    /// `hostports` for `fail/hostports2.yaml`; `None` for a case that passes.
    violated: Option<String>,
    path: PathBuf,
}

#[test]
fn conformance() {
    let Some(directory) = env::var_os(CASES) else {
        say(&format!(
            "pss: NOT RUN: the 4,537 conformance cases of pod-security-admission, because {CASES} is not set.\n\
             pss: `cargo xtask test` fetches them and sets it; by hand it is test/testdata of the Go module\n\
             pss: k8s.io/pod-security-admission v0.37.2.\n"
        ));
        assert!(env::var_os("CI").is_none(), "CI must run the conformance cases: set {CASES}");
        return;
    };
    let cases = read_cases(Path::new(&directory));
    let mut inventories = HashMap::new();
    let mut n_judged = 0;
    let mut n_overridden = 0;
    let mut failures = Vec::new();
    for case in &cases {
        let text = fs::read_to_string(&case.path).expect("a case is a readable file");
        // The same pod is the case of many versions.
        let inventory: &Inventory = inventories.entry(text).or_insert_with_key(|text| manifests(&pod_and_kinds(text)));
        assert_eq!(inventory.workloads.len(), 9, "{}", case.path.display());
        let expected = case.violated.as_deref().map(|id| expected(id, case));
        n_overridden += usize::from(
            expected.is_some_and(|check| !check.id.eq_ignore_ascii_case(case.violated.as_deref().unwrap_or(""))),
        );
        for workload in &inventory.workloads {
            let violations = evaluate(&workload.pod, case.level, case.version);
            let found: Vec<&str> = violations.iter().map(|violation| violation.check).collect();
            n_judged += 1;
            if !expected.map_or(found.is_empty(), |check| found.contains(&check.id)) {
                failures.push(format!("{} as {}: {found:?}", case.path.display(), workload.kind.name()));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {n_judged} fail:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(cases.len(), 4_537, "the cases are not those of v0.37.2");
    assert_eq!(n_overridden, 203);
    say(&format!(
        "pss: {} conformance cases, each as a Pod and in eight kinds: {n_judged} verdicts agree\n",
        cases.len()
    ));
}

/// The check that reports the violation: the one that the case is named after, or the restricted one that overrides it.
fn expected(id: &str, case: &Case) -> &'static Check {
    let named = CHECKS.iter().find(|check| check.id.eq_ignore_ascii_case(id)).expect("a case is named after a check");
    if named.applies(case.level, case.version) {
        return named;
    }
    CHECKS
        .iter()
        .find(|check| check.revision(case.version).is_some_and(|revision| revision.overrides.contains(&named.id)))
        .expect("a check that does not apply is overridden")
}

/// `LEVEL/VERSION/pass|fail/NAME.yaml`.
fn read_cases(directory: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for level in [Level::Baseline, Level::Restricted] {
        for version in entries(&directory.join(level.name())) {
            for verdict in ["pass", "fail"] {
                for path in entries(&version.join(verdict)) {
                    let name = path.file_stem().and_then(|name| name.to_str()).expect("a case has a name");
                    let violated = name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
                    cases.push(Case {
                        level,
                        version: Version::parse(&file_name(&version)).expect("a folder is a version"),
                        violated: (verdict == "fail").then_some(violated),
                        path,
                    });
                }
            }
        }
    }
    cases
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut paths: Vec<PathBuf> = listing.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// To the terminal itself: what a test that passes prints is otherwise swallowed.
fn say(text: &str) {
    io::stderr().write_all(text.as_bytes()).expect("standard error can be written");
}
