//! Credentials in the clear, as JSON. The value is not in it.

use lang::Text;
use leaks::{Certainty, Leak};
use rules::Severity;
use serde_json::json;

/// A leak and where it was met.
pub struct Found {
    /// The file.
    pub file: String,
    /// The first commit that has it, for a history.
    pub commit: Option<String>,
    /// Why an ignore does not hold.
    pub remark: Option<Text>,
    /// The leak.
    pub leak: Leak,
}

/// A whole scan.
pub struct Scan {
    /// What is reported.
    pub found: Vec<Found>,
    /// Leaks that a person decided to live with.
    pub n_ignored: usize,
    /// Files that are no text.
    pub binary: usize,
    /// Files that are too large.
    pub large: usize,
    /// Files that could not be read.
    pub unreadable: usize,
}

/// The stable form.
#[must_use]
pub fn json(scan: &Scan) -> String {
    let findings: Vec<_> = scan
        .found
        .iter()
        .map(|it| {
            let leak = &it.leak;
            json!({"rule": leak.rule.id, "file": it.file, "line": leak.line, "column": leak.column, "endColumn": leak.end_column,
                   "severity": severity(leak.certainty).name(), "fingerprint": leak.fingerprint, "commit": it.commit})
        })
        .collect();
    let skipped = json!({"binary": scan.binary, "tooLarge": scan.large, "unreadable": scan.unreadable});
    let whole = json!({"schemaVersion": 1, "findings": findings, "ignored": scan.n_ignored, "skipped": skipped});
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

/// How bad a leak is, by how sure it is.
#[must_use]
pub fn severity(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Sure => Severity::Error,
        Certainty::Likely => Severity::Warning,
    }
}
