//! `sekisho network`: what can reach what, and why.

use clap::ArgMatches;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::{
    cmd_network_can, cmd_network_connections, cmd_network_diff, cmd_network_explain, cmd_network_exposure,
    cmd_network_graph, cmd_network_policies, cmd_network_prove,
};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("connections", matches)) => cmd_network_connections::run(matches, console),
        Some(("can", matches)) => cmd_network_can::run(matches, console),
        Some(("explain", matches)) => cmd_network_explain::run(matches, console),
        Some(("diff", matches)) => cmd_network_diff::run(matches, console),
        Some(("exposure", matches)) => cmd_network_exposure::run(matches, console),
        Some(("prove", matches)) => cmd_network_prove::run(matches, console),
        Some(("policies", matches)) => cmd_network_policies::run(matches, console),
        Some(("graph", matches)) => cmd_network_graph::run(matches, console),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
