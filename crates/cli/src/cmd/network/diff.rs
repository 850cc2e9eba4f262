//! `sekisho network diff OLD NEW`: what became possible or impossible.

use std::io;
use std::path::PathBuf;

use app::network::{Sides, compare};
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use lang::{Lang, Text};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::{file_of, is_json, say, sources_at};
use crate::reading;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("diff")
        .about(say(lang, "Show what became possible or impossible", "可能・不可能に変わった接続を示します"))
        .after_help(say(lang, "Exit codes: 0 equal · 11 different", "終了コード: 0 同じ · 11 違いあり"))
        .arg(one_path(lang, "old", "OLD"))
        .arg(one_path(lang, "new", "NEW"))
}

fn one_path(lang: Lang, id: &'static str, name: &'static str) -> Arg {
    Arg::new(id)
        .required(true)
        .value_name(name)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .help(say(lang, "A file or folder", "ファイルまたはフォルダー"))
}

pub(crate) struct Options {
    sides: Sides,
    as_json: bool,
    fail_on: FailOn,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        let side = |name: &str| sources_at(vec![file_of(matches, name)], matches);
        Options {
            sides: Sides { old: side("old"), new: side("new") },
            as_json: is_json(matches),
            fail_on: FailOn::of(matches),
        }
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let compared = compare(&options.sides, &mut io::stdin().lock())?;
    let (old, new) = (&compared.old, &compared.new);
    let unread = [old, new].map(|side| reading::tell_unread(side, console, told)).iter().sum();
    reading::refuse_nothing(new, old.workloads.len() + new.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let differences = &compared.differences;
    told.print(&if options.as_json {
        forms::to_json_of([old, new], &forms::network::differences(differences))
    } else {
        text::network::differences(differences, console.lang)
    });
    Ok(match options.fail_on.exit(reading::severity_of_unread(unread), false) {
        Exit::Fine if !differences.is_empty() => Exit::Different,
        exit => exit,
    })
}
