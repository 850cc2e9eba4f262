//! `sekisho completions SHELL`.

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command};
use clap_complete::{Shell, generate};
use dify::Component;
use findings::Control;

use crate::args;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let shell = matches.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash);
    let mut out = Vec::new();
    generate(shell, &mut with_names(args::command(console.lang)), "sekisho", &mut out);
    told.print(&String::from_utf8_lossy(&out));
    Ok(Exit::Fine)
}

/// The command line with every name that a word of it may be. Only for completions: as an error, a list of all rules helps nobody.
fn with_names(command: Command) -> Command {
    let rules = || rules::all().map(|it| it.id);
    let controls = Control::ALL.iter().map(|it| it.id());
    let components = Component::ALL.iter().map(|it| it.id());
    let takes = |command: Command, name: &str, names: Vec<&'static str>| {
        command.mut_arg(name, |it| it.value_parser(PossibleValuesParser::new(names)))
    };
    let either: Vec<&str> = controls.chain(rules()).collect();
    command
        .mut_subcommand("audit", |it| {
            let it = takes(it, "rule", rules().collect());
            takes(it, "component", components.collect())
        })
        .mut_subcommand("explain", |it| takes(it, "id", either))
}
