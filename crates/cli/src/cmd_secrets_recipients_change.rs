//! `sekisho secrets recipients add|remove|resume`: every store of a tree, in one journaled change.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use lang::{Text, text};
use vault::journal::Order;
use vault::{Format, Recipient};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::journals::Journals;
use crate::named_stores::stores;
use crate::rekey::{Change, Plan};
use crate::store::{self, Store};
use crate::told::Told;

pub(crate) fn run(
    matches: &ArgMatches,
    console: &Console,
    who: Recipient,
    add: bool,
    told: &mut Told,
) -> Result<Exit, Failure> {
    let (add, remove) = if add { (vec![who], Vec::new()) } else { (Vec::new(), vec![who]) };
    let change = Change { add, remove };
    let base = store::base(Path::new("."));
    let dry_run = matches.get_flag("dry-run");
    // Held before anything is read, so that what is read stays so; a dry run makes no folder.
    let journals = if dry_run { None } else { Some(Journals::of(&base)?) };
    let unfinished = journals.as_ref().map_or(Ok(Vec::new()), Journals::unfinished)?;
    if let Some(other) = unfinished.iter().find(|it| !change.is_of(it.order())) {
        let journal = other.path().display();
        return Err(Failure::CouldNot(text!(
            "another change was interrupted ({journal}): finish it first with `sekisho secrets recipients resume`",
            "前の変更が中断されたままです({journal})。先に `sekisho secrets recipients resume` で完了させてください"
        )));
    }
    let unfinished = unfinished.into_iter().next();
    let begun = unfinished.as_ref().map_or(Vec::new(), |it| it.order().files.clone());
    let mut found = stores(matches)?;
    if let Some(journal) = &unfinished {
        // What was begun is ended, wherever the paths of this run lead.
        let named: Vec<String> = found.iter().map(|(path, ..)| store::name_in(&base, path)).collect();
        let others = ordered(journal.order(), &base, console, told)?;
        found.extend(others.into_iter().filter(|(path, ..)| !named.contains(&store::name_in(&base, path))));
    }
    if !dry_run {
        told.worked_on_files();
    }
    let plan = Plan::of(found, &change, &base, matches)?;
    told.print(&plan.told(console));
    if let Some(journals) = journals {
        let journal = match unfinished {
            Some(journal) => Some(journal),
            None if plan.is_empty() => None,
            None => Some(journals.begin(change.order(&plan))?),
        };
        if let Some(journal) = journal {
            plan.carry_out(journal)?;
        }
    }
    plan.advise(&change, &begun, console, told)?;
    Ok(Exit::Fine)
}

/// Goes on with what was interrupted.
pub(crate) fn resume(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let base = store::base(Path::new("."));
    let journals = Journals::of(&base)?;
    let unfinished = journals.unfinished()?;
    if !matches.get_flag("dry-run") {
        told.worked_on_files();
    }
    if unfinished.is_empty() {
        let nothing = Text::new("no change was interrupted", "中断された変更はありません");
        told.print(nothing.get(console.lang));
    }
    for journal in unfinished {
        let change = Change::from(journal.order())?;
        let begun = journal.order().files.clone();
        let plan = Plan::of(ordered(journal.order(), &base, console, told)?, &change, &base, matches)?;
        told.print(&plan.told(console));
        if !matches.get_flag("dry-run") {
            plan.carry_out(journal)?;
        }
        plan.advise(&change, &begun, console, told)?;
    }
    Ok(Exit::Fine)
}

/// The files that a change was begun for: their paths, texts and notations. One that somebody removed since is named and left.
fn ordered(
    order: &Order,
    base: &Path,
    console: &Console,
    told: &mut Told,
) -> Result<Vec<(PathBuf, String, Format)>, Failure> {
    let mut found = Vec::new();
    for name in &order.files {
        let path = base.join(name);
        if !path.exists() {
            let shown = path.display();
            let gone = text!("note: {shown} is no longer there", "注: {shown} はもうありません");
            told.note(gone.get(console.lang));
            continue;
        }
        let file = Store::open(&path)?;
        found.push((path, file.text().to_owned(), file.format));
    }
    Ok(found)
}
