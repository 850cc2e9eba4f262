//! From the arguments to an inventory: paths, `sekisho.yaml`, standard input.

use std::io;
use std::path::PathBuf;

use app::input::{self, Gathered};
use clap::ArgMatches;
use inventory::Options;
use lang::{Text, text};
use model::{Inventory, Problem};
use settings::Settings;

use crate::console::Console;
use crate::exit::Failure;
use crate::flags;
pub(crate) use crate::flags::{is_json, paths_of as paths, settings_of as settings_path};
use crate::told::Told;
pub(crate) use crate::words::mistaken;

/// Reads what the argument `path` names; the current folder where it names nothing.
pub(crate) fn read(matches: &ArgMatches) -> Result<Inventory, Failure> {
    Ok(input::read(&flags::sources_of(matches), &mut io::stdin().lock())?)
}

/// Gathers the texts of these paths, with the settings that the arguments name.
pub(crate) fn gather(paths: &[PathBuf], matches: &ArgMatches) -> Result<Gathered, Failure> {
    let sources = flags::sources_at(paths.to_vec(), matches);
    Ok(input::gather(&sources, &mut io::stdin().lock())?)
}

/// What the arguments and the settings say of the texts.
pub(crate) fn options(matches: &ArgMatches, settings: &Settings) -> Options {
    input::options(matches.get_one::<String>("namespace"), settings)
}

/// What the settings file says; nothing where there is none.
pub(crate) fn settings(matches: &ArgMatches) -> Result<Settings, Failure> {
    Ok(input::settings(settings_path(matches).as_deref())?)
}

/// Names on standard error what could not be read, for commands whose output has no place for it. Returns how much that is.
pub(crate) fn tell_unread(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.unread(), inventory, console, told)
}

/// As [`tell_unread`], and what Kubernetes refuses or may take otherwise: for commands whose answer would not be certain beside it.
pub(crate) fn tell_doubts(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.in_doubt(), inventory, console, told)
}

fn tell_problems<'a>(
    problems: impl Iterator<Item = &'a Problem>,
    inventory: &Inventory,
    console: &Console,
    told: &mut Told,
) -> usize {
    problems.map(|it| tell_problem(&inventory.address(it), &it.reason, console, told)).count()
}

/// Names on standard error what is wrong with a place of the input.
pub(crate) fn tell_problem(place: &str, reason: &Text, console: &Console, told: &mut Told) {
    let (en, ja) = reason.both();
    told.note(text!("error: {place}: {en}", "エラー: {place}: {ja}").get(console.lang));
}
