//! `sekisho network explain`: which policy lines decide whether one may reach another.

use std::io;

use app::network::{Question, explain};
use clap::{ArgMatches, Command};
use lang::Lang;

use super::question;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{is_json, say};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let command = Command::new("explain").about(say(
        lang,
        "Say which policy lines decide it",
        "どのポリシーのどの行が決めているかを示します",
    ));
    question::arguments(command, lang)
}

pub(crate) struct Options {
    question: Question,
    as_json: bool,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        Ok(Options { question: question::of(matches)?, as_json: is_json(matches) })
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let explained = explain(&options.question, &mut io::stdin().lock())?;
    let (inventory, explanation) = (&explained.inventory, &explained.explanation);
    reading::tell_unread(inventory, console, told);
    told.print(&if options.as_json {
        forms::to_json_of([inventory], &forms::network::explanation(inventory, explanation, console.lang))
    } else {
        text::network::explanation(inventory, explanation, console.lang)
    });
    Ok(Exit::Fine)
}
