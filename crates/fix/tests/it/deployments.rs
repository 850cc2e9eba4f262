//! Public Dify deployments, read from where the environment says they are.

use std::fs;
use std::io::Write as _;

use rules::FixClass;

use crate::{check_laws, counted, mend};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
fn files() -> Vec<(String, String)> {
    let Ok(folder) = std::env::var(VARIABLE) else {
        let _ = writeln!(std::io::stderr(), "fix: NOT RUN: the tests on public Dify deployments; set {VARIABLE}");
        assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
        return Vec::new();
    };
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    paths.retain(|it| it.extension().is_some_and(|it| it == "yaml"));
    paths.sort();
    paths.iter().map(|it| (it.to_string_lossy().into_owned(), fs::read_to_string(it).expect("a file"))).collect()
}

/// What is left of these rules needs a preparation that only a person can make (`nginx` and Squid without root), or is about an
/// image that the catalogue does not know.
const NEEDS_A_PERSON: &[&str] = &[
    "capabilities-not-dropped",
    "privilege-escalation-allowed",
    "privileged-container",
    "runs-as-root",
    "writable-root-filesystem",
];

#[test]
fn every_public_deployment_is_mended() {
    for (name, text) in files() {
        let texts = [(name.clone(), text)];
        for class in [FixClass::Safe, FixClass::Review] {
            assert_eq!(check_laws(&name, &texts, class), Vec::<String>::new());
        }
        let mended = mend(&texts, FixClass::Review);
        assert!(mended.left.is_empty(), "{name}: {:?}", mended.left);
        for rule in counted(&mended.audit).into_keys() {
            assert!(!fix::is_mended(&rule) || NEEDS_A_PERSON.contains(&rule.as_str()), "{name}: {rule} is left");
        }
    }
}

#[test]
fn no_line_is_lost_that_is_not_replaced() {
    for (name, text) in files() {
        let mended = mend(&[(name.clone(), text.clone())], FixClass::Safe);
        let Some(after) = mended.texts.get(&0) else { continue };
        let mut lines = after.lines();
        let lost: Vec<&str> =
            text.lines().filter(|line| !lines.clone().any(|it| it == *line) || !lines.any(|it| it == *line)).collect();
        let harmless = |line: &&str| {
            matches!(line.trim(), "{}" | "null")
                || line.contains("SWAGGER_UI_ENABLED")
                || line.contains("securityContext")
        };
        let void = mended.applied.iter().any(|it| it.rule == "duplicate-env");
        assert!(void || lost.iter().all(harmless), "{name}: {lost:?}");
    }
}
