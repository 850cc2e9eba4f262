//! The findings, by rule, the worst first: the manual once for each rule, what equal findings say once, and every place with its masked
//! line and an anchor.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Lang, Text};
use model::Inventory;
use overview::Overview;
use rules::{About, Audit, Finding, Severity};

use super::place::Base;
use super::{Page, manual, severity_class};
use forms::words;
use forms::xml::escape;
use text::mask::{MaskedLine, Masker};

pub(super) fn write(page: &mut Page, inventory: &Inventory, audit: &Audit, overview: Option<&Overview>) {
    page.section("findings", &Text::new("Findings", "指摘"));
    if audit.findings.is_empty() {
        page.paragraph("dim", &Text::new("No findings.", "指摘はありません。"));
    } else {
        write_filter(page, audit);
        let shown = Shown { masker: Masker::new(inventory), base: Base::of(inventory), overview };
        for (rule, found) in by_rule(&audit.findings) {
            write_rule(page, rule, audit.about(rule), &found, &shown);
        }
        page.push("<p id=\"nothing\" class=\"dim\" hidden>");
        page.say(&Text::new("Nothing matches the filter.", "条件に合う指摘はありません。"));
        page.push("</p>\n");
    }
    page.push("</section>\n");
}

/// What every finding is shown with.
struct Shown<'a> {
    masker: Masker<'a>,
    base: Base,
    overview: Option<&'a Overview>,
}

/// A finding and its number in the audit.
type Numbered<'a> = (usize, &'a Finding);

/// The rules with what they found: by the worst severity, then by how much it is.
fn by_rule(findings: &[Finding]) -> Vec<(&str, Vec<Numbered<'_>>)> {
    let mut groups: BTreeMap<&str, Vec<Numbered<'_>>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        groups.entry(finding.rule.as_str()).or_default().push((at, finding));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, found) in &mut groups {
        // The audit's order is by file and line; the worst of a rule stands first.
        found.sort_by_key(|(_, it)| std::cmp::Reverse(it.severity));
    }
    let worst = |found: &[Numbered<'_>]| found.first().map(|(_, it)| it.severity);
    groups.sort_by(|(a, x), (b, y)| (worst(y), y.len()).cmp(&(worst(x), x.len())).then(a.cmp(b)));
    groups
}

/// Findings that say the same, in the order of the first of each.
fn equal<'f>(found: &[Numbered<'f>]) -> Vec<Vec<Numbered<'f>>> {
    let mut groups: Vec<Vec<Numbered<'f>>> = Vec::new();
    let mut known: BTreeMap<(Severity, bool, &Text), usize> = BTreeMap::new();
    for it in found {
        let key = (it.1.severity, it.1.exception, &it.1.reason);
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(*it);
    }
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
    page.push(
        "</button><output aria-live=\"polite\" data-of-en=\"{n} of {all} shown\" data-of-ja=\"{all} 件中 {n} 件を表示\"></output></form>\n",
    );
}

fn write_select<'a>(page: &mut Page, name: &str, label: &Text, ids: impl Iterator<Item = &'a str>) {
    page.push("<label>");
    page.say(label);
    page.push(&format!(" <select name=\"{name}\">"));
    page.label("option", " value=\"\"", &Text::new("all", "すべて"));
    for id in ids {
        page.push(&format!("<option>{id}</option>"));
    }
    page.push("</select></label>");
}

fn write_rule(page: &mut Page, id: &str, rule: Option<&About>, found: &[Numbered<'_>], shown: &Shown<'_>) {
    let worst = found.first().map_or(Severity::Low, |(_, it)| it.severity);
    let (class, n, id) = (severity_class(worst), found.len(), escape(id));
    page.push(&format!("<article class=\"rule {class}\" id=\"rule-{id}\">\n<h3><span class=\"badge {class}\">"));
    page.say(&words::severity(worst));
    page.push("</span> ");
    if let Some(rule) = rule {
        let [en, ja] = Lang::ALL.map(|lang| rule.manual.title(lang));
        page.say(&Text::new(en, ja));
    }
    page.push(&format!(" <span class=\"count\">{n}</span></h3>\n<p class=\"of\"><code>{id}</code>"));
    for control in rule.map_or(&[][..], |it| it.controls) {
        page.push(&format!(" <span class=\"tag\">{}</span>", control.id()));
    }
    page.push("</p>\n");
    if let Some(rule) = rule {
        page.paragraph("", &words::why(rule));
        page.push("<details><summary>");
        page.say(&Text::new("What it means, and how to mend it", "意味と直し方"));
        page.push("</summary><div class=\"guide\">");
        manual::write(page, rule);
        page.push("</div></details>\n");
    }
    for same in equal(found) {
        write_same(page, &same, worst, shown);
    }
    page.push("</article>\n");
}

/// Equal findings: what they say once, and a table of their places.
fn write_same(page: &mut Page, same: &[Numbered<'_>], worst: Severity, shown: &Shown<'_>) {
    let Some((_, first)) = same.first() else { return };
    page.push("<section class=\"same\"><p class=\"reason\">");
    if first.severity != worst {
        let class = severity_class(first.severity);
        page.push(&format!("<span class=\"badge {class}\">"));
        page.say(&words::severity(first.severity));
        page.push("</span> ");
    }
    page.sentence(&first.reason);
    page.push("</p>\n");
    if first.exception {
        let told = Text::new(
            "A documented exception: it breaks no control.",
            "文書化された例外であり、管理策の違反にはなりません。",
        );
        page.paragraph("dim", &told);
    }
    page.push("<table class=\"hits\"><thead><tr><th scope=\"col\">");
    page.say(&Text::new("Place", "位置"));
    page.push("</th><th scope=\"col\">");
    page.say(&Text::new("Object", "オブジェクト"));
    page.push("</th></tr></thead>\n<tbody>\n");
    for (at, finding) in same {
        write_hit(page, *at, finding, shown);
    }
    page.push("</tbody></table></section>\n");
}

fn write_hit(page: &mut Page, at: usize, finding: &Finding, shown: &Shown<'_>) {
    let class = severity_class(finding.severity);
    let component = finding.component.map_or("", dify::Component::id);
    let controls: Vec<&str> = finding.controls.iter().map(|it| it.id()).collect();
    let (controls, print) = (controls.join(" "), escape(&finding.fingerprint));
    page.push(&format!(
        "<tr class=\"hit\" id=\"f-{print}\" data-severity=\"{class}\" data-component=\"{component}\" data-controls=\"{controls}\"><td>\
         <a class=\"place\" href=\"#f-{print}\"><code>"
    ));
    page.text(&shown.base.address(&finding.location));
    page.push("</code></a>");
    if let Some(line) = shown.masker.line_of(finding) {
        write_line(page, &line);
    }
    for it in &finding.related {
        page.push("<p class=\"where\"><span>");
        page.sentence(&it.message);
        page.push("</span> <code>");
        page.text(&shown.base.address(&it.location));
        page.push("</code></p>");
    }
    if let Some(detail) = &finding.detail {
        page.paragraph("dim", detail);
    }
    if let Some(mended) = shown.overview.and_then(|it| text::listing::mended_by(it, at)) {
        page.push("<p class=\"dim\">");
        page.say(&Text::new("Mended by: ", "修正方法: "));
        page.sentence(&mended);
        page.push("</p>");
    }
    page.push("</td><td>");
    if let Some(resource) = &finding.resource {
        page.text(&resource.to_string());
    }
    if !component.is_empty() {
        page.push(&format!(" <span class=\"tag\">{component}</span>"));
    }
    page.push("</td></tr>\n");
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
