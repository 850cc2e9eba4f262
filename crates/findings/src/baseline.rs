//! A baseline: the findings that were there on the day when somebody began to look, so that only new ones are reported.
//!
//! The file (`schemas/baseline.schema.json`) holds fingerprints, and beside each the rule and the place for the person who reads the
//! diff; never a value. A verdict is not softened by a baseline: a control that is broken stays FAIL, and only the findings and with
//! them the exit code speak of what is new.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Text, text};
use model::Location;
use serde::{Deserialize, Serialize};

use crate::audit::{Audit, Compared, Gone};
use crate::finding::Finding;

/// The version of the file's shape.
const SCHEMA_VERSION: u32 = 1;

/// What was known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    schema_version: u32,
    findings: Vec<Known>,
}

/// A finding that was known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    fingerprint: String,
    rule: String,
    place: String,
}

/// What is wrong with the text of a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// It is something else, or broken, at this line and column.
    NoBaseline {
        /// From 1; 0 for a text that ends before it begins.
        line: usize,
        /// From 1; 0 for a text that ends before it begins.
        column: usize,
    },
    /// It is of a version that this program does not know.
    OtherVersion(u32),
}

impl Mistake {
    /// The mistake in words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Mistake::NoBaseline { line, column } => {
                text!("{line}:{column}: this is no baseline", "{line}:{column}: ベースラインとして読めません")
            }
            Mistake::OtherVersion(version) => text!(
                "schemaVersion {version} is not known to this program, which writes {SCHEMA_VERSION}",
                "schemaVersion {version} には対応していません(このプログラムは {SCHEMA_VERSION} を書きます)"
            ),
        }
    }
}

impl Baseline {
    /// What an audit found, except what is suppressed.
    #[must_use]
    pub fn of(audit: &Audit) -> Baseline {
        let known = audit.compared.iter().flat_map(|it| &it.known);
        let mut findings: Vec<Known> = audit.findings.iter().chain(known).map(Known::of).collect();
        // By rule and place: a diff of two baselines then reads well.
        findings.sort_by(|a, b| (&a.rule, &a.place, &a.fingerprint).cmp(&(&b.rule, &b.place, &b.fingerprint)));
        Baseline { schema_version: SCHEMA_VERSION, findings }
    }

    /// Number of findings.
    #[must_use]
    pub fn n_findings(&self) -> usize {
        self.findings.len()
    }

    /// The text of the file: one finding a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{{\n  \"schemaVersion\": {},\n  \"findings\": [", self.schema_version);
        for (at, known) in self.findings.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // A struct of strings always serialises.
            let line = serde_json::to_string(known).unwrap_or_default();
            out.push_str(&format!("{comma}\n    {line}"));
        }
        out.push_str("\n  ]\n}\n");
        out
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// What is wrong with it: the person's mistake.
    pub fn parse(text: &str) -> Result<Baseline, Mistake> {
        let baseline: Baseline = serde_json::from_str(text)
            .map_err(|error| Mistake::NoBaseline { line: error.line(), column: error.column() })?;
        if baseline.schema_version == SCHEMA_VERSION {
            Ok(baseline)
        } else {
            Err(Mistake::OtherVersion(baseline.schema_version))
        }
    }

    /// Takes what is known out of an audit's findings: of one fingerprint as many as there were, those at the same place first. What is
    /// gone, and is not merely suppressed now, is named.
    pub fn compare(&self, audit: &mut Audit) {
        let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for it in &self.findings {
            left.entry(&it.fingerprint).or_default().push(&it.place);
        }
        let mut is_known = vec![false; audit.findings.len()];
        for moved in [false, true] {
            for (finding, known) in audit.findings.iter().zip(&mut is_known).filter(|(_, known)| !**known) {
                let Some(places) = left.get_mut(finding.fingerprint.as_str()) else { continue };
                let place = Known::of(finding).place;
                let at =
                    if moved { (!places.is_empty()).then_some(0) } else { places.iter().position(|it| *it == place) };
                if let Some(at) = at {
                    places.swap_remove(at);
                    *known = true;
                }
            }
        }
        let mut is_known = is_known.into_iter();
        let (known, new): (Vec<Finding>, Vec<Finding>) =
            std::mem::take(&mut audit.findings).into_iter().partition(|_| is_known.next().unwrap_or(false));
        audit.findings = new;
        let suppressed = audit.suppressed.iter().map(|it| it.finding.fingerprint.as_str());
        let still: BTreeSet<&str> = known.iter().map(|it| it.fingerprint.as_str()).chain(suppressed).collect();
        let gone = self.findings.iter().filter(|it| !still.contains(it.fingerprint.as_str()));
        let gone = gone
            .map(|it| Gone { rule: it.rule.clone(), place: it.place.clone(), fingerprint: it.fingerprint.clone() })
            .collect();
        audit.compared = Some(Compared { known, gone });
    }
}

impl Known {
    fn of(finding: &Finding) -> Known {
        // The line is left out: it changes with every edit above, and a baseline that changes is not read.
        let place = match (&finding.resource, &finding.location) {
            (Some(resource), Location::File { file, .. }) => format!("{file}: {resource}"),
            (Some(resource), Location::Field { field, .. }) => format!("{resource}: {field}"),
            (None, Location::File { file, .. }) => file.clone(),
            (None, Location::Field { object, field }) => format!("{object}: {field}"),
        };
        Known { fingerprint: finding.fingerprint.clone(), rule: finding.rule.to_string(), place }
    }
}
