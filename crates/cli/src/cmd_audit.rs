//! `sekisho audit`.

use std::path::PathBuf;

use clap::ArgMatches;
use lang::Text;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;
use crate::{cmd_audit_fix, input, judging};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    if ["fix", "diff", "unsafe-fixes"].iter().any(|flag| matches.get_flag(flag)) {
        return cmd_audit_fix::run(matches, console, told);
    }
    let inventory = input::read(matches)?;
    let n = inventory.n_objects() + inventory.settings.len();
    input::refuse_nothing(&inventory, n, &Text::new("object or setting", "オブジェクトや設定"))?;
    let today = judging::today(matches)?;
    let audit = judging::judge(matches, today)?(&inventory);
    told.print(&judging::report(matches, console, &inventory, &audit, today));
    if let Some(path) = matches.get_one::<PathBuf>("write-baseline") {
        judging::write_baseline(path, &audit, console.lang, told)?;
        // What was found is known from now on.
        return Ok(Exit::Fine);
    }
    Ok(judging::exit(matches, &audit))
}
