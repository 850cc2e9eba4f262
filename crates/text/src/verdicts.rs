//! Every control and what it comes to.

use lang::Text;
use rules::{Audit, Judgement};

use crate::audit::Page;
use crate::layout::{Cell, DIM, Table, list, of_verdict};
use crate::summary::remarked;
use forms::words;

pub(crate) fn write(page: &mut Page, audit: &Audit) {
    page.heading(&Text::new("Verdicts", "判定"));
    let lang = page.lang();
    let mut table = Table::new();
    for verdict in &audit.verdicts {
        // The reason of a PASS is what was looked at.
        let mut remark = verdict.reason.get(lang).to_owned();
        if matches!(verdict.judgement, Judgement::Fail | Judgement::Unknown) && verdict.looked > 0 {
            let n = verdict.looked;
            let looked = lang::text!("{n} looked at", "{n} 件を確認");
            remark = list(lang, [remark.as_str(), looked.get(lang)]);
        }
        table.row([
            Cell::styled(words::verdict(verdict.judgement), of_verdict(verdict.judgement)),
            Cell::new(verdict.control.id()),
            Cell::new(remarked(lang, verdict.control.text().get(lang), &remark)),
        ]);
        for exception in &verdict.exceptions {
            let label = Text::new("exception", "例外");
            let text = format!("{}: {}: {}", label.get(lang), exception.component, exception.reason.get(lang));
            table.row([Cell::new(""), Cell::new(""), Cell::styled(text, DIM)]);
        }
    }
    table.write(&mut page.out, page.paint, page.options.width);
}
