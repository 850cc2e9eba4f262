//! `sekisho audit --fix`, and `--diff`.
//!
//! Standard output carries one thing: the report of what is left; with `--diff` the diff; for standard input its mended text.
//! What was done and what could not be is told on standard error.

use std::io;

use ::fix::Mended;
use app::Sources;
use app::mend::{Outcome, Request, for_review, handed_in, mend};
use lang::text;
use rules::FixClass;

use super::Mending;
use super::report::{self, Judged};
use super::view::View;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::Judging;
use crate::judging;
use crate::mending::{fields, place, tell_held, tell_left, tell_notes};
use crate::told::Told;

pub(super) fn run(
    sources: Sources,
    asked: &Judging,
    view: &View,
    mending: &Mending,
    console: &Console,
    told: &mut Told,
) -> Result<Exit, Failure> {
    let Mending { class, only_shown } = *mending;
    let baseline = asked.baseline.as_deref().map(judging::known).transpose()?;
    let request = Request { sources, baseline, today: asked.today, class, write: !only_shown };
    let Outcome { mended, options } = mend(&request, &mut io::stdin().lock())?;
    if only_shown {
        told.print(diff(&mended));
    } else {
        // What was handed in is mended only in what is handed back: no command on it would be one on that.
        let is_there = handed_in(&mended).is_none();
        let judged = Judged {
            inventory: &mended.inventory,
            audit: &mended.audit,
            options: is_there.then_some(&options),
            baseline: request.baseline.as_ref(),
        };
        let report = |out: &mut dyn io::Write| report::report(&request.sources, asked, view, console, &judged, out);
        match handed_in(&mended) {
            Some(text) => {
                told.pass(text);
                told.note_of(report);
            }
            None => {
                told.worked_on_files();
                told.stream(report);
            }
        }
    }
    tell(&mended, class, only_shown, console, told);
    Ok(judging::exit(asked, &mended.audit))
}

fn diff(mended: &Mended) -> String {
    let Some(before) = &mended.before else { return String::new() };
    text::diff::unified(before, &mended.inventory, mended.texts.keys().copied())
}

fn tell(mended: &Mended, class: FixClass, only_shown: bool, console: &Console, told: &mut Told) {
    let lang = console.lang;
    for it in &mended.applied {
        let (place, rule) = (place(&it.location), &it.rule);
        let fields = fields(it);
        let (en, ja) = fields.both();
        let line = if only_shown {
            text!("would fix: {place}: {rule}: {en}", "修正予定: {place}: {rule}: {ja}")
        } else {
            text!("fixed: {place}: {rule}: {en}", "修正: {place}: {rule}: {ja}")
        };
        told.note(line.get(lang));
        tell_notes(it, console, told);
    }
    if class == FixClass::Review {
        tell_held(&mended.held, console, told);
    }
    tell_left(&mended.left, console, told);
    let done = mended.applied.len();
    let remaining = mended.audit.findings.iter().filter(|it| !it.exception).count();
    let line = match (only_shown, done) {
        (true, _) => text!(
            "{done} fixes, {remaining} findings would be left",
            "修正 {done} 件。適用後に残る指摘は {remaining} 件です"
        ),
        (false, _) => text!(
            "{done} fixes made, {remaining} findings left",
            "{done} 件を修正しました。残る指摘は {remaining} 件です"
        ),
    };
    told.note(line.get(lang));
    let more = if class == FixClass::Safe { for_review(mended) } else { 0 };
    if more > 0 {
        let line = text!(
            "{more} of them can be mended after a look: see them with --diff --unsafe-fixes",
            "うち {more} 件は確認の上で修正できます。--diff --unsafe-fixes で内容を確認してください"
        );
        told.note(line.get(lang));
    }
}
