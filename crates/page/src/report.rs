//! An audit as one page that can be mailed, archived and printed. Without the script it shows everything; the script only hides
//! what a filter leaves out.

mod controls;
mod findings;
mod first;
mod left_out;
mod manual;
mod place;
mod summary;

use graph::Graph;
use lang::{Lang, Text};
use model::{Date, Inventory};
use overview::Overview;
use rules::{Audit, Judgement, Severity};

use crate::frame::Frame;
use crate::html::Html as Page;
use crate::picture::{for_report, words};

const SCRIPT: &str = include_str!("report/script.js");

/// What the page says of its making.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions<'a> {
    /// The language that is shown first; the page holds both.
    pub lang: Lang,
    /// The program's version.
    pub version: &'a str,
    /// The day of the audit, where it may be told.
    pub date: Option<Date>,
}

/// What stands in the page beside the audit.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The causes, with what mends them.
    pub overview: Option<&'a Overview>,
    /// What can reach what.
    pub graph: Option<&'a Graph>,
}

/// An audit.
#[must_use]
pub fn audit(inventory: &Inventory, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    audit_with(inventory, audit, &Beside::default(), options)
}

/// An audit, with what to do first and the picture of the network.
#[must_use]
pub fn audit_with(inventory: &Inventory, audit: &Audit, beside: &Beside<'_>, options: &HtmlOptions<'_>) -> String {
    let graph = beside.graph.filter(|it| !it.nodes.is_empty() && it.nodes.len() <= MAX_NODES);
    let first = beside.overview.filter(|it| !it.causes.is_empty());
    let mut sections = sections(audit);
    if first.is_some() {
        sections.insert(0, ("first", first::TITLE));
    }
    if graph.is_some() {
        let at = sections.iter().position(|it| it.0 == "findings").unwrap_or(sections.len());
        sections.insert(at, ("network", NETWORK));
    }
    let frame = Frame {
        lang: options.lang,
        title: TITLE,
        script: SCRIPT,
        is_wide: false,
        skip: ("findings", Text::new("Skip to the findings", "指摘へ移動")),
        facts: summary::facts(Some(inventory), options),
        sections,
    };
    let mut page = frame.open();
    if let Some(overview) = first {
        first::write(&mut page, overview);
    }
    summary::write(&mut page, inventory, audit);
    if let Some(graph) = graph {
        write_network(&mut page, graph);
    }
    findings::write(&mut page, inventory, audit, beside.overview);
    controls::write(&mut page, audit);
    left_out::write(&mut page, audit);
    let made = Text::new(
        "Secret values are never in this page: source lines are masked. What manifests cannot show is UNKNOWN, never PASS.",
        "このページに秘密の値は含まれません(ソースの行は伏せ字にしています)。マニフェストからわからない項目は PASS ではなく UNKNOWN になります。",
    );
    frame.close(page, &made)
}

const NETWORK: Text = Text::new("What can reach what", "何が何に到達できるか");

/// Boxes of a picture that still says something inside a report.
const MAX_NODES: usize = 80;

fn write_network(page: &mut Page, graph: &Graph) {
    page.section("network", &NETWORK);
    // What scrolls must be reachable without a mouse.
    page.push(&format!(
        "<figure class=\"net\" tabindex=\"0\" role=\"group\" aria-labelledby=\"h-network\">\n{}</figure>\n",
        for_report(graph)
    ));
    page.paragraph("dim", &words::description(graph));
    page.push("</section>\n");
}

/// Findings of a judge that speaks of no controls and shows no source lines.
#[must_use]
pub fn of_findings(title: &Text, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    let frame = Frame {
        lang: options.lang,
        title: title.clone(),
        script: SCRIPT,
        is_wide: false,
        skip: ("findings", Text::new("Skip to the findings", "指摘へ移動")),
        facts: summary::facts(None, options),
        sections: sections(audit),
    };
    let mut page = frame.open();
    summary::write_short(&mut page, audit);
    findings::write(&mut page, &Inventory::default(), audit, None);
    left_out::write(&mut page, audit);
    frame.close(page, &Text::new("Secret values are never in this page.", "このページに秘密の値は含まれません。"))
}

fn sections(audit: &Audit) -> Vec<(&'static str, Text)> {
    let whole = !audit.verdicts.is_empty();
    let mut sections = vec![("summary", Text::new("Summary", "概要"))];
    sections.extend(whole.then_some(("components", Text::new("Components", "コンポーネント"))));
    sections.push(("findings", Text::new("Findings", "指摘")));
    sections.extend(whole.then_some(("controls", Text::new("Controls", "管理策"))));
    if !audit.suppressed.is_empty() {
        sections.push(("suppressed", Text::new("Suppressed", "抑制中")));
    }
    if audit.compared.is_some() {
        sections.push(("baseline", Text::new("Baseline", "ベースライン")));
    }
    sections
}

const TITLE: Text = Text::new("Sekisho: security audit of Dify", "関所: Dify のセキュリティ監査");

const fn severity_class(severity: Severity) -> &'static str {
    severity.name()
}

const fn verdict_class(judgement: Judgement) -> &'static str {
    judgement.name()
}
