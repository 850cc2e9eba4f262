//! What is not among the findings: suppressed ones, and those of a baseline.

use lang::Text;
use rules::{Audit, Compared};

use super::{Page, severity_class};
use forms::words;

pub(super) fn write(page: &mut Page, audit: &Audit) {
    if !audit.suppressed.is_empty() {
        write_suppressed(page, audit);
    }
    if let Some(compared) = &audit.compared {
        write_compared(page, compared);
    }
}

fn write_suppressed(page: &mut Page, audit: &Audit) {
    page.section("suppressed", &Text::new("Suppressed", "抑制中の指摘"));
    page.columns(&[
        Text::new("Rule", "ルール"),
        Text::new("Place", "位置"),
        Text::new("Reason", "理由"),
        Text::new("Until", "期限"),
    ]);
    for it in &audit.suppressed {
        let class = severity_class(it.finding.severity);
        page.push(&format!("<tr><td><span class=\"dot {class}\"></span>"));
        page.element("code", "", &it.finding.rule);
        page.push("</td>");
        page.element("td", "", &words::address(&it.finding.location));
        page.element("td", "", &it.reason);
        page.element("td", "name", &it.until.to_string());
        page.push("</tr>\n");
    }
    page.push("</tbody></table>\n</section>\n");
}

fn write_compared(page: &mut Page, compared: &Compared) {
    page.section("baseline", &Text::new("Beside the baseline", "ベースラインとの比較"));
    let (known, gone) = (compared.known.len(), compared.gone.len());
    let told = lang::text!(
        "{known} known and not reported again, {gone} gone.",
        "既知のため報告しないもの {known} 件、なくなったもの {gone} 件。"
    );
    page.paragraph("", &told);
    if gone > 0 {
        page.columns(&[Text::new("Gone", "解消"), Text::new("Place", "位置")]);
        for it in &compared.gone {
            page.push("<tr>");
            page.element("td", "name", &it.rule);
            page.element("td", "", &it.place);
            page.push("</tr>\n");
        }
        page.push("</tbody></table>\n");
    }
    page.push("</section>\n");
}
