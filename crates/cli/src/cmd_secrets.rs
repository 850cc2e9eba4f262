//! `sekisho secrets`: credentials made, kept, guarded.

use clap::ArgMatches;

use crate::cmd_secrets_generate;
use crate::console::Console;
use crate::exit::{Exit, Failure};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("generate", matches)) => cmd_secrets_generate::run(matches, console),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
