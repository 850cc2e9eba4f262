//! Findings that a person decided to live with: taken out of the list, named with their reason, and never forgotten.
//!
//! A suppression holds through its last day. What is incomplete or expired leaves nothing out. All three ways in which a
//! suppression goes wrong are findings themselves, and those cannot be suppressed.

use lang::{Text, text};
use model::{Covers, Date, Documents, Inventory, Location, Suppression};

use crate::finding::{Finding, Findings};
use crate::rules::{self, EXPIRED_SUPPRESSION, INCOMPLETE_SUPPRESSION, UNUSED_SUPPRESSION};
use crate::{About, Facts, Rule, audit};

/// A finding that was left out.
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why, in the person's words.
    pub reason: Box<str>,
    /// The last day on which it is left out.
    pub until: Date,
    /// Where that is written.
    pub stands: Location,
}

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
    let mut used = vec![false; all.len()];
    let mut left_out = Vec::new();
    let mut kept = Vec::new();
    for finding in found.drain(..) {
        let documents = &facts.inventory.documents;
        let covering = all.iter().enumerate().filter(|(_, it)| covers(it, &finding, documents));
        let mut by = None;
        for (at, suppression) in covering {
            used[at] = true;
            if is_over(suppression, today).is_none() && by.is_none() {
                by = suppression.reason.clone().zip(suppression.until).map(|it| (it, suppression.stands.clone()));
            }
        }
        match by {
            Some(((reason, until), stands)) => left_out.push(Suppressed { finding, reason, until, stands }),
            None => kept.push(finding),
        }
    }
    let mut added = Vec::new();
    let has_run = |rule: &Rule| ran.iter().any(|it| it.id == rule.id);
    if has_run(&EXPIRED_SUPPRESSION) {
        added.extend(expired(facts, &all, today));
    }
    if has_run(&UNUSED_SUPPRESSION) {
        added.extend(unused(facts, &all, &used, ran, today));
    }
    audit::number(&mut added);
    kept.append(&mut added);
    *found = kept;
    left_out
}

fn is_over(suppression: &Suppression, today: Date) -> Option<Date> {
    suppression.until.filter(|until| *until < today)
}

fn expired(facts: &Facts<'_>, all: &[&Suppression], today: Date) -> Vec<Finding> {
    let mut out = Findings::new(facts, &EXPIRED_SUPPRESSION);
    for suppression in all {
        let Some(until) = is_over(suppression, today) else { continue };
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
        if *used || is_over(suppression, today).is_some() {
            continue;
        }
        let name = &suppression.rule;
        let known = rules::find(name);
        let reason = match known {
            None => text!("no rule is called `{name}`", "`{name}` というルールはありません"),
            Some(rule) if is_about_suppressions(rule) => {
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
fn is_about_suppressions(rule: &About) -> bool {
    [&INCOMPLETE_SUPPRESSION, &EXPIRED_SUPPRESSION, &UNUSED_SUPPRESSION].iter().any(|it| it.id == rule.id)
}

/// Whether a suppression speaks of a finding.
fn covers(suppression: &Suppression, finding: &Finding, documents: &Documents) -> bool {
    if *suppression.rule != *finding.rule.id || is_about_suppressions(finding.rule) {
        return false;
    }
    match &suppression.covers {
        Covers::Lines { origin, first, last } => match &finding.location {
            Location::File { file, start, .. } => {
                documents.text(*origin).name() == file && (*first..=*last).contains(&start.line)
            }
            Location::Field { .. } => false,
        },
        Covers::Named(named) => {
            let resource = |wanted: &str| finding.resource.as_ref().is_some_and(|it| it.to_string() == wanted);
            let file = |wanted: &str| match &finding.location {
                Location::File { file, .. } => is_below(file, wanted),
                Location::Field { .. } => false,
            };
            named.fingerprint.as_deref().is_none_or(|it| it == finding.fingerprint)
                && named.resource.as_deref().is_none_or(resource)
                && named.file.as_deref().is_none_or(file)
        }
    }
}

/// Whether a path is another, or below it. `./` in front says nothing.
fn is_below(path: &str, folder: &str) -> bool {
    let bare = |it: &str| it.strip_prefix("./").unwrap_or(it).trim_end_matches('/').replace('\\', "/");
    let (path, folder) = (bare(path), bare(folder));
    folder == "." || path.strip_prefix(&folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `2 suppressed until 2027-03-31`: what a verdict says of findings that were left out.
pub(crate) fn told(left_out: &[&Suppressed]) -> Text {
    let n = left_out.len();
    let s = lang::plural(n);
    let first = left_out.iter().map(|it| it.until).min().map(|it| it.to_string()).unwrap_or_default();
    let mut names: Vec<&str> = left_out.iter().map(|it| it.finding.rule.id).collect();
    names.sort_unstable();
    names.dedup();
    let names = lang::list(names);
    let (en, ja) = names.both();
    text!("{n} finding{s} suppressed until {first} ({en})", "{first} まで抑制中の指摘 {n} 件({ja})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_what_is_below_them() {
        for (path, folder, expected) in [
            ("deploy/a.yaml", "deploy", true),
            ("./deploy/a.yaml", "deploy/", true),
            ("deploy/a.yaml", "./deploy/a.yaml", true),
            ("deployed/a.yaml", "deploy", false),
            ("a.yaml", ".", true),
            ("deploy\\a.yaml", "deploy", true),
        ] {
            assert_eq!(is_below(path, folder), expected, "{path} {folder}");
        }
    }
}
