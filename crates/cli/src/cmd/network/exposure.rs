//! `sekisho network exposure`: what pods outside the input may reach.

use std::io;

use app::network::exposure;
use clap::Command;
use lang::Lang;
use netpol::Exposure;

use super::listing::{self, Forms, Options};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{paths, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("exposure")
        .about(say(
            lang,
            "Show what pods outside the input may reach, now or later",
            "入力にない(将来作られるものも含む)Pod から何に届くかを示します",
        ))
        .arg(paths(lang))
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let found = exposure(&options.sources, &mut io::stdin().lock())?;
    let forms: Forms<Vec<Exposure>> = Forms {
        json: |inventory, rows| forms::to_json_of([inventory], &forms::network::exposure(rows)),
        text: |rows, lang| text::network::exposure(rows, lang),
    };
    listing::tell(&found, &forms, options, console, told)
}
