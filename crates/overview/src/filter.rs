//! Which findings are shown. A filter hides; it decides nothing.

use dify::Component;
use findings::{Audit, Finding, Severity};

/// Which findings are shown: all that fit every line that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one of these rules.
    pub rules: Vec<String>,
    /// Of one of these components.
    pub components: Vec<Component>,
    /// Of this severity, or worse.
    pub severity: Option<Severity>,
}

impl Filter {
    /// Whether anything may be hidden.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self != Filter::default()
    }

    /// Whether a finding is shown.
    #[must_use]
    pub fn shows(&self, finding: &Finding) -> bool {
        (self.rules.is_empty() || self.rules.iter().any(|it| finding.rule == it.as_str()))
            && (self.components.is_empty() || finding.component.is_some_and(|it| self.components.contains(&it)))
            && self.severity.is_none_or(|it| finding.severity >= it)
    }

    /// The findings that are shown, by their place in the audit, the worst first.
    #[must_use]
    pub fn shown(&self, audit: &Audit) -> Vec<usize> {
        let mut shown: Vec<usize> = (0..audit.findings.len()).filter(|at| self.shows(&audit.findings[*at])).collect();
        // The audit's order is by file and line, and the sort keeps it.
        shown.sort_by_key(|at| std::cmp::Reverse(audit.findings[*at].severity));
        shown
    }
}
