//! What is left after a remedy: which findings are there no more.

use std::collections::{BTreeMap, BTreeSet};

use findings::{Audit, Finding};
use overview::{Left, Score, Tally};

/// Compares what was found with what is found after a remedy.
pub(super) fn left(before: &Audit, after: &Audit) -> Left {
    let n_replaced = |it: &Audit| it.findings.iter().filter(|it| it.rule == "replaced-object").count();
    Left {
        tally: Tally::of(&after.findings),
        score: Score::of(&after.verdicts),
        replaced: n_replaced(after).saturating_sub(n_replaced(before)),
        gone: gone(&before.findings, &after.findings),
    }
}

/// The findings that are there no more. The same fingerprint is the same finding; of what is left of a rule at an object of the same
/// name, which may have moved to another namespace, each stands for one that has no fingerprint any more: none is called gone that
/// might be there.
fn gone(before: &[Finding], after: &[Finding]) -> BTreeSet<usize> {
    let mut there: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for it in after {
        *there.entry((it.rule.as_str(), it.fingerprint.as_str())).or_default() += 1;
    }
    let mut missing = Vec::new();
    for (at, it) in before.iter().enumerate() {
        match there.get_mut(&(it.rule.as_str(), it.fingerprint.as_str())) {
            Some(n) if *n > 0 => *n -= 1,
            _ => missing.push(at),
        }
    }
    let mut new: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for it in after {
        if let Some(n) = there.get_mut(&(it.rule.as_str(), it.fingerprint.as_str())).filter(|n| **n > 0) {
            *n -= 1;
            *new.entry((it.rule.as_str(), name(it))).or_default() += 1;
        }
    }
    missing.retain(|at| {
        let it = &before[*at];
        match new.get_mut(&(it.rule.as_str(), name(it))) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        }
    });
    missing.into_iter().collect()
}

fn name(finding: &Finding) -> &str {
    finding.resource.as_ref().map_or("", |it| &it.name)
}
