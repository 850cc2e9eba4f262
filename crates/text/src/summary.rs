//! What a person reads first, and the one line at the end.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Lang, Text};
use model::{Inventory, OriginKind};
use overview::Tally;
use rules::{Audit, Finding, Judgement, Severity};

use crate::audit::Page;
use crate::layout::{Cell, PLAIN, Table, list, of_severity, of_verdict};
use crate::not_read;
use forms::words;
use forms::{ComponentRow, components};

/// Rules named in the summary; the findings name all.
const WORST: usize = 10;

/// Components that are listed one by one; of more than these only the numbers are told, and JSON has them all.
const LISTED: usize = 40;

pub(crate) fn write(page: &mut Page, inventory: &Inventory, audit: &Audit) {
    write_input(page, inventory);
    write_components(page, inventory);
    write_controls(page, audit);
    write_rules(page, audit);
}

fn write_input(page: &mut Page, inventory: &Inventory) {
    page.heading(&Text::new("What was read", "読み込んだもの"));
    let files = inventory.documents.origins().iter().filter(|it| it.kind() == OriginKind::File).count();
    let (documents, objects) = (inventory.documents.n_documents(), inventory.n_objects());
    let (s, t, u) = (lang::plural(files), lang::plural(documents), lang::plural(objects));
    page.say(&lang::text!(
        "  {files} file{s}, {documents} document{t}, {objects} object{u}",
        "  ファイル {files} 件、ドキュメント {documents} 件、オブジェクト {objects} 件"
    ));
    let unread = inventory.unread().count();
    if unread > 0 {
        let s = lang::plural(unread);
        page.say(&lang::text!("  {unread} document{s} could not be read", "  読めなかったドキュメント {unread} 件"));
    }
    for line in not_read::left_out(&inventory.left_out, page.lang()) {
        page.line(&format!("  {line}"));
    }
}

fn write_components(page: &mut Page, inventory: &Inventory) {
    page.heading(&Text::new("Components of Dify", "Dify のコンポーネント"));
    let rows = components(inventory);
    if rows.is_empty() {
        page.say(&Text::new("  none recognised", "  見つかりません"));
        return;
    }
    if rows.len() > LISTED {
        write_counted(page, &rows);
        return;
    }
    let lang = page.lang();
    let mut table = Table::new();
    table.heading([
        Text::new("component", "コンポーネント").get(lang),
        Text::new("object", "オブジェクト").get(lang),
        Text::new("version", "バージョン").get(lang),
    ]);
    for row in rows {
        let object = words::object(row.kind, &row.meta.namespace, &row.meta.name.value);
        let version = match row.version {
            Ok(version) => version.to_owned(),
            Err(reason) => format!("({})", reason.get(lang)),
        };
        table.row([Cell::new(row.component.id()), Cell::new(object), Cell::new(version)]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
}

/// Many deployments at once: how many of each component, and which versions.
fn write_counted(page: &mut Page, rows: &[ComponentRow<'_>]) {
    let lang = page.lang();
    let mut table = Table::new();
    table.heading([
        Text::new("component", "コンポーネント").get(lang),
        Text::new("count", "数").get(lang),
        Text::new("versions", "バージョン").get(lang),
    ]);
    let unknown = Text::new("unknown", "不明");
    for same in rows.chunk_by(|a, b| a.component == b.component) {
        let versions: BTreeSet<&str> = same.iter().map(|it| it.version.unwrap_or(unknown.get(lang))).collect();
        table.row([Cell::new(same[0].component.id()), Cell::number(same.len()), Cell::new(list(lang, versions))]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
}

fn write_controls(page: &mut Page, audit: &Audit) {
    page.heading(&Text::new("Controls", "管理策"));
    let lang = page.lang();
    let counts: Vec<String> = [Judgement::Fail, Judgement::Pass, Judgement::Unknown, Judgement::Manual]
        .into_iter()
        .map(|judgement| {
            let n = audit.verdicts.iter().filter(|it| it.judgement == judgement).count();
            let style = if n > 0 { of_verdict(judgement) } else { PLAIN };
            format!("{} {n}", page.paint.paint(style, words::verdict(judgement)))
        })
        .collect();
    page.line(&format!("  {}", list(lang, counts)));
    let mut table = Table::new();
    for verdict in audit.verdicts.iter().filter(|it| it.judgement == Judgement::Fail) {
        table.row([
            Cell::styled(verdict.control.id(), of_verdict(Judgement::Fail)),
            Cell::new(remarked(lang, verdict.control.text().get(lang), verdict.reason.get(lang))),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
}

fn write_rules(page: &mut Page, audit: &Audit) {
    page.heading(&Text::new("Findings", "指摘"));
    let lang = page.lang();
    if audit.findings.is_empty() {
        let none = Text::new("  no findings", "  指摘はありません");
        page.line(&format!("{}{}", none.get(lang), left_out(audit).get(lang)));
        return;
    }
    page.line(&format!("  {}{}", counts(audit).get(lang), left_out(audit).get(lang)));
    let rules = worst_rules(&audit.findings);
    let mut table = Table::new();
    for (rule, (severity, n)) in rules.iter().take(WORST) {
        table.row([
            Cell::number(*n),
            Cell::styled(words::severity(*severity).get(lang), of_severity(*severity)),
            Cell::new(*rule),
            Cell::new(audit.about(rule).map_or("", |it| it.manual.title(lang))),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
    let more = rules.len().saturating_sub(WORST);
    if more > 0 {
        let s = lang::plural(more);
        page.say(&lang::text!("  and {more} more rule{s}", "  ほかに {more} ルール"));
    }
}

/// The rules that found something, with the worst severity and the number of findings, the worst first.
fn worst_rules(findings: &[Finding]) -> Vec<(&str, (Severity, usize))> {
    let mut tally: BTreeMap<&str, (Severity, usize)> = BTreeMap::new();
    for finding in findings {
        let (severity, n) = tally.entry(finding.rule.as_str()).or_insert((finding.severity, 0));
        *severity = (*severity).max(finding.severity);
        *n += 1;
    }
    let mut rules: Vec<_> = tally.into_iter().collect();
    rules.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
    rules
}

/// `0 critical, 3 high, 1 medium, 0 low`.
pub(crate) fn counts(audit: &Audit) -> Text {
    tally(&Tally::of(&audit.findings))
}

/// As [`counts`].
pub(crate) fn tally(tally: &Tally) -> Text {
    let counts = Severity::WORST_FIRST.map(|it| words::counted(tally.n(it), it));
    let joined = |lang: Lang| list(lang, counts.iter().map(|it| it.get(lang)));
    Text::owned(joined(Lang::En), joined(Lang::Ja))
}

pub(crate) fn write_totals(page: &mut Page, audit: &Audit) {
    page.out.push('\n');
    if !audit.findings.is_empty() {
        page.say(&Text::new(
            "What a rule or a control means: sekisho explain RULE|CONTROL",
            "ルールや管理策の説明: sekisho explain ルール|管理策",
        ));
    }
    write_counts(page, audit);
}

/// `2 critical, ...; controls: 3 FAIL, ...`: one line on everything.
pub(crate) fn write_counts(page: &mut Page, audit: &Audit) {
    let n = |judgement| audit.verdicts.iter().filter(|it| it.judgement == judgement).count();
    let (fail, pass, unknown, manual) =
        (n(Judgement::Fail), n(Judgement::Pass), n(Judgement::Unknown), n(Judgement::Manual));
    let counts = counts(audit);
    let (en, ja) = counts.both();
    let left_out = left_out(audit);
    let (more, more_ja) = left_out.both();
    let total = lang::text!(
        "{en}{more}; controls: {fail} FAIL, {pass} PASS, {unknown} UNKNOWN, {manual} MANUAL",
        "{ja}{more_ja}。管理策: FAIL {fail}、PASS {pass}、UNKNOWN {unknown}、MANUAL {manual}"
    );
    page.say(&total);
}

/// What the counts of findings leave out: ` (2 suppressed)`.
pub(crate) fn left_out(audit: &Audit) -> Text {
    let (suppressed, known) = (audit.suppressed.len(), audit.compared.as_ref().map_or(0, |it| it.known.len()));
    let parts =
        [(suppressed, Text::new("suppressed", "抑制中")), (known, Text::new("in the baseline", "ベースラインで既知"))];
    let parts: Vec<(usize, Text)> = parts.into_iter().filter(|(n, _)| *n > 0).collect();
    if parts.is_empty() {
        return Text::new("", "");
    }
    let joined = |lang: Lang| {
        list(
            lang,
            parts.iter().map(|(n, word)| match lang {
                Lang::En => format!("{n} {}", word.get(lang)),
                Lang::Ja => format!("{} {n} 件", word.get(lang)),
            }),
        )
    };
    Text::owned(format!(" ({})", joined(Lang::En)), format!("({})", joined(Lang::Ja)))
}

/// A text with a remark behind it.
pub(crate) fn remarked(lang: Lang, text: &str, remark: &str) -> String {
    match lang {
        Lang::En => format!("{text} ({remark})"),
        Lang::Ja => format!("{text}({remark})"),
    }
}
