//! Every `bad*` fixture of a rule that is mended: with all fixes the rule has nothing to say any more, and no other has more.

use std::fs;
use std::path::{Path, PathBuf};

use rules::{FixClass, RULES};

use crate::{check_laws, counted, mend};

/// Fixtures in which something is left, and why. May only shrink.
const LEFT: &[(&str, &str)] = &[
    ("missing-probe/bad.yaml", "how to ask an image that nobody knows"),
    ("muted-proxy-log/bad-nginx.yaml", "which format the log is to have"),
    ("runs-as-root/bad.yaml", "which user an image has that nobody knows"),
    ("service-account-token-mounted/bad.yaml", "a volume asks for the token"),
    ("writable-root-filesystem/bad-sandbox-exception.yaml", "where an image writes that nobody knows"),
];

#[test]
fn the_rules_say_what_the_table_does() {
    for rule in RULES {
        assert_eq!(rule.fix.is_some(), fix::is_mended(rule.id), "{}", rule.id);
    }
}

#[test]
fn what_is_bad_is_mended_and_nothing_new_comes() {
    let mut faults = Vec::new();
    for (rule, case, texts) in bad() {
        let label = format!("{rule}/{case}");
        faults.extend(check_laws(&label, &texts, FixClass::Review));
        faults.extend(check_laws(&label, &texts, FixClass::Safe));
        let mended = mend(&texts, FixClass::Review);
        let left = counted(&mended.audit).get(rule).copied().unwrap_or(0);
        let allowed = LEFT.iter().any(|(it, _)| *it == label);
        if (left > 0) != allowed {
            faults.push(format!("{label}: {left} left, {} fixes", mended.applied.len()));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_fix_of_the_class_that_it_names() {
    for rule in RULES.iter().filter(|it| it.fix.is_some()) {
        let of_rule = bad().into_iter().filter(|(id, ..)| *id == rule.id);
        let lowest = of_rule
            .flat_map(|(_, _, texts)| mend(&texts, FixClass::Review).applied)
            .filter(|it| it.rule == rule.id)
            .map(|it| it.class)
            .min_by_key(|it| it.name() == "review");
        assert_eq!(lowest, rule.fix, "{}", rule.id);
    }
}

pub(crate) type Case = (&'static str, String, Vec<(String, String)>);

pub(crate) fn bad() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/tests/it/fixtures");
    let mut cases = Vec::new();
    for rule in RULES.iter().filter(|it| it.fix.is_some()) {
        for case in list(&root.join(rule.id)).into_iter().filter(|it| name(it).starts_with("bad")) {
            let files = if case.is_dir() { list(&case) } else { vec![case.clone()] };
            let text = |file: &PathBuf| (name(file), fs::read_to_string(file).expect("a fixture"));
            cases.push((rule.id, name(&case), files.iter().map(text).collect()));
        }
    }
    cases
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
