//! Sentences about connectivity and what was found of them, for a person.

use forms::words::address;
use invariants::{Proof, Verdict};
use lang::{Lang, Text, text};
use model::{Documents, Place};
use netpol::{ASSUMPTION, Idles};

use crate::lines::Lines;

const fn mark(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Proved(_) => Text::new("proved", "証明済み"),
        Verdict::Refuted(_) => Text::new("REFUTED", "反証"),
        Verdict::NotApplicable(_) => Text::new("n/a", "対象外"),
        Verdict::Unknown(_) => Text::new("unknown", "不明"),
    }
}

/// The proofs: a line each, what is wrong below it, and a summary. The sentences that do not apply come last, and
/// only by name.
#[must_use]
pub fn proofs(proofs: &[Proof], idles: Option<&Idles>, documents: &Documents, lang: Lang) -> String {
    let mut out = Lines::default();
    let (moot, judged): (Vec<&Proof>, Vec<&Proof>) =
        proofs.iter().partition(|it| matches!(it.verdict, Verdict::NotApplicable(_)));
    judged.iter().for_each(|it| sentence(&mut out, it, documents, lang));
    if !moot.is_empty() {
        let title = Text::new("does not apply (and is not counted as proved):", "対象外(証明済みには数えません):");
        out.line(title.get(lang));
        for proof in &moot {
            let reason = proof.reason();
            let reason = reason.as_ref().map_or("", |it| it.get(lang));
            out.line(&format!("    {} — {reason}", proof.statement.invariant));
        }
    }
    if let Some(idles) = idles {
        remarks(&mut out, idles, documents, lang);
    }
    out.line(summary(proofs).get(lang));
    out.line(ASSUMPTION.get(lang));
    out.finish()
}

/// Sentences with what was found of them, without headings.
pub(crate) fn write_each(out: &mut Lines, proofs: &[Proof], documents: &Documents, lang: Lang) {
    proofs.iter().for_each(|it| sentence(out, it, documents, lang));
}

fn sentence(out: &mut Lines, proof: &Proof, documents: &Documents, lang: Lang) {
    out.line(&format!("{}: {}", mark(&proof.verdict).get(lang), proof.statement.invariant));
    if let (Verdict::Refuted(_), Some(why)) = (&proof.verdict, &proof.statement.why) {
        out.line(&format!("    {}: {}", Text::new("why", "理由").get(lang), why.get(lang)));
    }
    if let Some(reason) = proof.reason() {
        out.line(&format!("    {}", reason.get(lang)));
    }
    if let Verdict::Refuted(refutation) = &proof.verdict {
        for it in &refutation.blame {
            line(out, "      ", it.reason.place(), &it.reason.text, documents, lang);
        }
    }
}

/// What changes no answer, or that not all was looked at.
fn remarks(out: &mut Lines, idles: &Idles, documents: &Documents, lang: Lang) {
    if !idles.found.is_empty() {
        let title = Text::new("policies and rules that change nothing:", "結果に影響しないポリシーと規則:");
        out.line(title.get(lang));
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
        out.line(text.get(lang));
    }
}

/// A place and what is said of it.
fn line(out: &mut Lines, indent: &str, place: Option<Place>, text: &Text, documents: &Documents, lang: Lang) {
    let at = place.map_or_else(String::new, |place| format!("{}: ", address(&documents.location(place))));
    out.line(&format!("{indent}{at}{}", text.get(lang)));
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
