//! Workflow commands of GitHub Actions: an annotation beside each line of the change.

use findings::{Audit, Finding, Severity};
use lang::Lang;

use super::{place, sentence};
use crate::printable;

/// An annotation for each finding, the worst first: the runner shows ten of each level in a step.
///
/// A name of the input ends no command and begins none: what separates properties and lines is escaped as the runner's toolkit does
/// (`@actions/core`, command.ts), and every line is one command of ours.
#[must_use]
pub fn github(audit: &Audit, lang: Lang) -> String {
    let mut findings: Vec<&Finding> = audit.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    findings.into_iter().map(|it| annotation(it, lang)).collect()
}

fn annotation(finding: &Finding, lang: Lang) -> String {
    let level = match finding.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "notice",
    };
    let title = property(&format!("{} ({})", finding.rule, finding.severity.name()));
    let at = match place(finding) {
        Some((file, line, column)) => format!("file={},line={line},col={column},", property(file)),
        None => String::new(),
    };
    format!("::{level} {at}title={title}::{}\n", data(&sentence(finding, lang)))
}

/// The message of a command.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(printable).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
