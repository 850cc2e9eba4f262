//! Credentials in the clear, as data. The value is not in it.

use findings::{Compared, Finding, Suppressed};
use lang::{Lang, Text};
use leaks::Leak;
use model::{LeftOut, Location};
use serde::{Deserialize, Serialize};

use crate::Place;
use crate::beside::{self, NotReadForm};
use crate::form::{Form, SCHEMA_VERSION};

/// A leak and what is said of it.
pub struct Found {
    /// Why an ignore does not hold.
    pub remark: Option<Text>,
    /// The leak.
    pub leak: Leak,
    /// What is reported.
    pub finding: Finding,
}

/// A whole scan.
pub struct Scan {
    /// What is reported.
    pub found: Vec<Found>,
    /// What is reported beside leaks: files that could not be read, suppressions that are over.
    pub others: Vec<Finding>,
    /// Leaks whose value a person decided to live with, by `secrets ignore`.
    pub n_ignored: usize,
    /// What is left out until a day.
    pub suppressed: Vec<Suppressed>,
    /// What a comparison with a baseline came to.
    pub compared: Option<Compared>,
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
    /// Leaks whose value a person decided to live with.
    pub ignored: usize,
    /// How many are left out until a day.
    pub suppressed: usize,
    /// What a comparison with a baseline came to; only with one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<ComparedForm>,
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
    /// How sure it is.
    pub confidence: String,
    /// What was found, in words.
    pub message: String,
    /// What it is known by.
    pub fingerprint: String,
    /// The first commit that has it, for a history.
    pub commit: Option<String>,
    /// Where it stands.
    pub location: Place,
}

/// How much of what was known before is still there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedForm {
    /// Still there, and not reported again.
    pub known: usize,
    /// No longer there.
    pub gone: usize,
}

impl ComparedForm {
    pub(crate) fn of(it: &Compared) -> ComparedForm {
        ComparedForm { known: it.known.len(), gone: it.gone.len() }
    }
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
pub fn scan(scan: &Scan, lang: Lang) -> ScanForm {
    let findings = scan.found.iter().map(|it| &it.finding).chain(&scan.others);
    ScanForm {
        schema_version: SCHEMA_VERSION,
        findings: findings.map(|it| LeakForm::of(it, lang)).collect(),
        ignored: scan.n_ignored,
        suppressed: scan.suppressed.len(),
        baseline: scan.compared.as_ref().map(ComparedForm::of),
        skipped: SkippedForm { binary: scan.binary, too_large: scan.large, unreadable: scan.unreadable },
        left_out: beside::left_out(&scan.left_out),
    }
}

impl Form for ScanForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/leaks.schema.json");
}

impl LeakForm {
    fn of(it: &Finding, lang: Lang) -> LeakForm {
        let (file, line, column, end_column) = match &it.location {
            Location::File { file, start, end } => (file.as_str(), start.line, start.column, end.column),
            Location::Field { object, .. } => (object.as_str(), 1, 1, 1),
        };
        LeakForm {
            rule: it.rule.to_string(),
            file: file.to_owned(),
            line,
            column,
            end_column,
            severity: it.severity.name().to_owned(),
            confidence: it.confidence.name().to_owned(),
            message: it.reason.get(lang).to_owned(),
            fingerprint: it.fingerprint.clone(),
            commit: it.commit.clone(),
            location: Place::from(&it.location),
        }
    }
}
