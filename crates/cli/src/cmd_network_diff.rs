//! `sekisho network diff OLD NEW`.

use std::path::PathBuf;

use clap::ArgMatches;
use lang::Text;
use netpol::Network;

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::input;
use crate::question::options;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let mut unread = 0;
    let mut side = |name: &str| -> Result<model::Inventory, Failure> {
        let path: Vec<PathBuf> = matches.get_one::<PathBuf>(name).into_iter().cloned().collect();
        let inventory = input::read_paths(&path, matches)?;
        unread += input::tell_unread(&inventory, console, told);
        Ok(inventory)
    };
    let (old, new) = (side("old")?, side("new")?);
    input::refuse_nothing(&new, old.workloads.len() + new.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let differences = Network::new(&old, &options()).diff(&Network::new(&new, &options()));
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&old, &new], &forms::network::differences(&differences))
    } else {
        text::network::differences(&differences, console.lang)
    });
    Ok(match FailOn::of(matches).exit(input::severity_of_unread(unread), false) {
        Exit::Fine if !differences.is_empty() => Exit::Different,
        exit => exit,
    })
}
