//! A summary for a pull request, in GitHub's and GitLab's Markdown: what is found, what is new and gone against a baseline, and how the
//! controls stand.

use std::fmt::Write as _;

use findings::{Audit, Compared, Finding, Judgement, Severity};
use lang::{Lang, Text, text};

use super::sentence;
use crate::words;

/// Findings that a table lists: a comment of GitHub holds 65,536 characters.
const MOST: usize = 50;

/// The summary. Names of the input are text in it: none is a link, a mention or markup.
#[must_use]
pub fn markdown(audit: &Audit, lang: Lang) -> String {
    let mut out = format!("## {}\n\n", Text::new("Sekisho", "関所").get(lang));
    let _ = writeln!(out, "{}\n", head(audit).get(lang));
    let mut findings: Vec<&Finding> = audit.findings.iter().collect();
    findings.sort_by_key(|it| std::cmp::Reverse(it.severity));
    table(&mut out, &findings, lang);
    if let Some(compared) = &audit.compared {
        gone(&mut out, compared, lang);
    }
    controls(&mut out, audit, lang);
    out
}

fn head(audit: &Audit) -> Text {
    let count = |severity| audit.findings.iter().filter(|it| it.severity == severity).count();
    let [critical, high, medium, low] =
        [Severity::Critical, Severity::High, Severity::Medium, Severity::Low].map(count);
    match &audit.compared {
        Some(compared) => {
            let (n_known, n_gone) = (compared.known.len(), compared.gone.len());
            text!(
                "**New: {critical} critical, {high} high, {medium} medium, {low} low.** Gone: {n_gone}. Known before: {n_known}.",
                "**新しい指摘: 緊急 {critical} 件、高 {high} 件、中 {medium} 件、低 {low} 件。** 解消: {n_gone} 件。既知: {n_known} 件。"
            )
        }
        None => text!(
            "**{critical} critical, {high} high, {medium} medium, {low} low.**",
            "**緊急 {critical} 件、高 {high} 件、中 {medium} 件、低 {low} 件。**"
        ),
    }
}

fn table(out: &mut String, findings: &[&Finding], lang: Lang) {
    if findings.is_empty() {
        return;
    }
    let names = Text::new("| Severity | Rule | Place | What |", "| 重大度 | ルール | 位置 | 内容 |");
    let _ = writeln!(out, "{}\n|---|---|---|---|", names.get(lang));
    for it in findings.iter().take(MOST) {
        let (severity, rule) = (words::severity(it.severity), &it.rule);
        let place = plain(&words::address(&it.location));
        let _ = writeln!(out, "| {} | {rule} | {place} | {} |", severity.get(lang), plain(&sentence(it, lang)));
    }
    let more = findings.len().saturating_sub(MOST);
    if more > 0 {
        let line = text!("\n… and {more} more.", "\nほか {more} 件。");
        let _ = writeln!(out, "{}", line.get(lang));
    }
    out.push('\n');
}

fn gone(out: &mut String, compared: &Compared, lang: Lang) {
    if compared.gone.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}\n", Text::new("Gone:", "解消した指摘:").get(lang));
    for it in compared.gone.iter().take(MOST) {
        let _ = writeln!(out, "- {} {}", plain(&it.rule), plain(&it.place));
    }
    let more = compared.gone.len().saturating_sub(MOST);
    if more > 0 {
        let line = text!("- … and {more} more", "- ほか {more} 件");
        let _ = writeln!(out, "{}", line.get(lang));
    }
    out.push('\n');
}

fn controls(out: &mut String, audit: &Audit, lang: Lang) {
    if audit.verdicts.is_empty() {
        return;
    }
    let list = |judgement| {
        let of = audit.verdicts.iter().filter(move |it| it.judgement == judgement);
        of.map(|it| it.control.id()).collect::<Vec<_>>()
    };
    let _ = writeln!(out, "{}\n", Text::new("Controls:", "管理策:").get(lang));
    for judgement in [Judgement::Fail, Judgement::Unknown, Judgement::Pass] {
        let ids = list(judgement);
        if !ids.is_empty() {
            let _ = writeln!(out, "- {} {}: {}", words::verdict(judgement), ids.len(), ids.join(", "));
        }
    }
}

/// A text in which nothing is markup, a link or a mention: what could be is written as a character reference.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins_host = false;
    for it in crate::printable(text).chars() {
        // `www.` begins a link by itself; every other link has a `:` or an `@`.
        let is_link = it == '.' && begins_host;
        begins_host = it.eq_ignore_ascii_case(&'w');
        if is_link || (it.is_ascii_punctuation() && !matches!(it, '.' | ',' | '-' | ';' | '/')) {
            let _ = write!(out, "&#{};", u32::from(it));
        } else {
            out.push(it);
        }
    }
    out
}
