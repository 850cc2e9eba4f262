//! `sekisho secrets`: credentials made, kept, guarded.

use clap::ArgMatches;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;
use crate::{
    cmd_secrets_check, cmd_secrets_encrypt, cmd_secrets_generate, cmd_secrets_guard, cmd_secrets_handover,
    cmd_secrets_recipients, cmd_secrets_scan, cmd_secrets_set, cmd_secrets_setup, cmd_secrets_show,
};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("setup", matches)) => cmd_secrets_setup::run(matches, console, told),
        Some(("check", matches)) => cmd_secrets_check::run(matches, console, told),
        Some(("generate", matches)) => cmd_secrets_generate::run(matches, told),
        Some(("scan", matches)) => cmd_secrets_scan::run(matches, console, told),
        Some(("ignore", matches)) => cmd_secrets_scan::run_ignore(matches, console, told),
        Some(("guard", matches)) => cmd_secrets_guard::run(matches, console, told),
        Some(("encrypt", matches)) => cmd_secrets_encrypt::run(matches, console, told),
        Some(("show", matches)) => cmd_secrets_show::run(matches, console, told),
        Some(("set", matches)) => cmd_secrets_set::run(matches, console, told),
        Some(("recipients", matches)) => cmd_secrets_recipients::run(matches, console, told),
        Some(("handover", matches)) => cmd_secrets_handover::run(matches, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
