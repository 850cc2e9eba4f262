//! How it stands: what was judged, the counts, where the findings are, how they are mended, and the controls.

use forms::words;
use lang::{Text, text};
use overview::{Judged, Overview, Row, Whose};
use rules::{Audit, Judgement, Severity};

use crate::audit::Page;
use crate::layout::{Cell, DIM, Table, list, of_severity, of_verdict};
use crate::summary;

/// Names that are written out; of more, how many.
const NAMED: usize = 3;

pub(super) fn write_head(page: &mut Page, audit: &Audit, overview: &Overview, notes: &[String]) {
    page.prose("", &judged(&overview.judged));
    for note in notes {
        page.prose("", &Text::same(note.as_str()));
    }
    let n = overview.tally.total();
    let left_out = summary::left_out(audit);
    let (more, more_ja) = left_out.both();
    if n == 0 {
        page.prose("", &text!("No findings{more}.", "指摘はありません{more_ja}。"));
    } else {
        let counts = summary::counts(audit);
        let (en, ja) = counts.both();
        let s = lang::plural(n);
        page.prose("", &text!("{n} finding{s}: {en}{more}", "指摘 {n} 件: {ja}{more_ja}"));
    }
    let (kept, decided) = (overview.score.pass, overview.score.decided());
    page.prose(
        "",
        &text!(
            "Controls kept: {kept} of the {decided} that this input decides",
            "守られている管理策: この入力で判定できる {decided} 件中 {kept} 件"
        ),
    );
}

/// `Dify 1.16.1, chart dify-0.38.0: 16 workloads in dify; 57 objects in 1 file`.
fn judged(it: &Judged) -> Text {
    let Judged { n_workloads, n_passing, n_objects, n_files, n_settings, n_unread, .. } = *it;
    let [versions, charts, namespaces] = [&it.versions, &it.charts, &it.namespaces].map(|it| names(it));
    let mut head = match (it.versions.is_empty(), it.n_components) {
        (false, _) => text!("Dify {versions}", "Dify {versions}"),
        (true, 0) => Text::new("No part of Dify recognised", "Dify のコンポーネントは見つかりません"),
        (true, _) => Text::new("Dify, version unknown", "Dify(バージョン不明)"),
    };
    let mut add = |more: &Text| {
        let ((en, ja), (more, more_ja)) = (head.both(), more.both());
        head = text!("{en}{more}", "{ja}{more_ja}");
    };
    if !charts.is_empty() {
        add(&text!(", chart {charts}", "、チャート {charts}"));
    }
    if n_workloads > 0 {
        let s = lang::plural(n_workloads);
        let passing = if n_passing > 0 { format!(" + {n_passing}") } else { String::new() };
        let jobs = if n_passing > 0 { (" (hooks, jobs)", "(フック・ジョブ)") } else { ("", "") };
        let (jobs, jobs_ja) = jobs;
        add(&text!(
            ": {n_workloads} workload{s}{passing}{jobs} in {namespaces}",
            ": {namespaces} のワークロード {n_workloads} 件{passing}{jobs_ja}"
        ));
    }
    let (s, t) = (lang::plural(n_objects), lang::plural(n_files));
    add(&text!("; {n_objects} object{s} in {n_files} file{t}", "。ファイル {n_files} 件、オブジェクト {n_objects} 件"));
    if n_settings > 0 {
        let s = lang::plural(n_settings);
        add(&text!(", {n_settings} file{s} of settings", "、設定ファイル {n_settings} 件"));
    }
    if n_unread > 0 {
        let s = lang::plural(n_unread);
        add(&text!("; {n_unread} part{s} COULD NOT BE READ", "。読めない部分が {n_unread} 件あります"));
    }
    head
}

fn names(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > NAMED { format!("{shown}, +{}", names.len() - NAMED) } else { shown }
}

pub(super) fn write_workloads(page: &mut Page, overview: &Overview, shown: usize) {
    if overview.rows.is_empty() {
        return;
    }
    page.heading(&Text::new("By workload", "ワークロード別"));
    let lang = page.lang();
    let (workloads, others): (Vec<&Row>, Vec<&Row>) =
        overview.rows.iter().partition(|it| matches!(it.whose, Whose::Workload(..)));
    let more = workloads.len().saturating_sub(shown);
    let mut table = Table::new();
    let severities = Severity::WORST_FIRST.map(words::severity);
    table.heading(severities.iter().map(|it| it.get(lang)).chain([""]));
    for row in workloads.iter().take(shown).chain(&others) {
        let name = whose(&row.whose);
        table.row(cells(row, name.get(lang)));
    }
    table.write(&mut page.out, page.paint, page.options.width);
    if more > 0 {
        let s = lang::plural(more);
        page.prose(
            "  ",
            &text!("and {more} more workload{s}: --by workload", "ほかにワークロード {more} 件: --by workload"),
        );
    }
}

fn cells(row: &Row, name: &str) -> Vec<Cell> {
    let number = |it: Severity| match row.tally.n(it) {
        0 => Cell::styled("-", DIM).at_the_right(),
        n => Cell::number(n).in_style(of_severity(it)),
    };
    Severity::WORST_FIRST.map(number).into_iter().chain([Cell::new(name)]).collect()
}

fn whose(whose: &Whose) -> Text {
    match whose {
        Whose::Workload(resource, component) => {
            let component = component.map_or_else(String::new, |it| format!(" ({it})"));
            Text::same(format!("{resource}{component}"))
        }
        Whose::Passing(n) => {
            let s = lang::plural(*n);
            text!("{n} hook{s}, test{s} or job{s}, together", "フック・テスト・ジョブ {n} 件の合計")
        }
        Whose::Others => Text::new(
            "what is no workload: Secrets, Services, roles ...",
            "ワークロード以外(Secret、Service、Role など)",
        ),
    }
}

pub(super) fn write_mending(page: &mut Page, overview: &Overview) {
    if overview.mending.is_empty() {
        return;
    }
    let (safe, request, hand) = overview.n_mended();
    page.prose(
        "",
        &text!(
            "Can be mended: {safe} safely (audit --fix), {request} on request; {hand} by hand",
            "修正方法: そのまま修正可 {safe} 件(audit --fix)、指定して修正 {request} 件、手作業 {hand} 件"
        ),
    );
}

pub(super) fn write_controls(page: &mut Page, audit: &Audit) {
    let lang = page.lang();
    let of = |judgement| audit.verdicts.iter().filter(move |it| it.judgement == judgement).map(|it| it.control.id());
    for judgement in [Judgement::Fail, Judgement::Pass] {
        let ids: Vec<&str> = of(judgement).collect();
        let word = page.paint.paint(of_verdict(judgement), words::verdict(judgement)).into_owned();
        let n = ids.len();
        let ids = if ids.is_empty() { Text::new("none", "なし").get(lang).to_owned() } else { list(lang, ids) };
        page.hanging(&format!("{word} {n}: "), words::verdict(judgement).len() + n.to_string().len() + 3, &ids);
    }
    let (unknown, manual) = (of(Judgement::Unknown).count(), of(Judgement::Manual).count());
    page.prose(
        "",
        &text!(
            "UNKNOWN {unknown}: this input does not show them; a cluster, logs or more files do",
            "UNKNOWN {unknown}: この入力ではわからない項目(クラスター、ログ、ほかのファイルで判定)"
        ),
    );
    page.prose("", &text!("MANUAL {manual}: a person does them", "MANUAL {manual}: 人が行う項目"));
}
