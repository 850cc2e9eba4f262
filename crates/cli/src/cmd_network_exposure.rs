//! `sekisho network exposure`.

use clap::ArgMatches;
use lang::Text;
use netpol::Network;

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::input;
use crate::question::{options, tell_notices};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    input::refuse_nothing(&inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let network = Network::new(&inventory, &options());
    let unread = input::tell_unread(&inventory, console, told);
    tell_notices(&network, &inventory, console, told);
    let exposure = network.exposure();
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::network::exposure(&exposure))
    } else {
        text::network::exposure(&exposure, console.lang)
    });
    Ok(FailOn::of(matches).exit(input::severity_of_unread(unread), false))
}
