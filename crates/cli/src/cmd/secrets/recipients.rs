//! `sekisho secrets recipients list|add|remove|resume`: who can read the stores of a tree.

mod change;

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use forms::printable;
use keep::rekey::Change;
use keep::{Keys, named};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    dry_run, flag, group, identity_argument, keys_of, paths_of, recipient_of, say, where_stores_are, word_of,
};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let change = |name: &'static str, about: String| {
        Command::new(name)
            .about(about)
            .arg(Arg::new("recipient").value_name("RECIPIENT").required(true).help(say(
                lang,
                "age1... or \"ssh-ed25519 ...\"",
                "age1... または \"ssh-ed25519 ...\"",
            )))
            .arg(where_stores_are(lang))
            .arg(flag(
                "yes",
                say(
                    lang,
                    "Do not ask where a file has readers that .sops.yaml does not name",
                    ".sops.yaml にない受信者がいても確認しません",
                ),
            ))
            .arg(dry_run(lang))
            .arg(identity_argument(lang))
    };
    group(
        "recipients",
        say(
            lang,
            "Who can read the encrypted files of a whole tree",
            "フォルダー以下の暗号化ファイルを読める人を管理します",
        ),
    )
    .subcommand(
        Command::new("list")
            .about(say(lang, "List who can read which file", "ファイルごとの受信者を一覧表示します"))
            .arg(where_stores_are(lang)),
    )
    .subcommand(change("add", say(lang, "Let somebody read every file", "すべてのファイルに受信者を加えます")))
    .subcommand(change(
        "remove",
        say(
            lang,
            "Let somebody read no file any more: every file gets a new data key",
            "すべてのファイルから受信者を外し、データ鍵を作り直します",
        ),
    ))
    .subcommand(
        Command::new("resume")
            .about(say(lang, "Go on with a change that was interrupted", "中断された変更を最後まで続けます"))
            .long_about(say(
                lang,
                "Goes on with a change that was interrupted. Says who can read the files afterwards, and asks; an answer on standard \
                 input counts.",
                "中断された変更を最後まで続けます。続けたあとに読める人を示して確認します。標準入力からの答えも有効です。",
            ))
            .arg(flag("yes", say(lang, "Do not ask", "確認しません")).short('y'))
            .arg(dry_run(lang))
            .arg(identity_argument(lang)),
    )
}

pub(crate) enum Options {
    List(Vec<PathBuf>),
    Change { change: Change, paths: Vec<PathBuf>, dry_run: bool, yes: bool, keys: Keys },
    Resume { yes: bool, dry_run: bool, keys: Keys },
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        Ok(match matches.subcommand() {
            Some((name @ ("add" | "remove"), matches)) => {
                let who = recipient_of("RECIPIENT", &word_of(matches, "recipient").unwrap_or_default())?;
                let (add, remove) = if name == "add" { (vec![who], Vec::new()) } else { (Vec::new(), vec![who]) };
                let (paths, dry_run) = (paths_of(matches), matches.get_flag("dry-run"));
                let yes = matches.get_flag("yes");
                Options::Change { change: Change { add, remove }, paths, dry_run, yes, keys: keys_of(matches) }
            }
            Some(("resume", matches)) => Options::Resume {
                yes: matches.get_flag("yes"),
                dry_run: matches.get_flag("dry-run"),
                keys: keys_of(matches),
            },
            Some((_, matches)) => Options::List(paths_of(matches)),
            None => unreachable!("clap asks for a subcommand"),
        })
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match options {
        Options::List(paths) => list(&paths, told),
        Options::Change { change, paths, dry_run, yes, keys } => {
            let how = change::How { dry_run, yes };
            change::run(change, paths, how, &keys, console, told)
        }
        Options::Resume { yes, dry_run, keys } => change::resume(yes, dry_run, &keys, console, told),
    }
}

fn list(paths: &[PathBuf], told: &mut Told) -> Result<Exit, Failure> {
    let mut out = String::new();
    for (path, outline) in named::outlines(paths)? {
        out.push_str(&format!("{}\n", path.display()));
        for reader in outline.recipients.iter().map(String::as_str).chain(outline.other_kinds.iter().copied()) {
            out.push_str(&format!("  {}\n", printable(reader)));
        }
    }
    told.print(&out);
    Ok(Exit::Fine)
}
