//! The code quality report of GitLab: a JSON array, as its documentation has it ("Code Quality", "Import code quality results from a
//! CI/CD job").

use std::collections::HashMap;

use findings::{Audit, Finding, Severity};
use lang::Lang;
use serde::Serialize;

use super::{place, sentence};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Spot<'a>,
}

#[derive(Serialize)]
struct Spot<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// An issue for each finding. GitLab shows one of each fingerprint, so that equal findings are told apart by how many came before.
#[must_use]
pub fn gitlab(audit: &Audit, lang: Lang) -> String {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let issues: Vec<Issue<'_>> = audit.findings.iter().map(|it| issue(it, &mut seen, lang)).collect();
    let mut out = serde_json::to_string_pretty(&issues).unwrap_or_default();
    out.push('\n');
    out
}

fn issue<'a>(finding: &'a Finding, seen: &mut HashMap<&'a str, usize>, lang: Lang) -> Issue<'a> {
    let before = seen.entry(&finding.fingerprint).or_default();
    *before += 1;
    let fingerprint = match *before {
        1 => finding.fingerprint.clone(),
        n => format!("{}-{n}", finding.fingerprint),
    };
    // A path is demanded: what is no file of the repository is named as what it is.
    let (path, begin) = place(finding).map_or(("stdin", 1), |(file, line, _)| (file, line));
    Issue {
        description: sentence(finding, lang),
        check_name: &finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Critical => "blocker",
            Severity::High => "critical",
            Severity::Medium => "major",
            Severity::Low => "minor",
        },
        location: Spot { path, lines: Lines { begin } },
    }
}
