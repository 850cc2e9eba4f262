//! A check of several environments' credentials for people. Names and places; never a value.

use std::collections::BTreeMap;

use checkup::{Checkup, Finding, SecretRow, Unknown};
use forms::checkup_severity as severity;
use forms::words::{self, address};
use lang::{Lang, Text, text};

use crate::TextOptions;
use crate::layout::{CODE, Cell, DIM, HEADING, Paint, Table, list, of_severity};

/// The check for a person.
#[must_use]
pub fn text(checkup: &Checkup, options: &TextOptions) -> String {
    let (lang, paint) = (options.lang, Paint::new(options.colour));
    let mut out = String::new();
    let mut section = |title: Text, table: &Table| {
        out.push_str(&paint.paint(HEADING, title.get(lang)));
        out.push('\n');
        table.write(&mut out, paint, options.width);
        out.push('\n');
    };
    if !checkup.findings.is_empty() {
        let mut table = Table::new();
        for it in &checkup.findings {
            let severity = severity(it.kind.severity());
            table.row([
                Cell::styled(words::severity(severity).get(lang), of_severity(severity)),
                Cell::styled(it.kind.id(), CODE),
                Cell::new(told(it).get(lang)),
            ]);
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
    let (looked, n, unknown) = (checkup.looked, checkup.findings.len(), checkup.unknown.len());
    let total = text!(
        "{looked} credentials looked at: {n} found, {unknown} UNKNOWN",
        "確認した認証情報 {looked} 件: 検出 {n}、UNKNOWN {unknown}"
    );
    out.push_str(total.get(lang));
    out.push('\n');
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
    let ((en, ja), at) = (it.message.both(), address(&it.at));
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
