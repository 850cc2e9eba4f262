//! `sekisho network exposure`: what pods outside the input may reach.

use std::io;

use app::Sources;
use app::network::exposure;
use clap::{ArgMatches, Command};
use lang::{Lang, Text};

use super::notices;
use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{is_json, paths, say, sources_of};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("exposure")
        .about(say(
            lang,
            "Show what pods outside the input may reach, now or later",
            "入力にない(将来作られるものも含む)Pod から何に届くかを示します",
        ))
        .arg(paths(lang))
}

pub(crate) struct Options {
    sources: Sources,
    as_json: bool,
    fail_on: FailOn,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        Options { sources: sources_of(matches), as_json: is_json(matches), fail_on: FailOn::of(matches) }
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let found = exposure(&options.sources, &mut io::stdin().lock())?;
    reading::refuse_nothing(&found.inventory, found.inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = reading::tell_unread(&found.inventory, console, told);
    notices::tell(&found.notices, &found.inventory, console, told);
    told.print(&if options.as_json {
        forms::to_json_of([&found.inventory], &forms::network::exposure(&found.exposure))
    } else {
        text::network::exposure(&found.exposure, console.lang)
    });
    Ok(options.fail_on.exit(reading::severity_of_unread(unread), false))
}
