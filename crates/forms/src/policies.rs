//! Policies for a deployment, what to know before applying them, and their proofs.

use lang::Lang;
use netpol::ASSUMPTION;
use policies::{Note, Plan};
use serde::{Deserialize, Serialize};

use crate::form::{Form, SCHEMA_VERSION};
use crate::proofs::ProofForm;

/// `sekisho network policies`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoliciesForm {
    /// 1.
    pub schema_version: u32,
    /// What every verdict takes for granted.
    pub assumption: String,
    /// The sentences, judged on the deployment with these policies.
    pub invariants: Vec<ProofForm>,
    /// The policies as YAML.
    pub policies: String,
    /// What to know before applying them.
    pub notes: Vec<NoteForm>,
    /// Whether nothing is refuted or unknown.
    pub proved: bool,
}

/// What to know before applying policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteForm {
    /// What kind of thing.
    pub kind: String,
    /// The sentence for a person.
    pub text: String,
}

/// The form of a plan.
#[must_use]
pub fn policies(plan: &Plan, lang: Lang) -> PoliciesForm {
    let note = |it: &Note| NoteForm { kind: it.kind.name().to_owned(), text: it.text.get(lang).to_owned() };
    PoliciesForm {
        schema_version: SCHEMA_VERSION,
        assumption: ASSUMPTION.get(lang).to_owned(),
        invariants: plan.proofs.iter().map(|it| ProofForm::of(it, &plan.judged.documents, lang)).collect(),
        policies: plan.yaml(lang),
        notes: plan.notes.iter().map(note).collect(),
        proved: plan.unproved().next().is_none(),
    }
}

impl Form for PoliciesForm {
    const SCHEMA: &'static str = include_str!("../../../schemas/network-policies.schema.json");
}
