//! Everything that a judge has to say at once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::about::About;
use crate::control::Control;
use crate::evidence::Evidence;
use crate::finding::Finding;
use crate::fingerprint;
use crate::severity::Severity;
use crate::suppress::Suppressed;
use crate::verdict::{Verdict, verdict};

/// Everything that a judge has to say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Audit {
    /// Findings, by file, line and rule.
    pub findings: Vec<Finding>,
    /// One verdict for each control, in the guide's order; none where the judge speaks of no control.
    pub verdicts: Vec<Verdict>,
    /// Findings that a person decided to live with, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What a comparison with an earlier audit came to, where there was one.
    pub compared: Option<Compared>,
    /// The rules that were asked, with their manuals; not stored, since ids lead back to them.
    #[serde(skip)]
    pub rules: Vec<&'static About>,
}

/// What a comparison with an earlier audit came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Findings that were there before: they are no longer in [`Audit::findings`].
    pub known: Vec<Finding>,
    /// Findings that were there before and are not there now.
    pub gone: Vec<Gone>,
}

/// A finding of an earlier audit, as it was written down then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Its rule.
    pub rule: String,
    /// Where it was, for a person.
    pub place: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

impl Audit {
    /// The worst severity among what is reported.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|it| it.severity).max()
    }

    /// What a rule that was asked says of itself; `None` for one that this program does not know.
    #[must_use]
    pub fn about(&self, rule: &str) -> Option<&'static About> {
        self.rules.iter().copied().find(|it| it.id == rule)
    }

    /// Everything that was found, also what is left out: suppressed or known before.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        let known = self.compared.iter().flat_map(|it| &it.known);
        self.findings.iter().chain(known).chain(self.suppressed.iter().map(|it| &it.finding))
    }

    /// The verdict on every control, in the guide's order.
    #[must_use]
    pub fn verdicts(evidence: &[Evidence]) -> Vec<Verdict> {
        Control::ALL.iter().map(|control| verdict(*control, evidence)).collect()
    }
}

/// Puts findings in the order in which they are told: by file, line, column and rule.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
}

impl Finding {
    /// Puts findings in the order in which they are told, and tells those apart that would have the same fingerprint.
    pub fn arrange(findings: &mut [Finding]) {
        sort(findings);
        Finding::number(findings);
    }

    /// Puts findings in the order in which they are told.
    pub fn sort(findings: &mut [Finding]) {
        sort(findings);
    }

    /// Tells findings apart that would have the same fingerprint: the second of two equal ones gets another.
    pub fn number(findings: &mut [Finding]) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for finding in findings {
            let number = seen.entry(finding.fingerprint.clone()).or_default();
            finding.fingerprint = fingerprint::numbered(&finding.fingerprint, *number);
            *number += 1;
        }
    }
}
