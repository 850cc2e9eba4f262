//! Findings that a person decided to live with: taken out of the list, named with their reason, and never forgotten.
//!
//! A suppression holds through its last day. What is incomplete, expired or for more than a year leaves nothing out; saying so is a rule's.

use std::collections::{BTreeSet, HashMap};

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
    let index = Index::of(suppressions, origin);
    for finding in found {
        let mut by = None;
        for at in index.covering(&finding) {
            let suppression = suppressions[at];
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

/// Suppressions that are complete, by what they can cover: an input may have as many as it has lines.
struct Index<'s> {
    suppressions: &'s [&'s Suppression],
    /// By rule.
    named: HashMap<&'s str, Vec<usize>>,
    /// By rule and file, in the order of their first lines.
    lines: HashMap<(&'s str, &'s str), Vec<Stretch>>,
}

/// The lines of a suppression.
struct Stretch {
    first: u32,
    last: u32,
    /// The last line of this one and of all before it.
    furthest: u32,
    at: usize,
}

impl<'s> Index<'s> {
    fn of<'o: 's>(suppressions: &'s [&'s Suppression], origin: &dyn Fn(OriginId) -> Option<&'o str>) -> Index<'s> {
        let mut index = Index { suppressions, named: HashMap::new(), lines: HashMap::new() };
        for (at, it) in suppressions.iter().enumerate().filter(|(_, it)| it.is_complete()) {
            match it.covers {
                Covers::Named(_) => index.named.entry(&it.rule).or_default().push(at),
                Covers::Lines { origin: text, first, last } => {
                    let Some(file) = origin(text) else { continue };
                    let lines = index.lines.entry((&it.rule, file)).or_default();
                    lines.push(Stretch { first, last, furthest: last, at });
                }
            }
        }
        index.lines.values_mut().for_each(|it| settle(it));
        index
    }

    /// Those that speak of a finding, in their order.
    fn covering(&self, finding: &Finding) -> Vec<usize> {
        let rule = finding.rule.as_str();
        let named = self.named.get(rule).into_iter().flatten().copied();
        let mut found: Vec<usize> = named.filter(|at| names(self.suppressions[*at], finding)).collect();
        if let Location::File { file, start, .. } = &finding.location
            && let Some(lines) = self.lines.get(&(rule, file.as_str()))
        {
            found.extend(over(lines, start.line));
        }
        found.sort_unstable();
        found
    }
}

/// Puts lines in order, each with how far those before it reach.
fn settle(lines: &mut [Stretch]) {
    lines.sort_by_key(|it| it.first);
    let mut furthest = 0;
    for it in lines {
        furthest = it.last.max(furthest);
        it.furthest = furthest;
    }
}

/// Those that a line is in.
fn over(lines: &[Stretch], line: u32) -> impl Iterator<Item = usize> + '_ {
    let before = &lines[..lines.partition_point(|it| it.first <= line)];
    let reaching = before.iter().rev().take_while(move |it| it.furthest >= line);
    reaching.filter(move |it| it.last >= line).map(|it| it.at)
}

/// Whether all that a suppression names is so of a finding of its rule.
fn names(suppression: &Suppression, finding: &Finding) -> bool {
    let Covers::Named(named) = &suppression.covers else { return false };
    let resource = |wanted: &str| finding.resource.as_ref().is_some_and(|it| it.to_string() == wanted);
    let file = |wanted: &str| match &finding.location {
        Location::File { file, .. } => is_below(file, wanted),
        Location::Field { .. } => false,
    };
    named.fingerprint.as_deref().is_none_or(|it| it == finding.fingerprint)
        && named.resource.as_deref().is_none_or(resource)
        && named.file.as_deref().is_none_or(file)
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

    /// The same as asking every suppression, whatever lines they cover.
    #[test]
    fn lines_are_found_as_by_asking_each() {
        let mut seed = 7u32;
        let mut below = |n: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % n
        };
        for _ in 0..300 {
            let ranges: Vec<(u32, u32)> =
                (0..below(12)).map(|_| (below(20), below(9))).map(|(a, n)| (a, a + n)).collect();
            let mut lines: Vec<Stretch> = ranges
                .iter()
                .enumerate()
                .map(|(at, (first, last))| Stretch { first: *first, last: *last, furthest: 0, at })
                .collect();
            settle(&mut lines);
            for line in 0..30 {
                let asked = |(at, it): (usize, &(u32, u32))| (it.0..=it.1).contains(&line).then_some(at);
                let wanted: Vec<usize> = ranges.iter().enumerate().filter_map(asked).collect();
                let mut found: Vec<usize> = over(&lines, line).collect();
                found.sort_unstable();
                assert_eq!(found, wanted, "line {line} of {ranges:?}");
            }
        }
    }
}
