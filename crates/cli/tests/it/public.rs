//! The program on public Dify deployments, read from where the environment says they are.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::{assert_valid, run};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
fn files() -> Vec<PathBuf> {
    let Ok(folder) = std::env::var(VARIABLE) else {
        let _ = writeln!(
            std::io::stderr(),
            "cli: NOT RUN: the tests on public Dify deployments; set {VARIABLE} to a folder with rendered charts"
        );
        assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder").map(|it| it.expect("an entry").path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "yaml"));
    files.sort();
    files
}

#[test]
fn every_public_deployment_is_read_and_judged() {
    for file in files() {
        let report = run(&["audit", &file.to_string_lossy(), "--format", "json"]);
        assert_eq!(report.code, Some(13), "{}: {}", file.display(), report.err);
        let report = report.json();
        assert_valid("audit.schema.json", &report);
        let unread = |it: &&serde_json::Value| {
            matches!(it["rule"].as_str(), Some("broken-document" | "unrendered-template" | "duplicate-key"))
        };
        assert_eq!(report["findings"].as_array().expect("findings").iter().find(unread), None, "{}", file.display());
    }
}
