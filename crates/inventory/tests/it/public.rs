//! Public deployments, read from where the environment says they are; the project does not contain them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::{components, read};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

/// The folder, or `None` after saying loudly what is not run. In CI that is a failure.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
fn folder() -> Option<PathBuf> {
    if let Ok(folder) = std::env::var(VARIABLE) {
        return Some(folder.into());
    }
    let _ = writeln!(
        std::io::stderr(),
        "inventory: NOT RUN: the tests on public Dify deployments; set {VARIABLE} to a folder with rendered charts"
    );
    assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
    None
}

#[test]
fn every_component_is_recognised_with_its_version_or_the_reason() {
    let Some(folder) = folder() else { return };
    let expected: BTreeMap<&str, &[(&str, usize)]> = BTreeMap::from([
        ("bp-default.yaml", BP_REPLICATED),
        ("bp-ssrf.yaml", BP_SSRF),
        ("bp-legacy.yaml", BP_SINGLE),
        ("bp-eso.yaml", BP_SINGLE),
        ("bp-external.yaml", BP_EXTERNAL),
        ("dc-default.yaml", DC),
    ]);
    for (file, counts) in expected {
        let text = fs::read_to_string(folder.join(file)).expect(file);
        let inventory = read(&text);
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for line in components(&inventory) {
            *found.entry(line.split(' ').next().unwrap_or("").to_owned()).or_default() += 1;
        }
        let wanted: BTreeMap<String, usize> = counts.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect();
        assert_eq!(found, wanted, "{file}");
        assert!(inventory.problems.is_empty(), "{file}: {} problems", inventory.problems.len());
        for workload in inventory.workloads.iter().filter(|it| it.component.is_some()) {
            if let Err(reason) = &workload.version {
                assert!(!reason.get(lang::Lang::Ja).is_empty());
            }
        }
    }
}

const BP_REPLICATED: &[(&str, usize)] = &[
    ("agent-backend", 1),
    ("agent-sandbox", 1),
    ("api", 1),
    ("nginx", 1),
    ("plugin-daemon", 1),
    ("postgres", 2),
    ("redis", 2),
    ("sandbox", 1),
    ("weaviate", 1),
    ("web", 1),
    ("worker", 1),
    ("worker-beat", 1),
];
const BP_SSRF: &[(&str, usize)] = &[
    ("agent-backend", 1),
    ("agent-sandbox", 1),
    ("api", 1),
    ("nginx", 1),
    ("plugin-daemon", 1),
    ("postgres", 2),
    ("redis", 2),
    ("sandbox", 1),
    ("ssrf-proxy", 1),
    ("weaviate", 1),
    ("web", 1),
    ("worker", 1),
    ("worker-beat", 1),
];
const BP_SINGLE: &[(&str, usize)] = &[
    ("agent-backend", 1),
    ("agent-sandbox", 1),
    ("api", 1),
    ("nginx", 1),
    ("plugin-daemon", 1),
    ("postgres", 1),
    ("redis", 1),
    ("sandbox", 1),
    ("weaviate", 1),
    ("web", 1),
    ("worker", 1),
];
const BP_EXTERNAL: &[(&str, usize)] = &[
    ("agent-backend", 1),
    ("agent-sandbox", 1),
    ("api", 1),
    ("nginx", 1),
    ("plugin-daemon", 1),
    ("sandbox", 1),
    ("weaviate", 1),
    ("web", 1),
    ("worker", 1),
    ("worker-beat", 1),
];
const DC: &[(&str, usize)] = &[
    ("api", 1),
    ("plugin-daemon", 1),
    ("postgres", 1),
    ("redis", 1),
    ("sandbox", 1),
    ("web", 1),
    ("worker", 1),
    ("worker-beat", 1),
];
