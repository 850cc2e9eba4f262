//! What `sekisho network connections` and `exposure` share: what they are asked, and how their lists are told.

use app::Sources;
use app::network::Listed;
use clap::ArgMatches;
use lang::{Lang, Text};
use model::Inventory;

use super::notices;
use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{is_json, sources_of};
use crate::reading;
use crate::told::Told;

pub(crate) struct Options {
    pub(super) sources: Sources,
    as_json: bool,
    fail_on: FailOn,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        Options { sources: sources_of(matches), as_json: is_json(matches), fail_on: FailOn::of(matches) }
    }
}

/// A list as JSON and as words.
pub(super) struct Forms<T> {
    pub(super) json: fn(&Inventory, &T) -> String,
    pub(super) text: fn(&T, Lang) -> String,
}

/// Tells a list, and beside it what could not be read and what to know of the policies.
pub(super) fn tell<T>(
    found: &Listed<T>,
    forms: &Forms<T>,
    options: &Options,
    console: &Console,
    told: &mut Told,
) -> Result<Exit, Failure> {
    let inventory = &found.inventory;
    reading::refuse_nothing(inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = reading::tell_unread(inventory, console, told);
    notices::tell(&found.notices, inventory, console, told);
    told.print(&if options.as_json {
        (forms.json)(inventory, &found.rows)
    } else {
        (forms.text)(&found.rows, console.lang)
    });
    Ok(options.fail_on.exit(reading::severity_of_unread(unread), false))
}
