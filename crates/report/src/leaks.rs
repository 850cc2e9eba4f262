//! Credentials in the clear, for people and for machines. The value is in neither: it is cut out, and so is all of its line but the
//! setting's name.

use std::fmt::Write as _;

use lang::Text;
use leaks::{Certainty, Leak};
use rules::Severity;
use serde_json::json;

use crate::layout::{CODE, DIM, Paint, of_severity, printable};
use crate::mask::HIDDEN;
use crate::text::TextOptions;

/// A leak and where it was met.
pub struct Found {
    /// The file.
    pub file: String,
    /// The first commit that has it, for a history.
    pub commit: Option<String>,
    /// Why an ignore does not hold.
    pub remark: Option<Text>,
    /// The leak.
    pub leak: Leak,
}

/// A whole scan.
pub struct Scan {
    /// What is reported.
    pub found: Vec<Found>,
    /// Leaks that a person decided to live with.
    pub n_ignored: usize,
    /// Files that are no text.
    pub binary: usize,
    /// Files that are too large.
    pub large: usize,
    /// Files that could not be read.
    pub unreadable: usize,
}

/// The stable form.
#[must_use]
pub fn json(scan: &Scan) -> String {
    let findings: Vec<_> = scan
        .found
        .iter()
        .map(|it| {
            let leak = &it.leak;
            json!({"rule": leak.rule.id, "file": it.file, "line": leak.line, "column": leak.column, "endColumn": leak.end_column,
                   "severity": severity(leak.certainty).name(), "fingerprint": leak.fingerprint, "commit": it.commit})
        })
        .collect();
    let skipped = json!({"binary": scan.binary, "tooLarge": scan.large, "unreadable": scan.unreadable});
    let whole = json!({"schemaVersion": 1, "findings": findings, "ignored": scan.n_ignored, "skipped": skipped});
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn severity(certainty: Certainty) -> Severity {
    match certainty {
        Certainty::Sure => Severity::Error,
        Certainty::Likely => Severity::Warning,
    }
}

/// For a person.
#[must_use]
pub fn text(scan: &Scan, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    let mut advised: Vec<&str> = Vec::new();
    for found in &scan.found {
        let leak = &found.leak;
        let place = format!("{}:{}:{}", found.file, leak.line, leak.column);
        let style = of_severity(severity(leak.certainty));
        let _ =
            writeln!(out, "{}  {}  {}", printable(&place), paint.paint(style, leak.rule.id), leak.rule.title.get(lang));
        let label = if leak.label.is_empty() { String::new() } else { format!("{}: ", leak.label) };
        let commit = found.commit.as_deref().map_or(String::new(), |it| format!("  commit {it}"));
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
    let (n, ignored) = (scan.found.len(), scan.n_ignored);
    let total = if n == 0 {
        Text::new("no credential in the clear", "平文の認証情報はありません")
    } else {
        lang::text!(
            "\n{n} found. What may stay for a reason: `sekisho secrets ignore FINGERPRINT --reason TEXT`",
            "\n{n} 件を検出しました。理由があって残すものは `sekisho secrets ignore フィンガープリント --reason 理由` で除外できます"
        )
    };
    let _ = writeln!(out, "{}", total.get(lang));
    let (binary, large, unreadable) = (scan.binary, scan.large, scan.unreadable);
    if ignored + binary + large + unreadable > 0 {
        let rest = lang::text!(
            "ignored: {ignored} · not looked at: {binary} binary, {large} over 16 MiB, {unreadable} unreadable",
            "除外: {ignored} 件 · 検査していないもの: バイナリ {binary}、16 MiB 超 {large}、読み取り不可 {unreadable}"
        );
        let _ = writeln!(out, "{}", paint.paint(DIM, rest.get(lang)));
    }
    out
}
