//! What `netpol` answers, as text and as JSON (DESIGN: machine-readable forms).

use std::fmt::Write as _;

use lang::{Lang, Text};
use model::{Inventory, Location, Place, PolicyType};
use netpol::{
    Answer, Certainty, Difference, DirectionExplanation, Exchange, Explanation, Exposure, Listing, Notice, Reason,
    Verdict,
};
use serde::Serialize;

use crate::json::write as to_json;

/// The version of the JSON forms.
const SCHEMA_VERSION: u32 = 1;

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

/// `sekisho network connections`, for a person: a block for each source.
#[must_use]
pub fn connections_text(listing: &Listing, lang: Lang) -> String {
    let mut out = String::new();
    let mut last = None;
    let width = listing.iter().map(|it| it.dst.to_string().chars().count()).max().unwrap_or(0);
    for it in listing.iter() {
        if last != Some(it.src) {
            let gap = if last.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", it.src);
            last = Some(it.src);
        }
        let dst = it.dst.to_string();
        let _ = writeln!(out, "  -> {dst:<width$}  {}{}", it.conn, possibly(it.certainty, lang));
    }
    if listing.is_empty() {
        let none = Text::new("nothing may be connected to anything", "どこからどこへも接続できません");
        let _ = writeln!(out, "{}", none.get(lang));
    }
    let _ = writeln!(out, "\n{}", netpol::ASSUMPTION.get(lang));
    out
}

fn possibly(certainty: Certainty, lang: Lang) -> String {
    match certainty {
        Certainty::Certain => String::new(),
        Certainty::Possible => format!("  ({})", Text::new("possible", "可能性あり").get(lang)),
    }
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

fn verdict_text(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Possible => Text::new("possible", "可能"),
        Verdict::Impossible => Text::new("impossible", "不可能"),
        Verdict::Unknown(_) => Text::new("unknown", "不明"),
    }
}

fn reasons(verdict: &Verdict, lang: Lang) -> Vec<String> {
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

/// `sekisho network can`, for a person.
#[must_use]
pub fn answer_text(answer: &Answer, lang: Lang) -> String {
    let mut out = format!("{}\n", verdict_text(&answer.verdict).get(lang));
    if let Some(it) = &answer.witness {
        let conn = if it.certain.is_empty() { &it.open } else { &it.certain };
        let _ = writeln!(out, "  {} -> {}  {conn}", it.src, it.dst);
    }
    for reason in reasons(&answer.verdict, lang) {
        let _ = writeln!(out, "  {reason}");
    }
    let _ = writeln!(out, "\n{}", answer.assumption.get(lang));
    out
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

#[derive(Serialize)]
struct PlaceForm {
    file: String,
    line: u32,
    column: u32,
}

impl PlaceForm {
    fn of(inventory: &Inventory, place: Place) -> Option<PlaceForm> {
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
fn place_of(reason: &Reason) -> Option<Place> {
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

/// `sekisho network explain`, for a person: each direction with the policy lines that decide it.
#[must_use]
pub fn explanation_text(inventory: &Inventory, explanation: &Explanation, lang: Lang) -> String {
    let mut out = format!("{}\n", verdict_text(&explanation.answer.verdict).get(lang));
    let directions =
        [Text::new("out of the source", "送信元から出る向き"), Text::new("into the destination", "宛先に入る向き")];
    for pair in &explanation.pairs {
        let open = if pair.open.is_empty() {
            String::new()
        } else {
            format!("  ({} {})", Text::new("possible:", "可能性あり:").get(lang), pair.open)
        };
        let _ = writeln!(out, "\n{} -> {}  {}{open}", pair.src, pair.dst, pair.certain);
        for (title, direction) in directions.iter().zip([&pair.egress, &pair.ingress]) {
            let _ = writeln!(out, "  {}: {}", title.get(lang), direction.certain);
            for reason in &direction.reasons {
                let place = place_of(reason).and_then(|place| PlaceForm::of(inventory, place));
                let place = place.map_or_else(String::new, |it| format!("  {}:{}:{}", it.file, it.line, it.column));
                let _ = writeln!(out, "    - {}{place}", reason.text.get(lang));
            }
        }
    }
    let _ = writeln!(out, "\n{}", explanation.answer.assumption.get(lang));
    out
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

/// `sekisho network diff`, for a person.
#[must_use]
pub fn differences_text(differences: &[Difference], lang: Lang) -> String {
    let mut out = String::new();
    for it in differences {
        let sign = match it.change {
            netpol::Change::Added => '+',
            netpol::Change::Removed => '-',
            netpol::Change::Changed => '~',
        };
        let _ = writeln!(out, "{sign} {} -> {}  {} => {}", it.src, it.dst, it.old, it.new);
    }
    if differences.is_empty() {
        let same = Text::new("the same connections are possible", "可能な接続に違いはありません");
        let _ = writeln!(out, "{}", same.get(lang));
    }
    out
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

/// `sekisho network exposure`, for a person.
#[must_use]
pub fn exposure_text(exposure: &[Exposure], lang: Lang) -> String {
    let mut out = String::new();
    let mut last = None;
    let width = exposure.iter().map(|it| it.to.to_string().chars().count()).max().unwrap_or(0);
    for it in exposure {
        if last != Some(&it.workload) {
            let gap = if last.is_some() { "\n" } else { "" };
            let _ = writeln!(out, "{gap}{}", it.workload);
            last = Some(&it.workload);
        }
        let arrow = if it.direction == PolicyType::Ingress { "<-" } else { "->" };
        let _ = writeln!(out, "  {arrow} {:<width$}  {}{}", it.to.to_string(), it.conn, possibly(it.certainty, lang));
    }
    let _ = writeln!(out, "\n{}", netpol::ASSUMPTION.get(lang));
    out
}

/// What a person should know of the input beside the answer, a line each.
#[must_use]
pub fn notices_text(inventory: &Inventory, notices: &[Notice], lang: Lang) -> String {
    let mut out = String::new();
    for notice in notices {
        let place = PlaceForm::of(inventory, notice.place);
        let place = place.map_or_else(String::new, |it| format!("{}:{}:{}: ", it.file, it.line, it.column));
        let _ = writeln!(out, "{place}{}", notice.text.get(lang));
    }
    out
}
