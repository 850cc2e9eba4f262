//! `sekisho network`: what can reach what, and why.

mod can;
mod connections;
mod diff;
mod explain;
mod exposure;
mod graph;
mod notices;
mod policies;
mod prove;
mod question;

use clap::{ArgMatches, Command};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{FORMATS, config_argument, format_argument, group, namespace_argument, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let network =
        group("network", say(lang, "What can reach what, and why", "何が何に到達できるか、その理由とともに示します"))
            .subcommand(policies::command(lang))
            .subcommand(graph::command(lang));
    let others = [
        connections::command(lang),
        can::command(lang),
        explain::command(lang),
        diff::command(lang),
        exposure::command(lang),
        prove::command(lang),
    ];
    others.into_iter().fold(network, |network, command| {
        // A proof is a judgement, and has the formats of judges.
        let formats = if command.get_name() == "prove" { FORMATS } else { &["text", "json"] };
        network.subcommand(
            command.arg(format_argument(lang, formats)).arg(namespace_argument(lang)).arg(config_argument(lang)),
        )
    })
}

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("connections", matches)) => connections::run(&connections::Options::of(matches), console, told),
        Some(("can", matches)) => can::run(&can::Options::of(matches)?, console, told),
        Some(("explain", matches)) => explain::run(&explain::Options::of(matches)?, console, told),
        Some(("diff", matches)) => diff::run(&diff::Options::of(matches), console, told),
        Some(("exposure", matches)) => exposure::run(&exposure::Options::of(matches), console, told),
        Some(("prove", matches)) => prove::run(&prove::Options::of(matches)?, console, told),
        Some(("policies", matches)) => policies::run(&policies::Options::of(matches)?, console, told),
        Some(("graph", matches)) => graph::run(&graph::Options::of(matches), console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
