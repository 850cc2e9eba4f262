//! Findings that a person decided to live with: taken out of the list, named with their reason, and never forgotten.
//!
//! A suppression holds through its last day. What is incomplete, expired or for more than a year leaves nothing out; saying so is a rule's.

use std::collections::BTreeSet;

use lang::{Text, text};
use model::{Covers, Date, Location, OriginId, Suppression};
use serde::{Deserialize, Serialize};

use crate::by_name;
use crate::finding::Finding;
use crate::rule_id::RuleId;

/// A finding that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// Why, in the person's words.
    pub reason: Box<str>,
    /// The last day on which it is left out.
    #[serde(with = "by_name::date")]
    pub until: Date,
    /// Where that is written.
    #[serde(with = "by_name::location")]
    pub stands: Location,
}

/// What evidence says of a finding that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its rule.
    pub rule: RuleId,
    /// The last day on which it is left out.
    #[serde(with = "by_name::date")]
    pub until: Date,
}

/// What suppressions make of findings.
pub struct Sorted {
    /// Findings that stay.
    pub kept: Vec<Finding>,
    /// Findings that are left out.
    pub left_out: Vec<Suppressed>,
    /// For each suppression, whether it speaks of any finding, expired or not.
    pub used: Vec<bool>,
}

/// Takes what is suppressed out of findings. `origin` names the text of a suppression that stands beside lines.
pub fn sort<'o>(
    found: Vec<Finding>,
    suppressions: &[&Suppression],
    today: Date,
    origin: &dyn Fn(OriginId) -> Option<&'o str>,
) -> Sorted {
    let mut sorted = Sorted { kept: Vec::new(), left_out: Vec::new(), used: vec![false; suppressions.len()] };
    for finding in found {
        let mut by = None;
        for (at, suppression) in suppressions.iter().enumerate() {
            if !suppression.is_complete() || !covers(suppression, &finding, origin) {
                continue;
            }
            sorted.used[at] = true;
            let holds = is_over(suppression, today).is_none() && !is_too_long(suppression, today);
            if holds && by.is_none() {
                by = suppression.reason.clone().zip(suppression.until).map(|it| (it, suppression.stands.clone()));
            }
        }
        match by {
            Some(((reason, until), stands)) => {
                sorted.left_out.push(Suppressed { finding, reason, until, stands });
            }
            None => sorted.kept.push(finding),
        }
    }
    sorted
}

/// The last day of a suppression that is over.
#[must_use]
pub fn is_over(suppression: &Suppression, today: Date) -> Option<Date> {
    suppression.until.filter(|until| *until < today)
}

/// The days for which a suppression can hold. What is left out for longer is forgotten, and whoever hands in a text may write any year.
pub const LONGEST: i64 = 366;

/// Whether a suppression would hold for longer than any can: it leaves nothing out.
#[must_use]
pub fn is_too_long(suppression: &Suppression, today: Date) -> bool {
    suppression.until.is_some_and(|until| until.days_since(today) > LONGEST)
}

/// Whether a suppression speaks of a finding.
fn covers<'o>(suppression: &Suppression, finding: &Finding, origin: &dyn Fn(OriginId) -> Option<&'o str>) -> bool {
    if finding.rule != *suppression.rule {
        return false;
    }
    match &suppression.covers {
        Covers::Lines { origin: text, first, last } => match &finding.location {
            Location::File { file, start, .. } => {
                origin(*text) == Some(file.as_str()) && (*first..=*last).contains(&start.line)
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

/// `2 findings suppressed until 2027-03-31`: what a verdict says of findings that were left out.
pub(crate) fn told(left_out: &[&LeftOut]) -> Text {
    let n = left_out.len();
    let s = lang::plural(n);
    let first = left_out.iter().map(|it| it.until).min().map(|it| it.to_string()).unwrap_or_default();
    let names: BTreeSet<&str> = left_out.iter().map(|it| it.rule.as_str()).collect();
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
