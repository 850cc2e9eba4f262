//! What is not among the findings: suppressed ones, and those that were known before.

use lang::Text;
use rules::{Audit, Compared};

use crate::audit::Page;
use crate::layout::{Cell, DIM, Table, printable};
use forms::words::address;

/// So many are named; JSON has them all.
const LISTED: usize = 40;

pub(crate) fn write(page: &mut Page, audit: &Audit) {
    write_suppressed(page, audit);
    if let Some(compared) = &audit.compared {
        write_compared(page, compared);
    }
}

fn write_suppressed(page: &mut Page, audit: &Audit) {
    if audit.suppressed.is_empty() {
        return;
    }
    page.heading(&Text::new("Suppressed", "抑制中の指摘"));
    let mut table = Table::new();
    for it in audit.suppressed.iter().take(LISTED) {
        let (until, reason) = (it.until, &it.reason);
        let told = lang::text!("until {until}: {reason}", "{until} まで: {reason}");
        let place = address(&it.finding.location);
        table.row([
            Cell::new(it.finding.rule.as_str()),
            Cell::new(printable(&place).into_owned()),
            Cell::styled(printable(told.get(page.lang())).into_owned(), DIM),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
    write_more(page, audit.suppressed.len());
}

fn write_compared(page: &mut Page, compared: &Compared) {
    page.heading(&Text::new("Beside the baseline", "ベースラインとの比較"));
    let (known, gone) = (compared.known.len(), compared.gone.len());
    page.say(&lang::text!(
        "  {known} known and not reported again, {gone} gone",
        "  既知のため報告しないもの {known} 件、なくなったもの {gone} 件"
    ));
    let mut table = Table::new();
    for it in compared.gone.iter().take(LISTED) {
        let word = Text::new("gone", "解消");
        table.row([
            Cell::styled(word.get(page.lang()), DIM),
            Cell::new(printable(&it.rule).into_owned()),
            Cell::new(printable(&it.place).into_owned()),
        ]);
    }
    table.write(&mut page.out, page.paint, page.options.width);
    write_more(page, gone);
}

fn write_more(page: &mut Page, n: usize) {
    let more = n.saturating_sub(LISTED);
    if more > 0 {
        page.say(&lang::text!("  and {more} more", "  ほかに {more} 件"));
    }
}
