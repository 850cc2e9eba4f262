//! `sekisho audit --fix`, and `--diff`.
//!
//! Standard output carries one thing: the report of what is left; with `--diff` the diff; for standard input its mended text.
//! What was done and what could not be is told on standard error.

use std::path::Path;

use clap::ArgMatches;
use fix::{Choices, Mended};
use lang::{Text, text};
use rules::{Facts, FixClass};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::mending::{fields, place, tell_left};
use crate::told::Told;
use crate::{input, judging};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let (write, show, unsafe_too) =
        (matches.get_flag("fix"), matches.get_flag("diff"), matches.get_flag("unsafe-fixes"));
    if unsafe_too && !write && !show {
        return Err(Failure::Usage(Text::new(
            "--unsafe-fixes goes with --fix, or with --diff to see them first",
            "--unsafe-fixes は --fix と併用してください。先に内容を確認するには --diff と併用してください",
        )));
    }
    let gathered = input::gather(&input::paths(matches), matches)?;
    let today = judging::today(matches)?;
    let judge = judging::judge(matches, today)?;
    let class = if unsafe_too { FixClass::Review } else { FixClass::Safe };
    let mut mended = fix::mend_with(gathered.inputs, &gathered.options, class, Choices::default(), &judge, &|_| true);
    mended.inventory.left_out.extend(gathered.left_out);
    let stdin = mended.inventory.documents.origins().iter().position(|it| it.name() == source::STDIN);
    if show {
        told.print(&diff(&mended));
    } else {
        write_all(&mended)?;
        let report = judging::report(matches, console, &mended.inventory, &mended.audit, today);
        match stdin {
            Some(at) => {
                told.pass(mended.inventory.documents.origins()[at].text());
                told.note(&report);
            }
            None => {
                told.worked_on_files();
                told.print(&report);
            }
        }
    }
    tell(&mended, class, show, console, told);
    Ok(judging::exit(matches, &mended.audit))
}

fn diff(mended: &Mended) -> String {
    let Some(before) = &mended.before else { return String::new() };
    text::diff::unified(before, &mended.inventory, mended.texts.keys().copied())
}

/// Every file is replaced whole or not at all; the first that cannot be ends the run, and a second run goes on from there.
fn write_all(mended: &Mended) -> Result<(), Failure> {
    let Some(before) = &mended.before else { return Ok(()) };
    for (at, new) in &mended.texts {
        let old = &before.documents.origins()[*at];
        if old.name() == source::STDIN {
            continue;
        }
        let path = Path::new(old.name());
        source::replace(path, old.text(), new).map_err(|error| {
            let path = path.display();
            Failure::CouldNot(text!(
                "cannot replace {path}: {error}; it is as it was, and what is mended already stays so",
                "{path} を置き換えられません: {error}。このファイルは元のままです。修正済みのファイルはそのまま残ります"
            ))
        })?;
    }
    Ok(())
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

/// How many findings have a fix that asks for review.
fn for_review(mended: &Mended) -> usize {
    let facts = Facts::new(&mended.inventory);
    let findings = mended.audit.findings.iter();
    findings
        .filter(|it| {
            fix::answer(&facts, it, FixClass::Review, Choices::default())
                .fixes
                .iter()
                .any(|it| it.class == FixClass::Review)
        })
        .count()
}
