//! The findings of an audit in other forms than the whole report: by rule, workload or file, one line each, or only counted.
//!
//! What a filter hides is counted below, whatever the form: nothing disappears without a word.

use std::collections::BTreeMap;

use forms::words;
use lang::{Text, text};
use model::Inventory;
use overview::{Filter, Mending, Overview, Remedy, Tally, groups};
use rules::{Audit, Finding, Severity};

use crate::audit::Page;
use crate::layout::{CODE, Cell, HEADING, Table, of_severity};
use crate::{TextOptions, findings, summary};

/// Which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Each finding with its source line, why it matters and what mends it.
    Details,
    /// One line each.
    Concise,
    /// Only counted, by rule.
    Statistics,
    /// Equal findings together.
    ByRule,
    /// What each workload has.
    ByWorkload,
    /// What each file has.
    ByFile,
}

/// An audit, listed. `overview` says what mends each; without one nothing is said of that.
#[must_use]
pub fn listing(
    inventory: &Inventory,
    audit: &Audit,
    overview: Option<&Overview>,
    form: Form,
    filter: &Filter,
    options: &TextOptions,
) -> String {
    let shown = filter.shown(audit);
    let mut page = Page::new(options);
    match form {
        Form::Details => {
            findings::write_some(&mut page, inventory, audit, &shown, &|at| more(audit, overview, at, options));
        }
        Form::Concise => shown.iter().for_each(|at| write_line(&mut page, &audit.findings[*at])),
        Form::Statistics => write_statistics(&mut page, audit, &shown),
        Form::ByRule => write_by_rule(&mut page, audit, overview, &shown),
        Form::ByWorkload => write_grouped(&mut page, audit, &shown, &of_workload),
        Form::ByFile => write_grouped(&mut page, audit, &shown, &of_file),
    }
    write_end(&mut page, audit, filter, shown.len());
    page.out
}

const WHY: Text = Text::new("why", "理由");
const MENDED_BY: Text = Text::new("mended by", "修正方法");

fn more(audit: &Audit, overview: Option<&Overview>, at: usize, options: &TextOptions) -> Vec<(Text, String)> {
    let rule = audit.about(&audit.findings[at].rule);
    let why = rule.map(|it| (WHY, words::why(it).get(options.lang).to_owned()));
    let mended = overview.and_then(|it| mended_by(it, at)).map(|it| (MENDED_BY, it.get(options.lang).to_owned()));
    why.into_iter().chain(mended).filter(|(_, text)| !text.is_empty()).collect()
}

/// What mends one finding, in words with the command; nothing for what nobody tried.
#[must_use]
pub fn mended_by(overview: &Overview, at: usize) -> Option<Text> {
    let commands = overview.commands(at);
    if !commands.is_empty() {
        return Some(Text::same(commands.join("; ")));
    }
    let tags = |way: usize| matches!(overview.ways.get(way)?.remedy, Remedy::Upgrade(_)).then_some(());
    Some(match overview.mending.get(at)? {
        Mending::Request(Some(way)) if tags(*way).is_some() => {
            Text::new("a newer tag, by hand", "新しいタグへの変更(手作業)")
        }
        Mending::Hand => Text::new("a person: see `sekisho explain`", "手作業(手順は `sekisho explain`)"),
        Mending::Safe | Mending::Request(_) => return None,
    })
}

/// `file:3:5: high[rule]: reason`.
fn write_line(page: &mut Page, finding: &Finding) {
    let lang = page.lang();
    let word = words::severity(finding.severity);
    let severity = page.paint.paint(of_severity(finding.severity), word.get(lang)).into_owned();
    let place = words::address(&finding.location);
    let (place, reason) = (crate::printable(&place), crate::printable(finding.reason.get(lang)));
    page.line(&format!("{place}: {severity}[{}]: {reason}", finding.rule));
}

fn write_statistics(page: &mut Page, audit: &Audit, shown: &[usize]) {
    let lang = page.lang();
    let mut table = Table::new();
    for group in groups(audit, shown) {
        let title = audit.about(&group.rule).map_or("", |it| it.manual.title(lang));
        table.row([
            Cell::number(group.findings.len()),
            Cell::styled(words::severity(group.severity).get(lang), of_severity(group.severity)),
            Cell::new(group.rule),
            Cell::new(title),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
}

fn write_by_rule(page: &mut Page, audit: &Audit, overview: Option<&Overview>, shown: &[usize]) {
    let lang = page.lang();
    for group in groups(audit, shown) {
        let about = audit.about(&group.rule);
        let (word, n) = (words::severity(group.severity), group.findings.len());
        let severity = page.paint.paint(of_severity(group.severity), word.get(lang)).into_owned();
        let title = page.paint.paint(HEADING, about.map_or("", |it| it.manual.title(lang))).into_owned();
        if !page.out.is_empty() {
            page.out.push('\n');
        }
        page.line(&format!("{severity}[{}]: {title} ({n})", group.rule));
        if let Some(about) = about {
            page.prose("  ", &words::why(about));
        }
        let mut mended: BTreeMap<String, usize> = BTreeMap::new();
        for at in &group.findings {
            if let Some(by) = overview.and_then(|it| mended_by(it, *at)) {
                *mended.entry(by.get(lang).to_owned()).or_default() += 1;
            }
        }
        for (by, n) in mended {
            let head = text!("{n} mended by", "{n} 件の修正方法");
            let line = format!("  {}: {}", head.get(lang), page.paint.paint(CODE, &by));
            page.line(&line);
        }
        let mut reasons: Vec<(&str, Vec<usize>)> = Vec::new();
        for at in &group.findings {
            let reason = audit.findings[*at].reason.get(lang);
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, same)) => same.push(*at),
                None => reasons.push((reason, vec![*at])),
            }
        }
        for (reason, same) in reasons {
            page.hanging("  - ", 4, reason);
            for at in same {
                let it = &audit.findings[at];
                let object = it.resource.as_ref().map_or_else(String::new, |it| format!("  {it}"));
                page.clean(&format!("      {}{object}", words::address(&it.location)));
            }
        }
    }
}

/// Findings by what `name` says of each, the worst group first; equal ones of a group as one line.
fn write_grouped(page: &mut Page, audit: &Audit, shown: &[usize], name: &dyn Fn(&Finding) -> Text) {
    let lang = page.lang();
    let mut by_name: BTreeMap<Text, Vec<usize>> = BTreeMap::new();
    for at in shown {
        by_name.entry(name(&audit.findings[*at])).or_default().push(*at);
    }
    let tally = |own: &[usize]| Tally::of(own.iter().map(|at| &audit.findings[*at]));
    let mut ordered: Vec<(Text, Vec<usize>)> = by_name.into_iter().collect();
    ordered.sort_by_key(|(_, own)| std::cmp::Reverse(tally(own).weight()));
    for (name, own) in ordered {
        let counts = summary::tally(&tally(&own));
        let name = crate::printable(name.get(lang)).into_owned();
        page.heading(&Text::same(format!("{name}: {}", counts.get(lang))));
        let mut table = Table::new();
        for group in groups(audit, &own) {
            let lines: Vec<String> = group.findings.iter().map(|at| line_of(&audit.findings[*at])).collect();
            let places = match lines.len() {
                1 => lines.concat(),
                n => format!("{n}: {}", lines.join(" ")),
            };
            let title = audit.about(&group.rule).map_or("", |it| it.manual.title(lang));
            table.row([
                Cell::styled(words::severity(group.severity).get(lang), of_severity(group.severity)),
                Cell::new(group.rule),
                Cell::new(summary::remarked(lang, title, &places)),
            ]);
        }
        table.write(&mut page.out, page.paint, page.options.width);
    }
}

fn of_workload(finding: &Finding) -> Text {
    match &finding.resource {
        Some(resource) => {
            let component = finding.component.map_or_else(String::new, |it| format!(" ({it})"));
            Text::same(format!("{resource}{component}"))
        }
        None => Text::new("no object", "オブジェクトなし"),
    }
}

fn of_file(finding: &Finding) -> Text {
    Text::same(match &finding.location {
        model::Location::File { file, .. } => file.clone(),
        model::Location::Field { object, .. } => object.clone(),
    })
}

/// Where a finding is within its file.
fn line_of(finding: &Finding) -> String {
    match &finding.location {
        model::Location::File { start, .. } => format!("{}:{}", start.line, start.column),
        model::Location::Field { field, .. } => field.clone(),
    }
}

/// What was hidden, and how it stands over all.
fn write_end(page: &mut Page, audit: &Audit, filter: &Filter, n_shown: usize) {
    let hidden = audit.findings.len() - n_shown;
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    if filter.is_set() {
        let worst = audit.findings.iter().filter(|it| !filter.shows(it)).map(|it| it.severity).max();
        let worst = words::severity(worst.unwrap_or(Severity::Low));
        let ((en, ja), s, t) = (worst.both(), lang::plural(n_shown), lang::plural(hidden));
        page.prose(
            "",
            &match hidden {
                0 => text!("{n_shown} finding{s} shown; the filter hides none", "指摘 {n_shown} 件を表示(絞り込みで隠れたものはありません)"),
                _ => text!(
                    "{n_shown} finding{s} shown; the filter hides {hidden} finding{t}, the worst {en}. Exit code and verdicts are of all.",
                    "指摘 {n_shown} 件を表示。絞り込みで {hidden} 件が隠れています(最も重いもの: {ja})。終了コードと判定は全件によります。"
                ),
            },
        );
    }
    summary::write_counts(page, audit);
}
