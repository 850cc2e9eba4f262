//! The findings, by rule, the worst first: the manual once for each rule, and every place with its masked line.

use std::collections::{BTreeMap, BTreeSet};

use lang::Text;
use model::Inventory;
use rules::{About, Audit, Finding, Severity};

use super::{Page, manual, severity_class};
use forms::words;
use forms::xml::escape;
use text::mask::{MaskedLine, Masker};

pub(super) fn write(page: &mut Page, inventory: &Inventory, audit: &Audit) {
    page.section("findings", &Text::new("Findings", "指摘"));
    if audit.findings.is_empty() {
        page.element("p", "dim", Text::new("No findings.", "指摘はありません。").get(page.lang));
    } else {
        write_filter(page, audit);
        let masker = Masker::new(inventory);
        for (rule, found) in by_rule(&audit.findings) {
            write_rule(page, rule, audit.about(rule), &found, &masker);
        }
        page.push("<p id=\"nothing\" class=\"dim\" hidden>");
        page.say(&Text::new("Nothing matches the filter.", "条件に合う指摘はありません。"));
        page.push("</p>\n");
    }
    page.push("</section>\n");
}

/// The rules with what they found: by the worst severity, then by how much it is.
fn by_rule(findings: &[Finding]) -> Vec<(&str, Vec<&Finding>)> {
    let mut groups: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry(finding.rule.as_str()).or_default().push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, found) in &mut groups {
        // The audit's order is by file and line; the worst of a rule stands first.
        found.sort_by_key(|it| std::cmp::Reverse(it.severity));
    }
    let worst = |found: &[&Finding]| found.first().map(|it| it.severity);
    groups.sort_by(|(a, x), (b, y)| (worst(y), y.len()).cmp(&(worst(x), x.len())).then(a.cmp(b)));
    groups
}

fn write_filter(page: &mut Page, audit: &Audit) {
    page.push("<form class=\"filter needs-script\" id=\"filter\" role=\"search\"><label class=\"wide\">");
    page.say(&Text::new("Search", "検索"));
    page.push(" <input type=\"search\" name=\"text\" autocomplete=\"off\" spellcheck=\"false\"></label>");
    for severity in Severity::WORST_FIRST {
        let class = severity_class(severity);
        page.push(&format!("<label><input type=\"checkbox\" name=\"severity\" value=\"{class}\" checked> "));
        page.say(&words::severity(severity));
        page.push("</label>");
    }
    let components: BTreeSet<_> = audit.findings.iter().filter_map(|it| it.component).collect();
    write_select(page, "component", &Text::new("Component", "コンポーネント"), components.iter().map(|it| it.id()));
    let controls: BTreeSet<_> = audit.findings.iter().flat_map(|it| it.controls.iter()).collect();
    write_select(page, "control", &Text::new("Control", "管理策"), controls.iter().map(|it| it.id()));
    page.push("<button type=\"reset\">");
    page.say(&Text::new("Reset", "解除"));
    page.push("</button><output aria-live=\"polite\" data-of=\"");
    page.say(&Text::new("{n} of {all} shown", "{all} 件中 {n} 件を表示"));
    page.push("\"></output></form>\n");
}

fn write_select<'a>(page: &mut Page, name: &str, label: &Text, ids: impl Iterator<Item = &'a str>) {
    page.push("<label>");
    page.say(label);
    page.push(&format!(" <select name=\"{name}\"><option value=\"\">"));
    page.say(&Text::new("all", "すべて"));
    page.push("</option>");
    for id in ids {
        page.push(&format!("<option>{id}</option>"));
    }
    page.push("</select></label>");
}

fn write_rule(page: &mut Page, id: &str, rule: Option<&About>, found: &[&Finding], masker: &Masker<'_>) {
    let worst = found.first().map_or(Severity::Low, |it| it.severity);
    let (class, n, id) = (severity_class(worst), found.len(), escape(id));
    page.push(&format!("<article class=\"rule {class}\" id=\"rule-{id}\">\n<h3><span class=\"badge {class}\">"));
    page.say(&words::severity(worst));
    page.push("</span> ");
    page.text(rule.map_or("", |it| it.manual.title(page.lang)));
    page.push(&format!(" <span class=\"count\">{n}</span></h3>\n<p class=\"of\"><code>{id}</code>"));
    for control in rule.map_or(&[][..], |it| it.controls) {
        let id = control.id();
        page.push(&format!(" <span class=\"tag\" title=\"{}\">{id}</span>", escape(control.text().get(page.lang))));
    }
    page.push("</p>\n");
    if let Some(rule) = rule {
        page.push("<details><summary>");
        page.say(&Text::new("What it means, and how to mend it", "意味と直し方"));
        page.push("</summary><div class=\"guide\">");
        manual::write(page, rule);
        page.push("</div></details>\n");
    }
    page.push("<ul class=\"hits\">\n");
    for finding in found {
        write_hit(page, finding, worst, masker);
    }
    page.push("</ul>\n</article>\n");
}

fn write_hit(page: &mut Page, finding: &Finding, worst: Severity, masker: &Masker<'_>) {
    let class = severity_class(finding.severity);
    let component = finding.component.map_or("", dify::Component::id);
    let controls: Vec<&str> = finding.controls.iter().map(|it| it.id()).collect();
    let (controls, print) = (controls.join(" "), &finding.fingerprint);
    page.push(&format!(
        "<li class=\"hit\" id=\"f-{}\" data-severity=\"{class}\" data-component=\"{component}\" data-controls=\"{controls}\"><p class=\"reason\">",
        escape(print)
    ));
    if finding.severity != worst {
        page.push(&format!("<span class=\"badge {class}\">"));
        page.say(&words::severity(finding.severity));
        page.push("</span> ");
    }
    page.prose(finding.reason.get(page.lang));
    page.push("</p><p class=\"where\"><code>");
    page.text(&words::address(&finding.location));
    page.push("</code>");
    if let Some(resource) = &finding.resource {
        page.push(" <span>");
        page.text(&resource.to_string());
        page.push("</span>");
    }
    if !component.is_empty() {
        page.push(&format!(" <span class=\"tag\">{component}</span>"));
    }
    page.push("</p>");
    if let Some(line) = masker.line_of(finding) {
        write_line(page, &line);
    }
    for it in &finding.related {
        page.push("<p class=\"where\">");
        page.prose(it.message.get(page.lang));
        page.push(" <code>");
        page.text(&words::address(&it.location));
        page.push("</code></p>");
    }
    if let Some(detail) = &finding.detail {
        page.push("<p class=\"dim\">");
        page.prose(detail.get(page.lang));
        page.push("</p>");
    }
    if finding.exception {
        let told = Text::new(
            "A documented exception: it breaks no control.",
            "文書化された例外であり、管理策の違反にはなりません。",
        );
        page.element("p", "dim", told.get(page.lang));
    }
    page.push("</li>\n");
}

fn write_line(page: &mut Page, line: &MaskedLine) {
    let (before, rest) = line.text.split_at(line.caret.start.min(line.text.len()));
    let (marked, behind) = rest.split_at(line.caret.len().min(rest.len()));
    page.push(&format!("<pre><span class=\"ln\">{}</span>{}", line.number, escape(before)));
    if !marked.is_empty() {
        page.push(&format!("<mark>{}</mark>", escape(marked)));
    }
    page.text(behind);
    page.push("</pre>");
}
