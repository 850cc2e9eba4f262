//! Whether one peer may reach another.

use lang::Lang;
use netpol::{Answer, Exchange};
use serde::{Deserialize, Serialize};

use super::{reasons, verdict};
use crate::form::{Form, SCHEMA_VERSION};

/// `sekisho network can`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnswerForm {
    /// 1.
    pub schema_version: u32,
    /// `possible`, `impossible` or `unknown`.
    pub verdict: String,
    /// Why it is unknown.
    pub reasons: Vec<String>,
    /// One flow that is possible, or may be.
    pub witness: Option<ExchangeForm>,
    /// What the answer takes for granted.
    pub assumption: String,
}

/// What one pair of peers may exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeForm {
    /// Who connects.
    pub src: String,
    /// To whom.
    pub dst: String,
    /// What the policies allow.
    pub certain: String,
    /// What depends on something that the input leaves open.
    pub possible: String,
}

/// The form of an answer.
#[must_use]
pub fn answer(answer: &Answer, lang: Lang) -> AnswerForm {
    let exchange = |it: &Exchange| ExchangeForm {
        src: it.src.to_string(),
        dst: it.dst.to_string(),
        certain: it.certain.to_string(),
        possible: it.open.to_string(),
    };
    AnswerForm {
        schema_version: SCHEMA_VERSION,
        verdict: verdict(&answer.verdict),
        reasons: reasons(&answer.verdict, lang),
        witness: answer.witness.as_ref().map(exchange),
        assumption: answer.assumption.get(lang).to_owned(),
    }
}

impl Form for AnswerForm {
    const SCHEMA: &'static str = include_str!("../../../../schemas/network-can.schema.json");
}
