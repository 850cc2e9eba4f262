//! What to do first: a sentence on how it stands, and each cause with what an attacker gains, what mends it and what is left then.

use lang::{Text, text};
use overview::{Cause, Overview, Remedy, Way};
use text::overview::said;

use super::{Page, severity_class};
use forms::words;
use forms::xml::escape;

pub(super) const TITLE: Text = Text::new("Do these first", "まず行うこと");

/// Causes that are told in full; of the others, their names.
const FIRST: usize = 5;

pub(super) fn write(page: &mut Page, overview: &Overview) {
    page.section("first", &TITLE);
    page.paragraph("lead", &standing(overview));
    page.push("<ol class=\"causes\">\n");
    for cause in overview.causes.iter().take(FIRST) {
        write_cause(page, overview, cause);
    }
    page.push("</ol>\n");
    if overview.causes.len() > FIRST {
        page.push("<p>");
        page.say(&Text::new("Then:", "次に:"));
        for cause in overview.causes.iter().skip(FIRST) {
            page.push(&format!(" <a class=\"tag\" href=\"#rule-{}\">", escape(leads_to(cause))));
            page.say(&cause.kind.title());
            page.push(&format!(" <span class=\"count\">{}</span></a>", cause.findings.len()));
        }
        page.push("</p>\n");
    }
    if let Some(way) = overview.whole.and_then(|at| overview.ways.get(at)) {
        page.push("<div class=\"cause whole\">\n<h3>");
        page.say(&Text::new("Most of it at once", "まとめて修正する"));
        page.push("</h3>\n");
        write_way(page, way, None);
        page.push("</div>\n");
    }
    page.push("</section>\n");
}

/// `178 findings come from 8 causes; 0 of 20 controls are kept.`
fn standing(it: &Overview) -> Text {
    let (n, causes) = (it.tally.total(), it.causes.len());
    let (kept, decided) = (it.score.pass, it.score.decided());
    let (s, t) = (lang::plural(n), lang::plural(causes));
    text!(
        "{n} finding{s} of {causes} cause{t}; {kept} of the {decided} controls that this input decides are kept.",
        "指摘 {n} 件、原因は {causes} 種類。この入力で判定できる管理策 {decided} 件のうち {kept} 件が守られています。"
    )
}

fn leads_to(cause: &Cause) -> &str {
    cause.rules.first().map_or("", String::as_str)
}

fn write_cause(page: &mut Page, overview: &Overview, cause: &Cause) {
    let class = severity_class(cause.severity);
    page.push(&format!(
        "<li class=\"cause {class}\" id=\"cause-{}\"><h3><span class=\"badge {class}\">",
        cause.kind.id()
    ));
    page.say(&words::severity(cause.severity));
    page.push(&format!("</span> <a href=\"#rule-{}\">", escape(leads_to(cause))));
    page.say(&cause.kind.title());
    page.push(&format!("</a> <span class=\"count\">{}</span></h3>\n", cause.findings.len()));
    page.paragraph("", &cause.kind.gain());
    match overview.way(cause) {
        Some(way) => write_way(page, way, Some(cause)),
        None => {
            page.paragraph("dim", &said::BY_HAND);
            match &cause.look {
                Some(line) => write_command(page, line),
                None => page.paragraph("dim", &said::NO_COMMAND),
            }
        }
    }
    page.push("</li>\n");
}

fn write_way(page: &mut Page, way: &Way, cause: Option<&Cause>) {
    match (&way.line, &way.remedy) {
        (Some(line), _) => line.run.iter().for_each(|it| write_command(page, it)),
        (None, Remedy::Upgrade(tags)) => page.paragraph("", &said::tags(tags)),
        (None, _) => page.paragraph("dim", &said::NO_COMMAND),
    }
    page.paragraph("", &said::after(way, cause));
    if let Some(before) = said::before(&way.remedy) {
        page.paragraph("dim", &before);
    }
}

/// A command line with a button that copies it.
fn write_command(page: &mut Page, line: &str) {
    page.push("<div class=\"command\"><pre><code>");
    page.text(line);
    page.push("</code></pre>");
    let done = Text::new("Copied", "コピーしました");
    let (en, ja) = done.both();
    page.label(
        "button",
        &format!(" type=\"button\" class=\"copy\" data-done-en=\"{en}\" data-done-ja=\"{ja}\""),
        &Text::new("Copy", "コピー"),
    );
    page.push("</div>\n");
}
