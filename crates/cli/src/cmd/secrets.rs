//! `sekisho secrets`: credentials made, kept, guarded.

pub(crate) mod check;
pub(crate) mod encrypt;
pub(crate) mod generate;
pub(crate) mod guard;
pub(crate) mod handover;
mod ignore;
pub(crate) mod recipients;
mod scan;
pub(crate) mod set;
pub(crate) mod setup;
pub(crate) mod show;

use clap::{ArgMatches, Command};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{group, say};
use crate::told::Told;

/// Says which files of private keys others can read.
fn remark_on_keys(matches: &ArgMatches, console: &Console, told: &mut Told) {
    let mut deepest = matches;
    while let Some((_, below)) = deepest.subcommand() {
        deepest = below;
    }
    if deepest.try_contains_id("identity").is_err() {
        return;
    }
    for file in crate::flags::keys_of(deepest).open_to_others() {
        let file = file.display();
        let note = lang::text!(
            "note: others can read the private key in {file}: `chmod 600 {file}`, and think of who has read it",
            "注: {file} の秘密鍵をほかの人も読めます。`chmod 600 {file}` を実行し、すでに読まれていないか確認してください"
        );
        told.note(note.get(console.lang));
    }
}

pub(crate) fn command(lang: Lang) -> Command {
    group("secrets", say(lang, "Credentials: made, found, guarded", "認証情報を生成・検出し、漏えいを防ぎます"))
        .subcommand(setup::command(lang))
        .subcommand(check::command(lang))
        .subcommand(generate::command(lang))
        .subcommand(scan::command(lang))
        .subcommand(ignore::command(lang))
        .subcommand(guard::command(lang))
        .subcommand(encrypt::command(lang))
        .subcommand(show::command(lang))
        .subcommand(set::command(lang))
        .subcommand(recipients::command(lang))
        .subcommand(handover::command(lang))
}

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    remark_on_keys(matches, console, told);
    match matches.subcommand() {
        Some(("setup", matches)) => setup::run(&setup::Options::of(matches)?, console, told),
        Some(("check", matches)) => check::run(&check::Options::of(matches)?, console, told),
        Some(("generate", matches)) => generate::run(&generate::Options::of(matches)?, told),
        Some(("scan", matches)) => scan::run(&scan::Options::of(matches)?, console, told),
        Some(("ignore", matches)) => ignore::run(&ignore::Options::of(matches), console, told),
        Some(("guard", matches)) => guard::run(guard::Options::of(matches), console, told),
        Some(("encrypt", matches)) => encrypt::run(encrypt::Options::of(matches)?, console, told),
        Some(("show", matches)) => show::run(&show::Options::of(matches), console, told),
        Some(("set", matches)) => set::run(set::Options::of(matches)?, console, told),
        Some(("recipients", matches)) => recipients::run(recipients::Options::of(matches)?, console, told),
        Some(("handover", matches)) => handover::run(handover::Options::of(matches)?, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}
