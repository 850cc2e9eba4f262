//! Equal findings as one.

use std::collections::BTreeMap;

use findings::{Audit, Severity};

/// Findings that say the same of several places.
#[derive(Clone, Debug)]
pub struct Group {
    /// Their rule.
    pub rule: String,
    /// Their severity.
    pub severity: Severity,
    /// The findings, by their place in the audit; never none.
    pub findings: Vec<usize>,
}

/// Groups of findings of one rule and one severity, the worst first. What is a documented exception stands apart from what is none.
#[must_use]
pub fn groups(audit: &Audit, shown: &[usize]) -> Vec<Group> {
    let mut by_rule: BTreeMap<(Severity, bool, &str), Vec<usize>> = BTreeMap::new();
    for at in shown {
        let it = &audit.findings[*at];
        by_rule.entry((it.severity, it.exception, it.rule.as_str())).or_default().push(*at);
    }
    let group = |((severity, _, rule), findings): ((Severity, bool, &str), Vec<usize>)| Group {
        rule: rule.to_owned(),
        severity,
        findings,
    };
    let mut groups: Vec<Group> = by_rule.into_iter().map(group).collect();
    groups.sort_by(|a, b| {
        (b.severity, b.findings.len()).cmp(&(a.severity, a.findings.len())).then_with(|| a.rule.cmp(&b.rule))
    });
    groups
}
