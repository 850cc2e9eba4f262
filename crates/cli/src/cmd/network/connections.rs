//! `sekisho network connections`: everything that may be connected.

use std::io;

use app::Sources;
use app::network::connections;
use clap::{ArgMatches, Command};
use lang::{Lang, Text};

use super::notices;
use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{is_json, paths, say, sources_of};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("connections")
        .about(say(lang, "List everything that may be connected", "可能な接続をすべて列挙します"))
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
    let found = connections(&options.sources, &mut io::stdin().lock())?;
    reading::refuse_nothing(&found.inventory, found.inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = reading::tell_unread(&found.inventory, console, told);
    notices::tell(&found.notices, &found.inventory, console, told);
    told.print(&if options.as_json {
        forms::to_json_of([&found.inventory], &forms::network::connections(&found.connections))
    } else {
        text::network::connections(&found.connections, console.lang)
    });
    Ok(options.fail_on.exit(reading::severity_of_unread(unread), false))
}
