//! What is suppressed is left out, counted, and never forgotten.

use inventory::{Input, Options};
use lang::Lang;
use model::{Covers, Date, Inventory, Location, Named, Suppression};
use rules::{Audit, Control, Judgement};

fn pod(comment: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: dify}}\nspec:\n  hostPID: true{comment}\n  containers: [{{name: c, image: nginx}}]\n"
    )
}

fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("deploy/a.yaml", text)], &Options::default())
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn audit(inventory: &Inventory) -> Audit {
    let rules: Vec<_> = ["host-namespace", "expired-suppression", "unused-suppression", "incomplete-suppression"]
        .iter()
        .map(|id| rules::find(id).expect("a rule"))
        .collect();
    rules::audit_with_on(inventory, &rules, day("2026-11-24"))
}

fn ids(audit: &Audit) -> Vec<&str> {
    audit.findings.iter().map(|it| it.rule.as_str()).collect()
}

#[test]
fn a_suppressed_finding_is_left_out_and_the_verdict_says_so() {
    let bare = audit(&read(&pod("")));
    assert_eq!(ids(&bare), ["host-namespace"]);
    let inventory = read(&pod(" # sekisho: ignore host-namespace until=2027-03-31 reason=\"until the agent moves\""));
    let audit = audit(&inventory);
    assert_eq!(ids(&audit), [""; 0]);
    assert_eq!(audit.suppressed.len(), 1);
    let left_out = &audit.suppressed[0];
    assert_eq!((&*left_out.reason, left_out.until), ("until the agent moves", day("2027-03-31")));
    assert_eq!(left_out.finding.fingerprint, bare.findings[0].fingerprint);
    let verdict = audit.verdicts.iter().find(|it| it.control == Control::Pss2).expect("a verdict");
    assert_eq!((verdict.judgement, verdict.suppressed), (Judgement::Pass, 1));
    let reason = verdict.reason.get(Lang::En);
    assert!(reason.contains("1 finding suppressed until 2027-03-31 (host-namespace)"), "{reason}");
    assert!(verdict.reason.get(Lang::Ja).contains("抑制中"), "{:?}", verdict.reason);
}

#[test]
fn over_or_incomplete_it_suppresses_nothing_and_is_a_finding() {
    for (comment, rule) in [
        ("until=2026-11-23 reason=\"x\"", "expired-suppression"),
        ("until=2027-01-01", "incomplete-suppression"),
        ("reason=\"x\"", "incomplete-suppression"),
    ] {
        let audit = audit(&read(&pod(&format!(" # sekisho: ignore host-namespace {comment}"))));
        let mut found = ids(&audit);
        found.sort_unstable();
        let mut expected = [rule, "host-namespace"];
        expected.sort_unstable();
        assert_eq!((found.as_slice(), audit.suppressed.len()), (expected.as_slice(), 0), "{comment}");
    }
}

#[test]
fn one_that_is_used_elsewhere_is_not_used_here() {
    let text =
        pod("").replace("metadata:", "# sekisho: ignore host-namespace until=2027-01-01 reason=\"x\"\nmetadata:");
    let audit = audit(&read(&text));
    assert_eq!(ids(&audit), ["unused-suppression", "host-namespace"]);
}

#[test]
fn without_a_day_nothing_is_suppressed() {
    let inventory = read(&pod(" # sekisho: ignore host-namespace until=2027-03-31 reason=\"x\""));
    let audit = rules::audit(&inventory);
    assert!(audit.findings.iter().any(|it| it.rule == "host-namespace") && audit.suppressed.is_empty());
}

#[test]
fn sekisho_yaml_names_what_it_suppresses() {
    let fingerprint = audit(&read(&pod(""))).findings[0].fingerprint.clone();
    let named = |named: Named| {
        let mut inventory = read(&pod(""));
        inventory.declared.suppressions.push(Suppression {
            rule: "host-namespace".into(),
            covers: Covers::Named(named),
            reason: Some("x".into()),
            until: Some(day("2027-01-01")),
            flaw: None,
            stands: Location::Field { object: "sekisho.yaml".into(), field: "suppressions[0]".into() },
            place: None,
        });
        audit(&inventory).suppressed.len()
    };
    let text = |it: &str| Some(it.into());
    assert_eq!(named(Named { resource: text("Pod dify/p"), ..Named::default() }), 1);
    assert_eq!(named(Named { resource: text("Pod dify/q"), ..Named::default() }), 0);
    assert_eq!(named(Named { file: text("deploy"), ..Named::default() }), 1);
    assert_eq!(named(Named { file: text("dep"), ..Named::default() }), 0);
    assert_eq!(named(Named { fingerprint: text(&fingerprint), ..Named::default() }), 1);
    assert_eq!(named(Named { fingerprint: text(&fingerprint), resource: text("Pod dify/q"), file: None }), 0);
}
