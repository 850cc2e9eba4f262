//! A check of several environments' credentials for people. Names and places; never a value.

use std::collections::BTreeMap;

use checkup::{Checkup, SecretRow, Unknown};
use findings::{Audit, Finding};
use forms::words::{self, address};
use lang::{Lang, Text, text};

use crate::TextOptions;
use crate::layout::{CODE, Cell, DIM, HEADING, Paint, Table, list, of_severity, printable};

/// The check for a person.
#[must_use]
pub fn text(checkup: &Checkup, audit: &Audit, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    let mut section = |title: Text, table: &Table| {
        out.push_str(&paint.paint(HEADING, title.get(lang)));
        out.push('\n');
        table.write(&mut out, paint, options.width);
        out.push('\n');
    };
    if !audit.findings.is_empty() {
        let mut table = Table::new();
        let mut worst_first: Vec<&Finding> = audit.findings.iter().collect();
        worst_first.sort_by_key(|it| std::cmp::Reverse(it.severity));
        for it in worst_first {
            table.row([
                Cell::styled(words::severity(it.severity).get(lang), of_severity(it.severity)),
                Cell::styled(it.rule.as_str(), CODE),
                Cell::new(told(it).get(lang)),
            ]);
            for other in &it.related {
                let place = printable(&address(&other.location)).into_owned();
                let text = format!("{}: {place}", other.message.get(lang));
                table.row([Cell::new(""), Cell::styled(Text::new("also", "関連").get(lang), DIM), Cell::new(text)]);
            }
        }
        section(Text::new("Found", "検出したもの"), &table);
    }
    if !checkup.unknown.is_empty() {
        let mut table = Table::new();
        for ((environment, reason), what) in unseen(&checkup.unknown) {
            let detail = list(lang, what);
            table.row([Cell::new(environment), Cell::new(format!("{}: {detail}", reason.get(lang)))]);
        }
        section(Text::new("UNKNOWN: could not be seen", "UNKNOWN: 確認できなかったもの"), &table);
    }
    if !checkup.secrets.is_empty() {
        let mut table = Table::new();
        for it in &checkup.secrets {
            secret(it, lang, &mut table);
        }
        section(Text::new("Secrets and their readers", "Secret と読み取れる人"), &table);
    }
    let (looked, n, unknown) = (checkup.looked, audit.findings.len(), checkup.unknown.len());
    let total = text!(
        "{looked} credentials looked at: {n} found, {unknown} UNKNOWN",
        "確認した認証情報 {looked} 件: 検出 {n}、UNKNOWN {unknown}"
    );
    out.push_str(total.get(lang));
    out.push('\n');
    let (suppressed, known) = (audit.suppressed.len(), audit.compared.as_ref().map_or(0, |it| it.known.len()));
    if suppressed + known > 0 {
        let rest = text!(
            "left out: {suppressed} suppressed, {known} in the baseline\n",
            "報告しないもの: 抑制中 {suppressed} 件、ベースラインで既知 {known} 件\n"
        );
        out.push_str(rest.get(lang));
    }
    out
}

/// What could not be seen, by its environment and reason.
fn unseen(unknown: &[Unknown]) -> BTreeMap<(&str, &Text), Vec<&str>> {
    let mut found: BTreeMap<(&str, &Text), Vec<&str>> = BTreeMap::new();
    for it in unknown {
        found.entry((&it.environment, &it.reason)).or_default().push(&it.what);
    }
    found
}

fn told(it: &Finding) -> Text {
    let ((en, ja), at) = (it.reason.both(), address(&it.location));
    if it.environments.is_empty() {
        return text!("{en} ({at})", "{ja}({at})");
    }
    let environments = lang::list(&it.environments);
    let (of, of_ja) = environments.both();
    text!("{of}: {en} ({at})", "{of_ja}: {ja}({at})")
}

fn secret(it: &SecretRow, lang: Lang, table: &mut Table) {
    let name = format!("{}/{}", it.namespace, it.name);
    let days: Vec<String> = it
        .keys
        .iter()
        .filter_map(|(key, created, rotated)| Some(format!("{key} {}", (*rotated).or(*created)?)))
        .collect();
    let nobody = || Text::new("nobody in the input", "入力にはいません").get(lang).to_owned();
    let of = |names: &[String]| if names.is_empty() { nobody() } else { list(lang, names) };
    let mut rows =
        vec![(Text::new("taken by", "利用元"), of(&it.workloads)), (Text::new("RBAC", "RBAC"), of(&it.subjects))];
    if it.unseen > 0 {
        let n = it.unseen;
        let unseen =
            text!("{n} bindings to roles that are not in the input", "入力にないロールへのバインディング {n} 件");
        rows.push((Text::new("UNKNOWN", "UNKNOWN"), unseen.get(lang).to_owned()));
    }
    if !days.is_empty() {
        rows.push((Text::new("made", "作成日"), list(lang, days)));
    }
    for (at, (label, detail)) in rows.into_iter().enumerate() {
        let head = if at == 0 { [it.environment.as_str(), name.as_str()] } else { ["", ""] };
        table.row([
            Cell::new(head[0]),
            Cell::styled(head[1], CODE),
            Cell::styled(label.get(lang), DIM),
            Cell::new(detail),
        ]);
    }
}
