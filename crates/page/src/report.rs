//! An audit as one page that can be mailed, archived and printed. Without the script it shows everything; the script only hides
//! what a filter leaves out.

mod controls;
mod findings;
mod left_out;
mod manual;
mod summary;

use lang::{Lang, Text};
use model::{Date, Inventory};
use rules::{Audit, Judgement, Severity};

use crate::frame::Frame;
use crate::html::{Html as Page, Tongue};

const SCRIPT: &str = include_str!("report/script.js");

/// What the page says of its making.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions<'a> {
    /// The language.
    pub lang: Lang,
    /// The program's version.
    pub version: &'a str,
    /// The day of the audit, where it may be told.
    pub date: Option<Date>,
}

/// An audit.
#[must_use]
pub fn audit(inventory: &Inventory, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    let frame = Frame {
        tongue: Tongue::One(options.lang),
        title: TITLE,
        script: SCRIPT,
        is_wide: false,
        skip: ("findings", Text::new("Skip to the findings", "指摘へ移動")),
        facts: summary::facts(Some(inventory), options),
        sections: sections(audit),
    };
    let mut page = frame.open();
    summary::write(&mut page, inventory, audit);
    findings::write(&mut page, inventory, audit);
    controls::write(&mut page, audit);
    left_out::write(&mut page, audit);
    let made = Text::new(
        "Secret values are never in this page: source lines are masked. What manifests cannot show is UNKNOWN, never PASS.",
        "このページに秘密の値は含まれません(ソースの行は伏せ字にしています)。マニフェストからわからない項目は PASS ではなく UNKNOWN になります。",
    );
    frame.close(page, &made)
}

/// Findings of a judge that speaks of no controls and shows no source lines.
#[must_use]
pub fn of_findings(title: &Text, audit: &Audit, options: &HtmlOptions<'_>) -> String {
    let frame = Frame {
        tongue: Tongue::One(options.lang),
        title: title.clone(),
        script: SCRIPT,
        is_wide: false,
        skip: ("findings", Text::new("Skip to the findings", "指摘へ移動")),
        facts: summary::facts(None, options),
        sections: sections(audit),
    };
    let mut page = frame.open();
    summary::write_short(&mut page, audit);
    findings::write(&mut page, &Inventory::default(), audit);
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
