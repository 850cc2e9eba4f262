//! `sekisho network connections`: everything that may be connected.

use std::io;

use app::network::connections;
use clap::Command;
use lang::Lang;

use super::listing::{self, Forms, Options};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{paths, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("connections")
        .about(say(lang, "List everything that may be connected", "可能な接続をすべて列挙します"))
        .arg(paths(lang))
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let found = connections(&options.sources, &mut io::stdin().lock())?;
    let forms = Forms {
        json: |inventory, rows| forms::to_json_of([inventory], &forms::network::connections(rows)),
        text: text::network::connections,
    };
    listing::tell(&found, &forms, options, console, told)
}
