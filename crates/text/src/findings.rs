//! Every finding, the worst first, with its masked source line.

use annotate_snippets::renderer::DEFAULT_LINE_NUM_STYLE;
use annotate_snippets::{AnnotationKind, Group, Level, Message, Renderer, Snippet};
use lang::Text;
use model::Inventory;
use rules::{Audit, Finding, Severity};

use crate::audit::Page;
use crate::layout::printable;
use crate::mask::{MaskedLine, Masker};
use forms::words;

/// What stands before a remark below a source line.
const DETAIL: Text = Text::new("detail", "詳細");
const ALSO: Text = Text::new("also", "関連");
const OBJECT: Text = Text::new("object", "対象");
const CONTROLS: Text = Text::new("controls", "管理策");
const NOTE: Text = Text::new("note", "補足");

pub(crate) fn write(page: &mut Page, inventory: &Inventory, audit: &Audit) {
    let all: Vec<usize> = (0..audit.findings.len()).collect();
    // The audit's order is by file and line.
    let of = |severity| all.iter().copied().filter(move |at| audit.findings[*at].severity == severity);
    let worst_first: Vec<usize> = Severity::WORST_FIRST.into_iter().flat_map(of).collect();
    write_some(page, inventory, audit, &worst_first, &|_| Vec::new());
}

/// Some findings in this order, each with what else is to be said of it: a word and a text.
pub(crate) fn write_some(
    page: &mut Page,
    inventory: &Inventory,
    audit: &Audit,
    shown: &[usize],
    more: &dyn Fn(usize) -> Vec<(Text, String)>,
) {
    if shown.is_empty() {
        return;
    }
    page.heading(&Text::new("Each finding, the worst first", "指摘の詳細(重大なものから)"));
    let masker = Masker::new(inventory);
    let renderer = if page.options.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(page.options.width);
    for at in shown {
        let finding = &audit.findings[*at];
        page.out.push('\n');
        let line = masker.line_of(finding);
        let drawn = draw(page, &renderer, finding, line.as_ref(), more(*at));
        page.line(&drawn);
    }
}

fn draw(
    page: &Page,
    renderer: &Renderer,
    finding: &Finding,
    line: Option<&MaskedLine>,
    more: Vec<(Text, String)>,
) -> String {
    let lang = page.lang();
    let level = match finding.severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::NOTE,
    };
    let word = words::severity(finding.severity).get(lang).to_owned();
    let title =
        level.clone().with_name(word).primary_title(printable(finding.reason.get(lang))).id(finding.rule.as_str());
    let mut out = renderer.render(&[Group::with_title(title)]);
    out.push('\n');
    let gutter = line.map_or(1, |it| it.number.to_string().len());
    let arrow = page.paint.paint(DEFAULT_LINE_NUM_STYLE, "-->");
    // The column is the file's; the masked line has others, which is why the renderer's own header is not used.
    out.push_str(&format!("{}{arrow} {}", " ".repeat(gutter), printable(&words::address(&finding.location))));
    let mut body = Group::with_level(level);
    if let Some(line) = line {
        let caret = AnnotationKind::Primary.span(line.caret.clone());
        body = body.element(Snippet::source(line.text.as_str()).line_start(line.number as usize).annotation(caret));
    }
    let message = |(name, text): (Text, String)| {
        Level::NOTE.with_name(name.get(lang).to_owned()).message(printable(&text).into_owned())
    };
    body = body.elements(remarks(page, finding).into_iter().chain(more.into_iter().map(message)));
    if !body.is_empty() {
        out.push('\n');
        out.push_str(&renderer.render(&[body]));
    }
    out
}

fn remarks(page: &Page, finding: &Finding) -> Vec<Message<'static>> {
    let lang = page.lang();
    let message = |name: &Text, text: &str| {
        Level::NOTE.with_name(name.get(lang).to_owned()).message(printable(text).into_owned())
    };
    let mut remarks = Vec::new();
    if let Some(detail) = &finding.detail {
        remarks.push(message(&DETAIL, detail.get(lang)));
    }
    for it in &finding.related {
        let place = words::address(&it.location);
        remarks.push(message(&ALSO, &crate::summary::remarked(lang, it.message.get(lang), &place)));
    }
    if let Some(resource) = &finding.resource {
        let object = words::object(&resource.kind, &resource.namespace, &resource.name);
        let text = match finding.component {
            Some(component) => format!("{object} ({component})"),
            None => object,
        };
        remarks.push(message(&OBJECT, &text));
    }
    if !finding.controls.is_empty() {
        let ids = finding.controls.iter().map(|control| control.id());
        remarks.push(message(&CONTROLS, lang::list(ids).get(lang)));
    }
    if finding.exception {
        let text = Text::new(
            "a documented exception: it breaks no control",
            "文書化された例外であり、管理策の違反にはなりません",
        );
        remarks.push(message(&NOTE, text.get(lang)));
    }
    remarks
}
