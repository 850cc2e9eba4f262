//! `sekisho network`: what can reach what, and why.

use clap::ArgMatches;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;
use crate::{
    cmd_network_can, cmd_network_connections, cmd_network_diff, cmd_network_explain, cmd_network_exposure,
    cmd_network_graph, cmd_network_policies, cmd_network_prove,
};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("connections", matches)) => cmd_network_connections::run(matches, console, told),
        Some(("can", matches)) => cmd_network_can::run(matches, console, told),
        Some(("explain", matches)) => cmd_network_explain::run(matches, console, told),
        Some(("diff", matches)) => cmd_network_diff::run(matches, console, told),
        Some(("exposure", matches)) => cmd_network_exposure::run(matches, console, told),
        Some(("prove", matches)) => cmd_network_prove::run(matches, console, told),
        Some(("policies", matches)) => cmd_network_policies::run(matches, console, told),
        Some(("graph", matches)) => cmd_network_graph::run(matches, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
