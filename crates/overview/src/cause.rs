//! The few causes behind the many findings.

use std::collections::BTreeMap;

use findings::{Audit, Severity};

use crate::kind::Kind;
use crate::tally::Tally;

/// What several findings come from.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Which.
    pub kind: Kind,
    /// The worst of its findings.
    pub severity: Severity,
    /// Its findings by severity.
    pub tally: Tally,
    /// Its findings, by their place in the audit.
    pub findings: Vec<usize>,
    /// The rules of its findings, the worst first.
    pub rules: Vec<String>,
    /// What mends it, by its place in `Overview::ways`.
    pub way: Option<usize>,
    /// The command line that shows its places with what mends each; `None` until somebody has worded it, or where none can be written.
    pub look: Option<String>,
}

/// The causes of an audit, the worst first. A documented exception breaks nothing and has no cause.
#[must_use]
pub fn causes(audit: &Audit) -> Vec<Cause> {
    let mut by_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for (at, finding) in audit.findings.iter().enumerate().filter(|(_, it)| !it.exception) {
        by_kind.entry(Kind::of(finding)).or_default().push(at);
    }
    let cause = |(kind, findings): (Kind, Vec<usize>)| {
        let tally = Tally::of(findings.iter().map(|at| &audit.findings[*at]));
        let severity = tally.worst().unwrap_or(Severity::Low);
        Cause { kind, severity, tally, rules: rules(audit, &findings), findings, way: None, look: None }
    };
    let mut causes: Vec<Cause> = by_kind.into_iter().map(cause).collect();
    causes.sort_by_key(|it| (std::cmp::Reverse(it.tally.weight()), it.kind));
    causes
}

fn rules(audit: &Audit, findings: &[usize]) -> Vec<String> {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for it in findings.iter().map(|at| &audit.findings[*at]) {
        tallies.entry(it.rule.as_str()).or_default().add(it.severity);
    }
    let mut rules: Vec<_> = tallies.into_iter().collect();
    rules.sort_by_key(|(id, tally)| (std::cmp::Reverse(tally.weight()), *id));
    rules.into_iter().map(|(id, _)| id.to_owned()).collect()
}
