//! Why one peer may or may not reach another: what decides each direction, with its place.

use lang::Lang;
use model::Inventory;
use netpol::{DirectionExplanation, Effect, Explanation, PairExplanation, Reason};
use serde::{Deserialize, Serialize};

use super::{reasons, verdict};
use crate::Place;
use crate::form::{Form, SCHEMA_VERSION};

/// `sekisho network explain`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplanationForm {
    /// 1.
    pub schema_version: u32,
    /// `possible`, `impossible` or `unknown`.
    pub verdict: String,
    /// Why it is unknown.
    pub reasons: Vec<String>,
    /// Each pair of peers that the question is about.
    pub pairs: Vec<PairForm>,
    /// What the answer takes for granted.
    pub assumption: String,
}

/// One pair of peers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairForm {
    /// Who connects.
    pub src: String,
    /// To whom.
    pub dst: String,
    /// What the policies allow of what was asked for.
    pub certain: String,
    /// What depends on something that the input leaves open.
    pub possible: String,
    /// Out of the source.
    pub egress: DirectionForm,
    /// Into the destination.
    pub ingress: DirectionForm,
}

/// What one direction says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectionForm {
    /// What it allows.
    pub certain: String,
    /// What depends on something open.
    pub possible: String,
    /// In the order of evaluation.
    pub reasons: Vec<ReasonForm>,
}

/// What decides, or leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonForm {
    /// What it does, in a word.
    pub effect: String,
    /// `NetworkPolicy dify/default-deny-all`.
    pub policy: Option<String>,
    /// The number of the policy's rule, from 1.
    pub rule: Option<usize>,
    /// Where the rule stands, else the policy.
    pub location: Option<Place>,
    /// The ports that it is about.
    pub conn: String,
    /// The sentence for a person.
    pub message: String,
}

/// The form of an explanation.
#[must_use]
pub fn explanation(inventory: &Inventory, explanation: &Explanation, lang: Lang) -> ExplanationForm {
    let answer = &explanation.answer;
    ExplanationForm {
        schema_version: SCHEMA_VERSION,
        verdict: verdict(&answer.verdict),
        reasons: reasons(&answer.verdict, lang),
        pairs: explanation.pairs.iter().map(|it| PairForm::of(inventory, it, lang)).collect(),
        assumption: answer.assumption.get(lang).to_owned(),
    }
}

impl Form for ExplanationForm {
    const SCHEMA: &'static str = include_str!("../../../../schemas/network-explain.schema.json");
}

impl PairForm {
    fn of(inventory: &Inventory, pair: &PairExplanation, lang: Lang) -> PairForm {
        PairForm {
            src: pair.src.to_string(),
            dst: pair.dst.to_string(),
            certain: pair.certain.to_string(),
            possible: pair.open.to_string(),
            egress: DirectionForm::of(inventory, &pair.egress, lang),
            ingress: DirectionForm::of(inventory, &pair.ingress, lang),
        }
    }
}

impl DirectionForm {
    fn of(inventory: &Inventory, it: &DirectionExplanation, lang: Lang) -> DirectionForm {
        DirectionForm {
            certain: it.certain.to_string(),
            possible: it.open.to_string(),
            reasons: it.reasons.iter().map(|it| ReasonForm::of(inventory, it, lang)).collect(),
        }
    }
}

impl ReasonForm {
    fn of(inventory: &Inventory, reason: &Reason, lang: Lang) -> ReasonForm {
        ReasonForm {
            effect: effect(reason.effect).to_owned(),
            policy: reason.policy.as_ref().map(ToString::to_string),
            rule: reason.rule.as_ref().map(|it| it.number),
            location: reason.place().map(|place| Place::of(&inventory.documents, place)),
            conn: reason.conn.to_string(),
            message: reason.text.get(lang).to_owned(),
        }
    }
}

const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Ungoverned => "ungoverned",
        Effect::Itself => "itself",
        Effect::Allows => "allows",
        Effect::Denies => "denies",
        Effect::Passes => "passes",
        Effect::AllowsNothing => "allows-nothing",
        Effect::Default => "default",
        Effect::Open => "open",
    }
}
