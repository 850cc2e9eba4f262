//! What `netpol` answers, for a person.

use forms::words::address;
use lang::{Lang, Text};
use model::{Inventory, PolicyType};
use netpol::{Answer, Certainty, Change, Difference, Explanation, Exposure, Listing, Notice, PairExplanation, Verdict};

use crate::lines::Lines;

/// Every connection: a block for each source.
#[must_use]
pub fn connections(listing: &Listing, lang: Lang) -> String {
    let mut out = Lines::default();
    let mut last = None;
    let width = listing.iter().map(|it| it.dst.to_string().chars().count()).max().unwrap_or(0);
    for it in listing.iter() {
        if last != Some(it.src) {
            if last.is_some() {
                out.blank();
            }
            out.line(&it.src.to_string());
            last = Some(it.src);
        }
        let dst = it.dst.to_string();
        out.line(&format!("  -> {dst:<width$}  {}{}", it.conn, possibly(it.certainty, lang)));
    }
    if listing.is_empty() {
        out.line(Text::new("nothing may be connected to anything", "どこからどこへも接続できません").get(lang));
    }
    out.blank();
    out.line(netpol::ASSUMPTION.get(lang));
    out.finish()
}

fn possibly(certainty: Certainty, lang: Lang) -> String {
    match certainty {
        Certainty::Certain => String::new(),
        Certainty::Possible => format!("  ({})", Text::new("possible", "可能性あり").get(lang)),
    }
}

const fn verdict(verdict: &Verdict) -> Text {
    match verdict {
        Verdict::Possible => Text::new("possible", "可能"),
        Verdict::Impossible => Text::new("impossible", "不可能"),
        Verdict::Unknown(_) => Text::new("unknown", "不明"),
    }
}

/// Whether one peer may reach another.
#[must_use]
pub fn answer(answer: &Answer, lang: Lang) -> String {
    let mut out = Lines::default();
    out.line(verdict(&answer.verdict).get(lang));
    if let Some(it) = &answer.witness {
        let conn = if it.certain.is_empty() { &it.open } else { &it.certain };
        out.line(&format!("  {} -> {}  {conn}", it.src, it.dst));
    }
    if let Verdict::Unknown(reasons) = &answer.verdict {
        reasons.iter().for_each(|it| out.line(&format!("  {}", it.get(lang))));
    }
    out.blank();
    out.line(answer.assumption.get(lang));
    out.finish()
}

/// Why: each direction with the lines of policies that decide it.
#[must_use]
pub fn explanation(inventory: &Inventory, explanation: &Explanation, lang: Lang) -> String {
    let mut out = Lines::default();
    out.line(verdict(&explanation.answer.verdict).get(lang));
    explanation.pairs.iter().for_each(|it| write_pair(&mut out, inventory, it, lang));
    out.blank();
    out.line(explanation.answer.assumption.get(lang));
    out.finish()
}

fn write_pair(out: &mut Lines, inventory: &Inventory, pair: &PairExplanation, lang: Lang) {
    let directions =
        [Text::new("out of the source", "送信元から出る向き"), Text::new("into the destination", "宛先に入る向き")];
    let open = if pair.open.is_empty() {
        String::new()
    } else {
        format!("  ({} {})", Text::new("possible:", "可能性あり:").get(lang), pair.open)
    };
    out.blank();
    out.line(&format!("{} -> {}  {}{open}", pair.src, pair.dst, pair.certain));
    for (title, direction) in directions.iter().zip([&pair.egress, &pair.ingress]) {
        out.line(&format!("  {}: {}", title.get(lang), direction.certain));
        for reason in &direction.reasons {
            let place = reason
                .place()
                .map_or_else(String::new, |place| format!("  {}", address(&inventory.documents.location(place))));
            out.line(&format!("    - {}{place}", reason.text.get(lang)));
        }
    }
}

/// What may be connected after a change and could not before, and the other way round.
#[must_use]
pub fn differences(differences: &[Difference], lang: Lang) -> String {
    let mut out = Lines::default();
    for it in differences {
        let sign = match it.change {
            Change::Added => '+',
            Change::Removed => '-',
            Change::Changed => '~',
        };
        out.line(&format!("{sign} {} -> {}  {} => {}", it.src, it.dst, it.old, it.new));
    }
    if differences.is_empty() {
        out.line(Text::new("the same connections are possible", "可能な接続に違いはありません").get(lang));
    }
    out.finish()
}

/// What workloads may exchange with pods that the input does not hold: a block for each.
#[must_use]
pub fn exposure(exposure: &[Exposure], lang: Lang) -> String {
    let mut out = Lines::default();
    let mut last = None;
    let width = exposure.iter().map(|it| it.to.to_string().chars().count()).max().unwrap_or(0);
    for it in exposure {
        if last != Some(&it.workload) {
            if last.is_some() {
                out.blank();
            }
            out.line(&it.workload.to_string());
            last = Some(&it.workload);
        }
        let arrow = if it.direction == PolicyType::Ingress { "<-" } else { "->" };
        out.line(&format!("  {arrow} {:<width$}  {}{}", it.to.to_string(), it.conn, possibly(it.certainty, lang)));
    }
    out.blank();
    out.line(netpol::ASSUMPTION.get(lang));
    out.finish()
}

/// What a person should know of the input beside the answer, a line each.
#[must_use]
pub fn notices(inventory: &Inventory, notices: &[Notice], lang: Lang) -> String {
    let mut out = Lines::default();
    for notice in notices {
        let at = address(&inventory.documents.location(notice.place));
        out.line(&format!("{at}: {}", notice.text.get(lang)));
    }
    out.finish()
}
