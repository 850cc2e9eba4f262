//! `sekisho audit`.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use findings::Baseline;
use lang::{Text, text};
use rules::Audit;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::told::Told;
use crate::{cmd_audit_fix, input, judging, output};

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
        write_baseline(path, &audit, console, told)?;
        // What was found is known from now on.
        return Ok(Exit::Fine);
    }
    Ok(judging::exit(matches, &audit))
}

fn write_baseline(path: &Path, audit: &Audit, console: &Console, told: &mut Told) -> Result<(), Failure> {
    let baseline = Baseline::of(audit);
    output::over_own(path, &baseline.to_text(), |there| Baseline::parse(there).is_ok())?;
    told.worked_on_files();
    let (n, path) = (baseline.n_findings(), path.display());
    let s = lang::plural(n);
    let line = text!("note: {path} holds {n} finding{s} now", "注: {path} に指摘 {n} 件を書き出しました");
    told.note(line.get(console.lang));
    Ok(())
}
