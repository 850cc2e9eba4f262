//! A plan for a person and for a machine. Computes nothing.

use std::fmt::Write as _;

use invariants::render as proofs;
use lang::{Lang, Text};
use serde_json::{Value, json};

use crate::plan::Plan;

/// The JSON schema of [`json()`].
pub const SCHEMA: &str = include_str!("../../../schemas/network-policies.schema.json");

/// The form of `sekisho network policies --format json`: the policies as text, what to know before applying them, and the
/// proofs in the form of `network prove`:
/// `{"schemaVersion":1,"policies":"...","notes":[{"kind","text"}],"proved":bool,"invariants":[...]}`.
#[must_use]
pub fn json(plan: &Plan, lang: Lang) -> Value {
    let notes = plan.notes.iter().map(|it| json!({ "kind": it.kind.name(), "text": it.text.get(lang) }));
    let mut found = proofs::json(&plan.proofs, None, &plan.judged.documents, lang);
    found["policies"] = plan.yaml(lang).into();
    found["notes"] = notes.collect::<Vec<_>>().into();
    found["proved"] = plan.unproved().next().is_none().into();
    if let Some(object) = found.as_object_mut() {
        object.remove("idle");
        object.remove("idleComplete");
    }
    found
}

/// What belongs on stderr beside the policies: what to know before applying them, what is not proved, and a summary.
#[must_use]
pub fn remarks(plan: &Plan, lang: Lang) -> String {
    let mut out = String::new();
    let mut kind = None;
    for note in &plan.notes {
        if kind != Some(note.kind) {
            let _ = writeln!(out, "{}", note.kind.title().get(lang));
            kind = Some(note.kind);
        }
        let _ = writeln!(out, "  - {}", note.text.get(lang));
    }
    let unproved: Vec<_> = plan.unproved().cloned().collect();
    if !unproved.is_empty() {
        let title = Text::new(
            "NOT PROVED; do not apply without a look:",
            "証明できませんでした。適用する前に確認してください:",
        );
        let _ = writeln!(out, "{}", title.get(lang));
        out.push_str(&proofs::lines(&unproved, &plan.judged.documents, lang));
    }
    let _ = writeln!(out, "{}", proofs::summary(&plan.proofs).get(lang));
    out
}
