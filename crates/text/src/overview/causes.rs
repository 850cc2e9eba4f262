//! What to do first: each cause with what an attacker gains, what mends it, and what is left then.

use forms::words;
use lang::{Text, text};
use overview::{Cause, Overview, Remedy, Way};

use super::{Room, said};
use crate::audit::Page;
use crate::layout::{CODE, HEADING, of_severity};

pub(super) fn write(page: &mut Page, overview: &Overview, room: Room) {
    if overview.causes.is_empty() {
        return;
    }
    page.heading(&Text::new("Do these first", "まず行うこと"));
    let mut told = None;
    for (at, cause) in overview.causes.iter().take(room.causes).enumerate() {
        write_title(page, at + 1, cause);
        if room.gains || at == 0 {
            page.prose(INDENT, &cause.kind.gain());
        }
        match overview.way(cause) {
            Some(way) => write_way(page, way, Some(cause), &mut told),
            None => write_by_hand(page, cause),
        }
    }
    if let Some(next) = overview.causes.get(room.causes) {
        let more = overview.causes.len() - room.causes;
        let s = lang::plural(more);
        let (worst, rows) = (words::severity(next.severity), next.kind.title());
        let ((worst, worst_ja), (title, title_ja)) = (worst.both(), rows.both());
        page.prose(
            "",
            &text!(
                "and {more} more cause{s}, the next: {title} ({worst})",
                "ほかに {more} 件。次は {title_ja}({worst_ja})"
            ),
        );
    }
    if let Some(way) = overview.whole.and_then(|at| overview.ways.get(at)) {
        page.heading(&Text::new("Most of it at once", "まとめて修正する"));
        write_way(page, way, None, &mut told);
    }
}

const INDENT: &str = "   ";

fn write_title(page: &mut Page, number: usize, cause: &Cause) {
    let lang = page.lang();
    let word = words::severity(cause.severity);
    let severity = page.paint.paint(of_severity(cause.severity), word.get(lang)).into_owned();
    let title = page.paint.paint(HEADING, cause.kind.title().get(lang)).into_owned();
    let n = cause.findings.len();
    let s = lang::plural(n);
    let places = text!("{n} place{s}", "{n} 件");
    page.line(&format!("{number}. {severity}  {title}: {}", places.get(lang)));
}

/// `told` is what was last told to be known before: it is not told twice in a row.
fn write_way(page: &mut Page, way: &Way, cause: Option<&Cause>, told: &mut Option<Text>) {
    if let Remedy::Upgrade(tags) = &way.remedy {
        page.prose(INDENT, &said::tags(tags));
    }
    match (&way.line, &way.remedy) {
        (Some(line), _) => line.run.iter().for_each(|it| write_command(page, it)),
        (None, Remedy::Upgrade(_)) => {}
        (None, _) => page.prose(INDENT, &said::NO_COMMAND),
    }
    page.prose(INDENT, &said::after(way, cause));
    let known = said::before(&way.remedy);
    if *told != known {
        page.prose(INDENT, &known.clone().unwrap_or_else(|| Text::new("", "")));
    }
    *told = known;
}

/// What no command mends: where its places are shown, with what each needs.
fn write_by_hand(page: &mut Page, cause: &Cause) {
    page.prose(INDENT, &said::BY_HAND);
    match &cause.look {
        Some(command) => write_command(page, command),
        None => page.prose(INDENT, &said::NO_COMMAND),
    }
}

/// A command is one line however long it is: it is copied.
fn write_command(page: &mut Page, command: &str) {
    let line = format!("{INDENT}$ {}", page.paint.paint(CODE, command));
    page.line(&line);
}
