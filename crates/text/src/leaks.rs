//! Credentials in the clear, for people. The value is cut out, and so is all of its line but the setting's name.

use std::fmt::Write as _;

use forms::leaks::Scan;
use forms::words::address;
use lang::Text;

use crate::TextOptions;
use crate::layout::{CODE, DIM, Paint, of_severity, printable};
use crate::mask::HIDDEN;
use crate::not_read;

/// For a person.
#[must_use]
pub fn text(scan: &Scan, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    let mut advised: Vec<&str> = Vec::new();
    for found in &scan.found {
        let leak = &found.leak;
        let place = address(&found.finding.location);
        let style = of_severity(found.finding.severity);
        let _ =
            writeln!(out, "{}  {}  {}", printable(&place), paint.paint(style, leak.rule.id), leak.rule.title.get(lang));
        let label = if leak.label.is_empty() { String::new() } else { format!("{}: ", leak.label) };
        let commit = found.finding.commit.as_deref().map_or(String::new(), |it| format!("  commit {}", printable(it)));
        let _ = writeln!(
            out,
            "    {}  {}",
            paint.paint(CODE, &format!("{label}{HIDDEN}")),
            paint.paint(DIM, &format!("{}{commit}", leak.fingerprint))
        );
        if let Some(remark) = &found.remark {
            let _ = writeln!(out, "    {}", remark.get(lang));
        }
        if !advised.contains(&leak.rule.id) {
            advised.push(leak.rule.id);
            let _ = writeln!(out, "    → {}", leak.rule.advice.get(lang));
        }
    }
    // What could not be read is named at the end, with its reason.
    for it in scan.others.iter().filter(|it| it.rule != rules::registry::UNREAD_FILE) {
        let (place, rule) = (address(&it.location), paint.paint(of_severity(it.severity), &it.rule));
        let _ = writeln!(out, "{}  {rule}  {}", printable(&place), printable(it.reason.get(lang)));
    }
    let (n, ignored) = (scan.found.len(), scan.n_ignored);
    let hides = scan.left_out.iter().any(|it| it.why.hides());
    let total = if n == 0 && hides {
        Text::new(
            "no credential in the clear in what was looked at, and that is not all",
            "検査した範囲に平文の認証情報はありませんが、検査できなかったものがあります",
        )
    } else if n == 0 {
        Text::new("no credential in the clear", "平文の認証情報はありません")
    } else {
        lang::text!(
            "\n{n} found. `sekisho secrets ignore` lets one stay, for a reason",
            "\n{n} 件を検出しました。理由があって残すものは `sekisho secrets ignore` で除外できます"
        )
    };
    let _ = writeln!(out, "{}", total.get(lang));
    let (suppressed, known) = (scan.suppressed.len(), scan.compared.as_ref().map_or(0, |it| it.known.len()));
    if suppressed + known > 0 {
        let rest = lang::text!(
            "left out: {suppressed} suppressed, {known} in the baseline",
            "報告しないもの: 抑制中 {suppressed} 件、ベースラインで既知 {known} 件"
        );
        let _ = writeln!(out, "{}", paint.paint(DIM, rest.get(lang)));
    }
    let (binary, large, unreadable) = (scan.binary, scan.large, scan.unreadable);
    if ignored + binary + large + unreadable > 0 {
        let rest = lang::text!(
            "ignored: {ignored} · not looked at: {binary} binary, {large} over 16 MiB, {unreadable} unreadable",
            "除外: {ignored} 件 · 検査していないもの: バイナリ {binary}、16 MiB 超 {large}、読み取り不可 {unreadable}"
        );
        let _ = writeln!(out, "{}", paint.paint(DIM, rest.get(lang)));
    }
    for line in not_read::left_out(&scan.left_out, lang) {
        let _ = writeln!(out, "{}", paint.paint(DIM, &line));
    }
    out
}
