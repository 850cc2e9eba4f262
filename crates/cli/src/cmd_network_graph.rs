//! `sekisho network graph`.

use clap::ArgMatches;
use graph::Graph;
use netpol::Network;

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::input;
use crate::question::options;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    let network = Network::new(&inventory, &options());
    let unread = input::tell_unread(&inventory, console, told);
    let drawn = Graph::new(&network, &inventory);
    told.print(&match matches.get_one::<String>("format").map(String::as_str) {
        Some("dot") => page::picture::dot(&drawn, console.lang),
        Some("html") => page::network(&drawn, &network, &inventory, console.lang),
        _ => page::picture::svg(&drawn, console.lang),
    });
    Ok(FailOn::of(matches).exit(input::severity_of_unread(unread), false))
}
