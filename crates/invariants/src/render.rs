//! Proofs for a person and for a machine. Computes nothing: it reads proofs and looks up where rules stand.

use std::fmt::Write as _;

use lang::{Lang, Text, text};
use model::{Documents, Location, Place, PolicyType};
use netpol::{ASSUMPTION, Idle, Idles, Reason};
use serde_json::{Value, json};

use crate::proof::{Blame, Proof, Refutation, Verdict};

/// The JSON schema of [`json()`].
pub const SCHEMA: &str = include_str!("../../../schemas/network-prove.schema.json");

/// The form that `sekisho network prove --format json` prints:
/// `{"schemaVersion":1,"assumption","invariants":[{"invariant","why","verdict","reason","flow","pairs","policies"}],
/// "idle":[{"policy","direction","rule","why","reason","by"}]|null,"idleComplete"}`. Every policy and rule comes with its place.
#[must_use]
pub fn json(proofs: &[Proof], idles: Option<&Idles>, documents: &Documents, lang: Lang) -> Value {
    let invariants: Vec<Value> = proofs.iter().map(|proof| entry(proof, documents, lang)).collect();
    let idle = idles.map(|it| it.found.iter().map(|it| idle(it, documents, lang)).collect::<Vec<_>>());
    json!({
        "schemaVersion": 1,
        "assumption": ASSUMPTION.get(lang),
        "invariants": invariants,
        "idle": idle,
        "idleComplete": idles.map(|it| it.complete),
    })
}

fn idle(idle: &Idle, documents: &Documents, lang: Lang) -> Value {
    let rule = idle.rule.as_ref();
    let place = rule.map_or(idle.policy.place, |(_, rule)| rule.place);
    let by: Vec<Value> = idle
        .by
        .iter()
        .map(|(policy, rule)| {
            let place = rule.as_ref().map_or(policy.place, |it| it.place);
            at(
                json!({ "policy": policy.to_string(), "rule": rule.as_ref().map(|it| it.number) }),
                Some(place),
                documents,
            )
        })
        .collect();
    let found = json!({
        "policy": idle.policy.to_string(),
        "direction": rule.map(|(way, _)| direction(*way).get(Lang::En).to_owned()),
        "rule": rule.map(|(_, rule)| rule.number),
        "why": idle.why.name(),
        "reason": idle.text.get(lang),
        "by": by,
    });
    at(found, Some(place), documents)
}

fn entry(proof: &Proof, documents: &Documents, lang: Lang) -> Value {
    let refuted = match &proof.verdict {
        Verdict::Refuted(it) => Some(it),
        _ => None,
    };
    let flow = refuted.map(|it| {
        let flow = &it.flow;
        json!({
            "src": flow.src.to_string(),
            "dst": flow.dst.to_string(),
            "protocol": flow.protocol.name(),
            "port": flow.port,
        })
    });
    let policies: Vec<Value> =
        refuted.map(|it| it.blame.iter().map(|it| policy(it, documents, lang)).collect()).unwrap_or_default();
    json!({
        "invariant": proof.statement.invariant.to_string(),
        "why": proof.statement.why.as_ref().map(|it| it.get(lang)),
        "verdict": proof.word(),
        "reason": reason(proof).map(|it| it.get(lang).to_owned()),
        "flow": flow,
        "pairs": refuted.map(|it| it.n_pairs),
        "policies": policies,
    })
}

fn policy(blame: &Blame, documents: &Documents, lang: Lang) -> Value {
    let Reason { policy, rule, text, .. } = &blame.reason;
    let found = json!({
        "direction": direction(blame.direction).get(Lang::En),
        "policy": policy.as_ref().map(ToString::to_string),
        "rule": rule.as_ref().map(|it| it.number),
        "reason": text.get(lang),
    });
    let place = rule.as_ref().map(|it| it.place).or(policy.as_ref().map(|it| it.place));
    at(found, place, documents)
}

/// Adds where something stands: a range in a file, or a field of an object.
fn at(mut found: Value, place: Option<Place>, documents: &Documents) -> Value {
    for key in ["file", "line", "column", "endLine", "endColumn"] {
        found[key] = Value::Null;
    }
    match place.map(|place| documents.location(place)) {
        Some(Location::File { file, start, end }) => {
            found["file"] = file.into();
            found["line"] = start.line.into();
            found["column"] = start.column.into();
            found["endLine"] = end.line.into();
            found["endColumn"] = end.column.into();
        }
        Some(Location::Field { object, field }) => {
            found["object"] = object.into();
            found["field"] = field.into();
        }
        None => {}
    }
    found
}

/// The reason in one sentence, where there is one.
#[must_use]
pub fn reason(proof: &Proof) -> Option<Text> {
    let needed = proof.statement.invariant.claim == crate::Claim::Needs;
    match &proof.verdict {
        Verdict::Proved(assumed) => assumed.clone(),
        Verdict::NotApplicable(reason) => Some(reason.clone()),
        Verdict::Unknown(reasons) => {
            let joined = |lang: Lang, between: &str| {
                reasons.iter().map(|it| it.get(lang).to_owned()).collect::<Vec<_>>().join(between)
            };
            Some(Text::owned(joined(Lang::En, "; "), joined(Lang::Ja, "。")))
        }
        Verdict::Refuted(it) => Some(of_flow(it, needed)),
    }
}

fn of_flow(refutation: &Refutation, needed: bool) -> Text {
    let Refutation { flow, n_pairs, .. } = refutation;
    let more = n_pairs.saturating_sub(1);
    let (en, ja) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" (and {more} more such pairs)"), format!("(同様の組がほかに {more} 件)")),
    };
    if needed {
        return text!("{flow} is needed and impossible{en}", "{flow} が必要ですが、不可能です{ja}");
    }
    text!("{flow} is possible{en}", "{flow} が可能です{ja}")
}

const fn direction(direction: PolicyType) -> Text {
    match direction {
        PolicyType::Ingress => Text::new("ingress", "受信"),
        PolicyType::Egress => Text::new("egress", "送信"),
    }
}

const fn mark(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Proved(_) => Text::new("proved", "証明済み"),
        Verdict::Refuted(_) => Text::new("REFUTED", "反証"),
        Verdict::NotApplicable(_) => Text::new("n/a", "対象外"),
        Verdict::Unknown(_) => Text::new("unknown", "不明"),
    }
}

/// The same for a person: a line each, what is wrong below it, and a summary. The sentences that do not apply come last, and
/// only by name.
#[must_use]
pub fn human(proofs: &[Proof], idles: Option<&Idles>, documents: &Documents, lang: Lang) -> String {
    let mut out = String::new();
    let (moot, judged): (Vec<&Proof>, Vec<&Proof>) =
        proofs.iter().partition(|it| matches!(it.verdict, Verdict::NotApplicable(_)));
    judged.iter().for_each(|it| sentence(&mut out, it, documents, lang));
    if !moot.is_empty() {
        let title = Text::new("does not apply (and is not counted as proved):", "対象外(証明済みには数えません):");
        let _ = writeln!(out, "{}", title.get(lang));
        for proof in &moot {
            let reason = reason(proof);
            let reason = reason.as_ref().map_or("", |it| it.get(lang));
            let _ = writeln!(out, "    {} — {reason}", proof.statement.invariant);
        }
    }
    if let Some(idles) = idles {
        remarks(&mut out, idles, documents, lang);
    }
    let _ = writeln!(out, "{}", summary(proofs).get(lang));
    let _ = writeln!(out, "{}", ASSUMPTION.get(lang));
    out
}

/// Sentences with what was found of them, without headings.
#[must_use]
pub fn lines(proofs: &[Proof], documents: &Documents, lang: Lang) -> String {
    let mut out = String::new();
    proofs.iter().for_each(|it| sentence(&mut out, it, documents, lang));
    out
}

fn sentence(out: &mut String, proof: &Proof, documents: &Documents, lang: Lang) {
    let _ = writeln!(out, "{}: {}", mark(&proof.verdict).get(lang), proof.statement.invariant);
    if let (Verdict::Refuted(_), Some(why)) = (&proof.verdict, &proof.statement.why) {
        let _ = writeln!(out, "    {}: {}", Text::new("why", "理由").get(lang), why.get(lang));
    }
    if let Some(reason) = reason(proof) {
        let _ = writeln!(out, "    {}", reason.get(lang));
    }
    if let Verdict::Refuted(refutation) = &proof.verdict {
        refutation.blame.iter().for_each(|it| blame(out, it, documents, lang));
    }
}

/// What changes no answer, or that not all was looked at.
fn remarks(out: &mut String, idles: &Idles, documents: &Documents, lang: Lang) {
    if !idles.found.is_empty() {
        let title = Text::new("policies and rules that change nothing:", "結果に影響しないポリシーと規則:");
        let _ = writeln!(out, "{}", title.get(lang));
    }
    for idle in &idles.found {
        let place = idle.rule.as_ref().map_or(idle.policy.place, |(_, rule)| rule.place);
        line(out, "    ", Some(place), &idle.text, documents, lang);
    }
    if !idles.complete {
        let text = Text::new(
            "there are too many policies and peers to look at every rule for what changes nothing",
            "ポリシーと接続相手が多すぎるため、影響しない規則をすべては調べていません",
        );
        let _ = writeln!(out, "{}", text.get(lang));
    }
}

fn blame(out: &mut String, blame: &Blame, documents: &Documents, lang: Lang) {
    let Reason { policy, rule, text, .. } = &blame.reason;
    let place = rule.as_ref().map(|it| it.place).or(policy.as_ref().map(|it| it.place));
    line(out, "      ", place, text, documents, lang);
}

/// A place and what is said of it.
fn line(out: &mut String, indent: &str, place: Option<Place>, text: &Text, documents: &Documents, lang: Lang) {
    let _ = write!(out, "{indent}");
    match place.map(|place| documents.location(place)) {
        Some(Location::File { file, start, .. }) => {
            let _ = write!(out, "{file}:{}:{}: ", start.line, start.column);
        }
        Some(Location::Field { object, field }) => {
            let _ = write!(out, "{object} {field}: ");
        }
        None => {}
    }
    let _ = writeln!(out, "{}", text.get(lang));
}

/// How many sentences hold, and how many do not.
#[must_use]
pub fn summary(proofs: &[Proof]) -> Text {
    let count = |word: &str| proofs.iter().filter(|it| it.word() == word).count();
    let (proved, refuted) = (count("proved"), count("refuted"));
    let (unknown, moot) = (count("unknown"), count("not-applicable"));
    text!(
        "{proved} proved, {refuted} refuted, {unknown} unknown, {moot} do not apply",
        "証明済み {proved} 件、反証 {refuted} 件、不明 {unknown} 件、対象外 {moot} 件"
    )
}
