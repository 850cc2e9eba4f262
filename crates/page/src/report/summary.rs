//! What a person reads first: how bad it is, what was read, and the parts of Dify.

use lang::Text;
use model::{Inventory, OriginKind};
use rules::{Audit, Judgement, Severity};

use super::{HtmlOptions, Page, severity_class, verdict_class};
use forms::{components, words};

pub(super) fn write(page: &mut Page, inventory: &Inventory, audit: &Audit) {
    page.section("summary", &Text::new("Summary", "概要"));
    write_cards(page, audit);
    write_bar(page, audit);
    write_unread(page, inventory);
    page.push("</section>\n");
    write_components(page, inventory);
}

/// The summary of a judge without an inventory and without controls.
pub(super) fn write_short(page: &mut Page, audit: &Audit) {
    page.section("summary", &Text::new("Summary", "概要"));
    write_cards(page, audit);
    page.push("</section>\n");
}

/// The day, the program, and what was read.
pub(super) fn facts(inventory: Option<&Inventory>, options: &HtmlOptions<'_>) -> Vec<Text> {
    let day = options.date.map(|it| Text::same(it.to_string()));
    let program = Text::same(format!("sekisho {}", options.version));
    day.into_iter().chain([program]).chain(inventory.map(read)).collect()
}

fn read(inventory: &Inventory) -> Text {
    let files = inventory.documents.origins().iter().filter(|it| it.kind() == OriginKind::File).count();
    let (documents, objects) = (inventory.documents.n_documents(), inventory.n_objects());
    let s = lang::plural;
    let (a, b, c) = (s(files), s(documents), s(objects));
    lang::text!(
        "{files} file{a}, {documents} document{b}, {objects} object{c}",
        "ファイル {files} 件、ドキュメント {documents} 件、オブジェクト {objects} 件"
    )
}

fn write_cards(page: &mut Page, audit: &Audit) {
    page.push("<ul class=\"cards\">\n");
    for severity in Severity::WORST_FIRST {
        let n = audit.findings.iter().filter(|it| it.severity == severity).count();
        let (class, zero) = (severity_class(severity), if n == 0 { " zero" } else { "" });
        page.push(&format!("<li class=\"card {class}{zero}\"><b>{n}</b> "));
        page.say(&words::severity(severity));
        page.push("</li>\n");
    }
    let known = audit.compared.as_ref().map_or(0, |it| it.known.len());
    for (n, name) in [
        (audit.suppressed.len(), Text::new("suppressed", "抑制中")),
        (known, Text::new("in the baseline", "ベースラインで既知")),
    ] {
        if n > 0 {
            page.push(&format!("<li class=\"card quiet\"><b>{n}</b> "));
            page.say(&name);
            page.push("</li>\n");
        }
    }
    page.push("</ul>\n");
}

const VERDICTS: [Judgement; 4] = [Judgement::Fail, Judgement::Pass, Judgement::Unknown, Judgement::Manual];

/// The controls as one bar, with its legend.
fn write_bar(page: &mut Page, audit: &Audit) {
    let count = |judgement| audit.verdicts.iter().filter(|it| it.judgement == judgement).count();
    let all = audit.verdicts.len().max(1);
    page.push("<h3>");
    page.say(&Text::new("Controls of the guide", "ガイドの管理策"));
    page.push("</h3>\n");
    page.push(&format!(
        "<svg class=\"bar\" viewBox=\"0 0 {all} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
    ));
    let mut at = 0;
    for judgement in VERDICTS {
        let n = count(judgement);
        let class = verdict_class(judgement);
        page.push(&format!("<rect class=\"{class}\" x=\"{at}\" y=\"0\" width=\"{n}\" height=\"1\"/>"));
        at += n;
    }
    page.push("</svg>\n<ul class=\"legend\">");
    for judgement in VERDICTS {
        let (class, n, word) = (verdict_class(judgement), count(judgement), words::verdict(judgement));
        page.push(&format!("<li><span class=\"dot {class}\"></span><b>{n}</b> {word} <span class=\"dim\">"));
        page.say(&meaning(judgement));
        page.push("</span></li>");
    }
    page.push("</ul>\n");
}

const fn meaning(judgement: Judgement) -> Text {
    match judgement {
        Judgement::Pass => Text::new("looked at, and fine", "確認して問題なし"),
        Judgement::Fail => Text::new("broken", "違反あり"),
        Judgement::Unknown => Text::new("could not look", "確かめられない"),
        Judgement::Manual => Text::new("for a person", "人が行う"),
    }
}

fn write_unread(page: &mut Page, inventory: &Inventory) {
    let n = inventory.unread().count();
    if n > 0 {
        let s = lang::plural(n);
        let told = lang::text!(
            "{n} document{s} could not be read: nothing in it was judged.",
            "読めなかったドキュメントが {n} 件あります。その中身は検査していません。"
        );
        page.paragraph("alert", &told);
    }
}

fn write_components(page: &mut Page, inventory: &Inventory) {
    page.section("components", &Text::new("Components of Dify", "Dify のコンポーネント"));
    let rows = components(inventory);
    if rows.is_empty() {
        page.paragraph("dim", &Text::new("None recognised.", "見つかりません。"));
    } else {
        page.columns(&[
            Text::new("Component", "コンポーネント"),
            Text::new("Object", "オブジェクト"),
            Text::new("Version", "バージョン"),
        ]);
        for row in rows {
            page.push("<tr>");
            page.element("td", "name", row.component.id());
            let object = words::object(row.kind, &row.meta.namespace, &row.meta.name.value);
            page.element("td", "", &object);
            match row.version {
                Ok(version) => page.element("td", "", version),
                Err(reason) => {
                    page.push("<td class=\"dim\">");
                    page.sentence(reason);
                    page.push("</td>");
                }
            }
            page.push("</tr>\n");
        }
        page.push("</tbody></table>\n");
    }
    page.push("</section>\n");
}
