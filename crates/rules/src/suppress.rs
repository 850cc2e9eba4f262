//! What suppressions make of an audit. All three ways in which a suppression goes wrong are findings themselves, and those cannot be
//! suppressed.

use findings::{Finding, Suppressed, suppress};
use lang::text;
use model::{Date, Inventory, OriginId, Suppression};

use crate::finding::Findings;
use crate::rules::{self, EXPIRED_SUPPRESSION, INCOMPLETE_SUPPRESSION, UNUSED_SUPPRESSION};
use crate::{Facts, Rule};

/// Every suppression: those beside the lines, then those of `sekisho.yaml`.
pub(crate) fn all(inventory: &Inventory) -> impl Iterator<Item = &Suppression> {
    inventory.suppressions.iter().chain(&inventory.declared.suppressions)
}

/// Takes what is suppressed out of `found`, and adds what is wrong with the suppressions.
pub(crate) fn apply(
    facts: &Facts<'_>,
    ran: &[&'static Rule],
    today: Date,
    found: &mut Vec<Finding>,
) -> Vec<Suppressed> {
    let all: Vec<&Suppression> = all(facts.inventory).filter(|it| it.is_complete()).collect();
    let documents = &facts.inventory.documents;
    let origin = |id: OriginId| Some(documents.text(id).name());
    let (mut kept, found_now): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(found).into_iter().partition(|it| is_about_suppressions(&it.rule));
    let sorted = suppress::sort(found_now, &all, today, &origin);
    kept.extend(sorted.kept);
    let mut added = Vec::new();
    let has_run = |rule: &Rule| ran.iter().any(|it| it.id == rule.id);
    if has_run(&EXPIRED_SUPPRESSION) {
        added.extend(expired(facts, &all, today));
    }
    if has_run(&UNUSED_SUPPRESSION) {
        added.extend(unused(facts, &all, &sorted.used, ran, today));
    }
    Finding::number(&mut added);
    kept.append(&mut added);
    *found = kept;
    sorted.left_out
}

fn expired(facts: &Facts<'_>, all: &[&Suppression], today: Date) -> Vec<Finding> {
    let mut out = Findings::new(facts, &EXPIRED_SUPPRESSION);
    for suppression in all {
        let Some(until) = suppress::is_over(suppression, today) else { continue };
        let rule = &suppression.rule;
        out.report_suppression(
            suppression,
            text!(
                "the suppression of `{rule}` held until {until}: the findings are reported again",
                "`{rule}` の抑制は {until} までです。指摘は再び報告されています"
            ),
        );
    }
    out.found
}

fn unused(facts: &Facts<'_>, all: &[&Suppression], used: &[bool], ran: &[&'static Rule], today: Date) -> Vec<Finding> {
    let mut out = Findings::new(facts, &UNUSED_SUPPRESSION);
    for (suppression, used) in all.iter().zip(used) {
        if *used || suppress::is_over(suppression, today).is_some() {
            continue;
        }
        let name = &suppression.rule;
        let known = rules::find(name);
        let reason = match known {
            None => text!("no rule is called `{name}`", "`{name}` というルールはありません"),
            Some(rule) if is_about_suppressions(rule.id) => {
                text!("`{name}` cannot be suppressed", "`{name}` は抑制できません")
            }
            Some(rule) if ran.iter().any(|it| it.id == rule.id) => text!(
                "nothing that `{name}` finds is suppressed here any more",
                "ここで抑制されている `{name}` の指摘は、もうありません"
            ),
            Some(_) => continue,
        };
        out.report_suppression(suppression, reason);
    }
    out.found
}

/// Rules that judge suppressions: they cannot be suppressed.
fn is_about_suppressions(rule: &str) -> bool {
    [&INCOMPLETE_SUPPRESSION, &EXPIRED_SUPPRESSION, &UNUSED_SUPPRESSION].iter().any(|it| it.id == rule)
}
