//! A baseline: the findings that were there on the day when somebody began to look, so that only new ones are reported.
//!
//! Responsible for: the file's shape (`schemas/baseline.schema.json`), reading and writing its text, and taking what is known out of
//! an audit ([`Baseline::compare`]).
//!
//! Left to others: where the file is (`cli`), and how the comparison looks (`text`, `page`). The file holds fingerprints, and beside
//! each the rule and the place for the person who reads the diff; never a value. A verdict is not softened by a baseline: a control
//! that is broken stays FAIL, and only the findings and with them the exit code speak of what is new.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Text, text};
use model::Location;
use rules::{Audit, Compared, Finding, Gone};
use serde::{Deserialize, Serialize};

/// The version of the file's shape.
pub const SCHEMA_VERSION: u32 = 1;

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
    /// What is wrong with it, with line and column: the person's mistake.
    pub fn parse(text: &str) -> Result<Baseline, Text> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            text!(
                "{line}:{column}: this is no baseline; write one with `sekisho audit --write-baseline FILE`",
                "{line}:{column}: ベースラインとして読めません。`sekisho audit --write-baseline ファイル` で作成してください"
            )
        })?;
        if baseline.schema_version != SCHEMA_VERSION {
            let version = baseline.schema_version;
            return Err(text!(
                "schemaVersion {version} is not known to this program, which writes {SCHEMA_VERSION}",
                "schemaVersion {version} には対応していません(このプログラムは {SCHEMA_VERSION} を書きます)"
            ));
        }
        Ok(baseline)
    }

    /// Takes what is known out of an audit's findings. What is gone, and is not merely suppressed now, is named.
    pub fn compare(&self, audit: &mut Audit) {
        let by_print: BTreeMap<&str, &Known> = self.findings.iter().map(|it| (it.fingerprint.as_str(), it)).collect();
        let (known, new): (Vec<Finding>, Vec<Finding>) = std::mem::take(&mut audit.findings)
            .into_iter()
            .partition(|it| by_print.contains_key(it.fingerprint.as_str()));
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
        Known { fingerprint: finding.fingerprint.clone(), rule: finding.rule.id.to_owned(), place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use inventory::{Input, Options};
    use lang::Lang;

    fn audit(text: &str) -> Audit {
        rules::audit(&inventory::read(vec![Input::file("a.yaml", text)], &Options::default()))
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: dify}\nspec:\n  hostPID: true\n  containers: [{name: c, image: nginx}]\n";

    #[test]
    fn only_what_is_new_is_left() {
        let before = Baseline::of(&audit(POD));
        let read = Baseline::parse(&before.to_text()).expect("a baseline");
        assert_eq!(read, before);
        // Another line above, one finding more, one gone.
        let now = POD.replace("  hostPID: true", "  # moved\n  hostNetwork: true");
        let mut now = audit(&now);
        read.compare(&mut now);
        let compared = now.compared.as_ref().expect("a comparison");
        assert!(!now.findings.is_empty() && now.findings.len() < before.n_findings(), "{}", now.findings.len());
        assert_eq!(compared.known.len() + compared.gone.len(), before.n_findings());
        assert!(compared.gone.iter().any(|it| it.rule == "host-namespace" && it.place == "a.yaml: Pod dify/p"));
        // Written again, the baseline is what there is now.
        assert_eq!(Baseline::of(&now).n_findings(), now.findings.len() + compared.known.len());
        let mut same = audit(POD);
        before.compare(&mut same);
        assert!(same.findings.is_empty() && same.compared.is_some_and(|it| it.gone.is_empty()));
    }

    #[test]
    fn the_file_is_as_published() {
        let schema = include_str!("../../../schemas/baseline.schema.json");
        let schema = serde_json::from_str(schema).expect("the schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        for baseline in [Baseline::of(&audit(POD)), Baseline::of(&Audit::default())] {
            let value = serde_json::from_str(&baseline.to_text()).expect("JSON");
            assert!(validator.is_valid(&value), "{value}");
        }
    }

    #[test]
    fn mistakes_have_their_place() {
        let mistake = |text: &str| Baseline::parse(text).expect_err("a mistake").get(Lang::En).to_owned();
        assert!(mistake("{\n \"schemaVersion\": x").starts_with("2:"));
        assert!(mistake("{\"schemaVersion\": 2, \"findings\": []}").starts_with("schemaVersion 2"));
        assert!(mistake("").starts_with("1:0"));
    }
}
