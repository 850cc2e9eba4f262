//! `sekisho completions SHELL`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::{Shell, generate};
use dify::Component;
use findings::Control;
use lang::Lang;

use crate::exit::{Exit, Failure};
use crate::flags::say;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("completions")
        .about(say(lang, "Print a shell's completions", "シェルの補完スクリプトを出力します"))
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name("SHELL")
                .value_parser(value_parser!(clap_complete::Shell))
                .help(say(
                    lang,
                    "bash, zsh, fish, elvish or powershell",
                    "bash・zsh・fish・elvish・powershell のいずれか",
                )),
        )
}

/// The shell that was asked for.
pub(crate) fn shell_of(matches: &ArgMatches) -> Shell {
    matches.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash)
}

/// Of the `whole` command line.
pub(crate) fn run(shell: Shell, whole: Command, told: &mut Told) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    generate(shell, &mut with_names(whole), "sekisho", &mut out);
    told.print(String::from_utf8_lossy(&out));
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
