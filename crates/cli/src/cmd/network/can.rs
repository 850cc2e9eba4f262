//! `sekisho network can`: whether one may reach another.

use std::io;

use app::network::{Question, can};
use clap::{ArgMatches, Command};
use lang::Lang;
use netpol::Verdict;

use super::question;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{is_json, say};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let command = Command::new("can").about(say(
        lang,
        "Ask whether one may reach another",
        "一方から他方へ到達できるかを調べます",
    ));
    question::arguments(command, lang).after_help(say(
        lang,
        "Exit codes: 0 possible · 20 impossible · 21 unknown",
        "終了コード: 0 可能 · 20 不可能 · 21 不明",
    ))
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
    let answered = can(&options.question, &mut io::stdin().lock())?;
    reading::tell_doubts(&answered.inventory, console, told);
    let answer = &answered.answer;
    told.print(&if options.as_json {
        forms::to_json_of([&answered.inventory], &forms::network::answer(answer, console.lang))
    } else {
        text::network::answer(answer, console.lang)
    });
    Ok(match answer.verdict {
        Verdict::Possible => Exit::Fine,
        Verdict::Impossible => Exit::Impossible,
        Verdict::Unknown(_) => Exit::Unknown,
    })
}
