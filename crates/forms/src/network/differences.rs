//! What may be connected after a change and could not before, and the other way round.

use netpol::Difference;
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};

/// `sekisho network diff`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DifferencesForm {
    /// 1.
    pub schema_version: u32,
    /// By source, then destination.
    pub differences: Vec<DifferenceForm>,
}

/// How one pair of peers differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceForm {
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// Who connects.
    pub src: String,
    /// To whom.
    pub dst: String,
    /// On which ports before.
    pub old: String,
    /// On which ports after.
    pub new: String,
}

/// The form of a comparison.
#[must_use]
pub fn differences(differences: &[Difference]) -> DifferencesForm {
    let difference = |it: &Difference| DifferenceForm {
        change: it.change.name().to_owned(),
        src: it.src.to_string(),
        dst: it.dst.to_string(),
        old: it.old.to_string(),
        new: it.new.to_string(),
    };
    DifferencesForm { schema_version: SCHEMA_VERSION, differences: differences.iter().map(difference).collect() }
}

impl Form for DifferencesForm {
    const SCHEMA: &'static str = include_str!("../../../../schemas/network-diff.schema.json");
}
