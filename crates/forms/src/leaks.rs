//! Credentials in the clear, as data. The value is not in it.

use lang::Text;
use leaks::{Certainty, Leak};
use model::LeftOut;
use rules::Severity;
use serde::{Deserialize, Serialize};

use crate::Place;
use crate::beside::{self, NotReadForm};
use crate::form::{Form, SCHEMA_VERSION};

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
    /// What was not looked at, by name.
    pub left_out: Vec<LeftOut>,
    /// How much of that is not named.
    pub more: usize,
}

/// `sekisho secrets scan`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScanForm {
    /// 1.
    pub schema_version: u32,
    /// What is reported.
    pub findings: Vec<LeakForm>,
    /// Leaks that a person decided to live with.
    pub ignored: usize,
    /// What was not looked at.
    pub skipped: SkippedForm,
    /// The same by name, and whatever else was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<NotReadForm>,
}

/// A leak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeakForm {
    /// The id of its rule.
    pub rule: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode characters.
    pub column: u32,
    /// One past the last column.
    pub end_column: u32,
    /// How bad it is.
    pub severity: String,
    /// What it is known by.
    pub fingerprint: String,
    /// The first commit that has it, for a history.
    pub commit: Option<String>,
    /// Where it stands.
    pub location: Place,
}

/// Files that were not looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkippedForm {
    /// No text.
    pub binary: usize,
    /// Too large.
    pub too_large: usize,
    /// Could not be read.
    pub unreadable: usize,
}

/// The form of a scan.
#[must_use]
pub fn scan(scan: &Scan) -> ScanForm {
    ScanForm {
        schema_version: SCHEMA_VERSION,
        findings: scan.found.iter().map(LeakForm::of).collect(),
        ignored: scan.n_ignored,
        skipped: SkippedForm { binary: scan.binary, too_large: scan.large, unreadable: scan.unreadable },
        left_out: beside::left_out(&scan.left_out),
    }
}

impl Form for ScanForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/leaks.schema.json");
}

impl LeakForm {
    fn of(it: &Found) -> LeakForm {
        let leak = &it.leak;
        LeakForm {
            rule: leak.rule.id.to_owned(),
            file: it.file.clone(),
            line: leak.line,
            column: leak.column,
            end_column: leak.end_column,
            severity: severity(leak.certainty).name().to_owned(),
            fingerprint: leak.fingerprint.clone(),
            commit: it.commit.clone(),
            location: Place::File {
                file: it.file.clone(),
                line: leak.line,
                column: leak.column,
                end_line: leak.line,
                end_column: leak.end_column,
            },
        }
    }
}

/// How bad a leak is, by how sure it is.
#[must_use]
pub fn severity(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Sure => Severity::High,
        Certainty::Likely => Severity::Medium,
    }
}
