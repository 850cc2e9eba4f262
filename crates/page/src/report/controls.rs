//! What every control comes to.

use lang::Text;
use rules::{Audit, Judgement, Verdict};

use super::{Page, verdict_class};
use forms::words;

pub(super) fn write(page: &mut Page, audit: &Audit) {
    page.section("controls", &Text::new("Controls", "管理策"));
    write_filter(page);
    page.columns(&[
        Text::new("Verdict", "判定"),
        Text::new("Control", "管理策"),
        Text::new("What it asks, and why the verdict", "内容と判定の理由"),
    ]);
    for verdict in &audit.verdicts {
        // With a baseline a control may be broken by what is known alone: there is nothing to lead to.
        let leads = audit.findings.iter().any(|it| it.controls.contains(&verdict.control));
        write_row(page, verdict, leads);
    }
    page.push("</tbody></table>\n</section>\n");
}

fn write_filter(page: &mut Page) {
    page.push("<fieldset class=\"filter needs-script\" id=\"verdict-filter\"><legend>");
    page.say(&Text::new("Show", "表示する判定"));
    page.push("</legend>");
    for judgement in [Judgement::Fail, Judgement::Pass, Judgement::Unknown, Judgement::Manual] {
        let (class, word) = (verdict_class(judgement), words::verdict(judgement));
        page.push(&format!("<label><input type=\"checkbox\" value=\"{class}\" checked> {word}</label>"));
    }
    page.push("</fieldset>\n");
}

fn write_row(page: &mut Page, verdict: &Verdict, leads: bool) {
    let (class, word, id) = (verdict_class(verdict.judgement), words::verdict(verdict.judgement), verdict.control.id());
    page.push(&format!(
        "<tr data-verdict=\"{class}\"><td><span class=\"badge {class}\">{word}</span></td><th scope=\"row\" class=\"name\">"
    ));
    if verdict.judgement == Judgement::Fail && leads {
        page.push(&format!("<a href=\"#findings\" data-control=\"{id}\">{id}</a>"));
    } else {
        page.push(id);
    }
    page.push("</th><td>");
    page.say(&verdict.control.text());
    // The reason of a PASS is what was looked at.
    let mut remark = verdict.reason.clone();
    if matches!(verdict.judgement, Judgement::Fail | Judgement::Unknown) && verdict.looked > 0 {
        let (n, (en, ja)) = (verdict.looked, verdict.reason.both());
        remark = lang::text!("{en}, {n} looked at", "{ja}、{n} 件を確認");
    }
    page.push("<div class=\"dim\">");
    page.sentence(&remark);
    page.push("</div>");
    for exception in &verdict.exceptions {
        page.push("<div class=\"dim\">");
        let (component, (en, ja)) = (exception.component, exception.reason.both());
        page.say(&lang::text!("exception: {component}: {en}", "例外: {component}: {ja}"));
        page.push("</div>");
    }
    page.push("</td></tr>\n");
}
