//! Every control and what it comes to.

use lang::Text;
use rules::{Audit, Judgement};

use super::Page;
use super::summary::bracketed;
use crate::layout::{Cell, DIM, Table, of_verdict};
use crate::words;

pub(super) fn write(page: &mut Page, audit: &Audit) {
    page.heading(&Text::new("Verdicts", "判定"));
    let lang = page.lang();
    let mut table = Table::new();
    for verdict in &audit.verdicts {
        // A failed control says how many findings it has; a passed one how much was looked at: the reason holds both.
        let looked = match verdict.judgement {
            Judgement::Fail | Judgement::Unknown if verdict.looked > 0 => {
                let n = verdict.looked;
                let text = lang::text!("{n} looked at", "{n} 件を確認");
                format!(" {}", bracketed(lang, text.get(lang)))
            }
            _ => String::new(),
        };
        table.row([
            Cell::styled(words::verdict(verdict.judgement), of_verdict(verdict.judgement)),
            Cell::new(verdict.control.id()),
            Cell::new(format!("{} {}{looked}", verdict.control.text().get(lang), verdict.reason.get(lang))),
        ]);
        for exception in &verdict.exceptions {
            let label = Text::new("exception", "例外");
            let text = format!("{}: {}: {}", label.get(lang), exception.component, exception.reason.get(lang));
            table.row([Cell::new(""), Cell::new(""), Cell::styled(text, DIM)]);
        }
    }
    table.write(&mut page.out, page.paint, page.options.width);
}
