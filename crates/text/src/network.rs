//! What `netpol` answers, for a person.

use std::fmt::Write as _;

use forms::network::{PlaceForm, place_of, reasons};
use lang::{Lang, Text};
use model::{Inventory, PolicyType};
use netpol::{Answer, Certainty, Difference, Explanation, Exposure, Listing, Notice, Verdict};

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

fn verdict_text(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Possible => Text::new("possible", "可能"),
        Verdict::Impossible => Text::new("impossible", "不可能"),
        Verdict::Unknown(_) => Text::new("unknown", "不明"),
    }
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
