//! What suppressions make of an audit. All three ways in which a suppression goes wrong are findings themselves, and those cannot be
//! suppressed.

use findings::{About, Finding, Suppressed, suppress};
use lang::text;
use model::{Date, Inventory, OriginId, Suppression};

use crate::finding;
use crate::rule::Rule;
use crate::rules::{EXPIRED_SUPPRESSION, INCOMPLETE_SUPPRESSION, UNUSED_SUPPRESSION};

/// What a rule of any command says of itself, by its id.
pub(crate) type Known<'k> = &'k dyn Fn(&str) -> Option<&'static About>;

/// Takes what is suppressed out of `found`, and adds what is wrong with the suppressions.
pub(crate) fn apply(
    inventory: &Inventory,
    ran: &[&'static Rule],
    today: Date,
    found: &mut Vec<Finding>,
    known: Known<'_>,
) -> Vec<Suppressed> {
    let all: Vec<&Suppression> = inventory.all_suppressions().filter(|it| it.is_complete()).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let documents = &inventory.documents;
    let origin = |id: OriginId| Some(documents.text(id).name());
    let (mut kept, found_now): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(found).into_iter().partition(|it| is_about_suppressions(&it.rule));
    let sorted = suppress::sort(found_now, &all, today, &origin);
    kept.extend(sorted.kept);
    let mut added = Vec::new();
    let has_run = |rule: &Rule| ran.iter().any(|it| it.id == rule.id);
    if has_run(&INCOMPLETE_SUPPRESSION) {
        added.extend(all.iter().filter(|it| suppress::is_too_long(it, today)).map(|it| too_long(it)));
    }
    if has_run(&EXPIRED_SUPPRESSION) {
        added.extend(expired(&all, today));
    }
    if has_run(&UNUSED_SUPPRESSION) {
        added.extend(unused(&all, &sorted.used, ran, today, known));
    }
    Finding::number(&mut added);
    kept.append(&mut added);
    *found = kept;
    sorted.left_out
}

fn expired(all: &[&Suppression], today: Date) -> Vec<Finding> {
    all.iter().filter(|it| suppress::is_over(it, today).is_some()).map(|it| over(it)).collect()
}

/// A suppression whose last day has passed.
pub(crate) fn over(suppression: &Suppression) -> Finding {
    let (rule, until) = (&suppression.rule, suppression.until.map(|it| it.to_string()).unwrap_or_default());
    finding::of_suppression(
        &EXPIRED_SUPPRESSION,
        suppression,
        text!(
            "the suppression of `{rule}` held until {until}: the findings are reported again",
            "`{rule}` の抑制は {until} までです。指摘は再び報告されています"
        ),
    )
}

/// A suppression that would hold for years.
pub(crate) fn too_long(suppression: &Suppression) -> Finding {
    let rule = &suppression.rule;
    finding::of_suppression(
        &INCOMPLETE_SUPPRESSION,
        suppression,
        text!(
            "the suppression of `{rule}` ends more than a year from today, which is longer than any may hold: it leaves nothing out",
            "`{rule}` の抑制は期限が 1 年より先のため、無効です"
        ),
    )
}

fn unused(all: &[&Suppression], used: &[bool], ran: &[&'static Rule], today: Date, known: Known<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (suppression, used) in all.iter().zip(used) {
        if *used || suppress::is_over(suppression, today).is_some() || suppress::is_too_long(suppression, today) {
            continue;
        }
        let name = &suppression.rule;
        let rule = known(name);
        let reason = match rule {
            None => text!("no rule is called `{name}`", "`{name}` というルールはありません"),
            Some(rule) if is_about_suppressions(rule.id) => {
                text!("`{name}` cannot be suppressed", "`{name}` は抑制できません")
            }
            // A search for leaks has the id too, and sees other texts.
            Some(rule) if leaks::rule(rule.id).is_some() => continue,
            Some(rule) if ran.iter().any(|it| it.id == rule.id) => text!(
                "nothing that `{name}` finds is suppressed here any more",
                "ここで抑制されている `{name}` の指摘は、もうありません"
            ),
            Some(_) => continue,
        };
        found.push(finding::of_suppression(&UNUSED_SUPPRESSION, suppression, reason));
    }
    found
}

/// Rules that judge suppressions: they cannot be suppressed.
fn is_about_suppressions(rule: &str) -> bool {
    [&INCOMPLETE_SUPPRESSION, &EXPIRED_SUPPRESSION, &UNUSED_SUPPRESSION].iter().any(|it| it.id == rule)
}
