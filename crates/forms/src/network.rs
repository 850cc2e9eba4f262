//! What `netpol` answers, as JSON.

use lang::Lang;
use model::{Inventory, Location, Place, PolicyType};
use netpol::{Answer, Difference, DirectionExplanation, Exchange, Explanation, Exposure, Listing, Reason, Verdict};
use serde::Serialize;

use crate::json::{SCHEMA_VERSION, write as to_json};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Connections {
    schema_version: u32,
    connections: Vec<ConnectionRow>,
}

#[derive(Serialize)]
struct ConnectionRow {
    src: String,
    dst: String,
    conn: String,
    certainty: &'static str,
}

/// `sekisho network connections --format json`.
#[must_use]
pub fn connections_json(listing: &Listing) -> String {
    let connections = listing
        .iter()
        .map(|it| ConnectionRow {
            src: it.src.to_string(),
            dst: it.dst.to_string(),
            conn: it.conn.to_string(),
            certainty: it.certainty.name(),
        })
        .collect();
    to_json(&Connections { schema_version: SCHEMA_VERSION, connections })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AnswerForm {
    schema_version: u32,
    verdict: &'static str,
    reasons: Vec<String>,
    witness: Option<ExchangeForm>,
    assumption: String,
}

#[derive(Serialize)]
struct ExchangeForm {
    src: String,
    dst: String,
    certain: String,
    possible: String,
}

impl ExchangeForm {
    fn of(it: &Exchange) -> ExchangeForm {
        ExchangeForm {
            src: it.src.to_string(),
            dst: it.dst.to_string(),
            certain: it.certain.to_string(),
            possible: it.open.to_string(),
        }
    }
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Possible => "possible",
        Verdict::Impossible => "impossible",
        Verdict::Unknown(_) => "unknown",
    }
}

/// Why a verdict is unknown.
#[must_use]
pub fn reasons(verdict: &Verdict, lang: Lang) -> Vec<String> {
    match verdict {
        Verdict::Unknown(reasons) => reasons.iter().map(|it| it.get(lang).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// `sekisho network can --format json`.
#[must_use]
pub fn answer_json(answer: &Answer, lang: Lang) -> String {
    to_json(&AnswerForm {
        schema_version: SCHEMA_VERSION,
        verdict: word(&answer.verdict),
        reasons: reasons(&answer.verdict, lang),
        witness: answer.witness.as_ref().map(ExchangeForm::of),
        assumption: answer.assumption.get(lang).to_owned(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExplanationForm {
    schema_version: u32,
    verdict: &'static str,
    reasons: Vec<String>,
    pairs: Vec<PairForm>,
    assumption: String,
}

#[derive(Serialize)]
struct PairForm {
    src: String,
    dst: String,
    certain: String,
    possible: String,
    egress: DirectionForm,
    ingress: DirectionForm,
}

#[derive(Serialize)]
struct DirectionForm {
    certain: String,
    possible: String,
    reasons: Vec<ReasonForm>,
}

#[derive(Serialize)]
struct ReasonForm {
    effect: &'static str,
    policy: Option<String>,
    rule: Option<usize>,
    location: Option<PlaceForm>,
    conn: String,
    message: String,
}

/// A place in a text.
#[derive(Serialize)]
pub struct PlaceForm {
    /// The text.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

impl PlaceForm {
    /// Where a place is; nothing for a live object.
    #[must_use]
    pub fn of(inventory: &Inventory, place: Place) -> Option<PlaceForm> {
        match inventory.documents.location(place) {
            Location::File { file, start, .. } => Some(PlaceForm { file, line: start.line, column: start.column }),
            Location::Field { .. } => None,
        }
    }
}

fn effect(effect: netpol::Effect) -> &'static str {
    match effect {
        netpol::Effect::Ungoverned => "ungoverned",
        netpol::Effect::Itself => "itself",
        netpol::Effect::Allows => "allows",
        netpol::Effect::Denies => "denies",
        netpol::Effect::Passes => "passes",
        netpol::Effect::AllowsNothing => "allows-nothing",
        netpol::Effect::Default => "default",
        netpol::Effect::Open => "open",
    }
}

/// Where a reason points to: its rule, else its policy.
#[must_use]
pub fn place_of(reason: &Reason) -> Option<Place> {
    reason.rule.as_ref().map(|it| it.place).or_else(|| reason.policy.as_ref().map(|it| it.place))
}

/// `sekisho network explain --format json`.
#[must_use]
pub fn explanation_json(inventory: &Inventory, explanation: &Explanation, lang: Lang) -> String {
    let direction = |it: &DirectionExplanation| DirectionForm {
        certain: it.certain.to_string(),
        possible: it.open.to_string(),
        reasons: it
            .reasons
            .iter()
            .map(|reason| ReasonForm {
                effect: effect(reason.effect),
                policy: reason.policy.as_ref().map(ToString::to_string),
                rule: reason.rule.as_ref().map(|it| it.number),
                location: place_of(reason).and_then(|place| PlaceForm::of(inventory, place)),
                conn: reason.conn.to_string(),
                message: reason.text.get(lang).to_owned(),
            })
            .collect(),
    };
    let pairs = explanation
        .pairs
        .iter()
        .map(|pair| PairForm {
            src: pair.src.to_string(),
            dst: pair.dst.to_string(),
            certain: pair.certain.to_string(),
            possible: pair.open.to_string(),
            egress: direction(&pair.egress),
            ingress: direction(&pair.ingress),
        })
        .collect();
    let answer = &explanation.answer;
    to_json(&ExplanationForm {
        schema_version: SCHEMA_VERSION,
        verdict: word(&answer.verdict),
        reasons: reasons(&answer.verdict, lang),
        pairs,
        assumption: answer.assumption.get(lang).to_owned(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Differences {
    schema_version: u32,
    differences: Vec<DifferenceRow>,
}

#[derive(Serialize)]
struct DifferenceRow {
    change: &'static str,
    src: String,
    dst: String,
    old: String,
    new: String,
}

/// `sekisho network diff --format json`.
#[must_use]
pub fn differences_json(differences: &[Difference]) -> String {
    let differences = differences
        .iter()
        .map(|it| DifferenceRow {
            change: it.change.name(),
            src: it.src.to_string(),
            dst: it.dst.to_string(),
            old: it.old.to_string(),
            new: it.new.to_string(),
        })
        .collect();
    to_json(&Differences { schema_version: SCHEMA_VERSION, differences })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Exposures {
    schema_version: u32,
    exposure: Vec<ExposureRow>,
}

#[derive(Serialize)]
struct ExposureRow {
    workload: String,
    direction: &'static str,
    to: String,
    conn: String,
    certainty: &'static str,
}

fn direction(it: PolicyType) -> &'static str {
    match it {
        PolicyType::Ingress => "ingress",
        PolicyType::Egress => "egress",
    }
}

/// `sekisho network exposure --format json`.
#[must_use]
pub fn exposure_json(exposure: &[Exposure]) -> String {
    let exposure = exposure
        .iter()
        .map(|it| ExposureRow {
            workload: it.workload.to_string(),
            direction: direction(it.direction),
            to: it.to.to_string(),
            conn: it.conn.to_string(),
            certainty: it.certainty.name(),
        })
        .collect();
    to_json(&Exposures { schema_version: SCHEMA_VERSION, exposure })
}
