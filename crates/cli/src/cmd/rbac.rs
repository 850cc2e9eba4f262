//! `sekisho rbac`: who may do what.

mod who_can;

use clap::{ArgMatches, Command};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{group, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    group("rbac", say(lang, "Who may do what", "誰が何をできるかを調べます")).subcommand(who_can::command(lang))
}

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("who-can", matches)) => who_can::run(who_can::Options::of(matches)?, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
