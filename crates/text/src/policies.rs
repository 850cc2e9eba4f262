//! What belongs beside policies that were written for a deployment.

use lang::{Lang, Text};
use policies::Plan;

use crate::lines::Lines;
use crate::proofs;

/// What belongs on stderr beside the policies: what to know before applying them, what is not proved, and a summary.
#[must_use]
pub fn remarks(plan: &Plan, lang: Lang) -> String {
    let mut out = Lines::default();
    let mut kind = None;
    for note in &plan.notes {
        if kind != Some(note.kind) {
            out.line(note.kind.title().get(lang));
            kind = Some(note.kind);
        }
        out.line(&format!("  - {}", note.text.get(lang)));
    }
    let unproved: Vec<_> = plan.unproved().cloned().collect();
    if !unproved.is_empty() {
        let title = Text::new(
            "NOT PROVED; do not apply without a look:",
            "証明できませんでした。適用する前に確認してください:",
        );
        out.line(title.get(lang));
        proofs::write_each(&mut out, &unproved, &plan.judged.documents, lang);
    }
    out.line(proofs::summary(&plan.proofs).get(lang));
    out.finish()
}
