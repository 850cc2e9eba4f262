//! `sekisho secrets recipients list|add|remove|resume`: who can read the stores of a tree.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ArgMatches;
use lang::{Text, text};
use report::printable;
use source::every;
use vault::{Format, sops};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::store::Store;
use crate::{cmd_secrets_recipients_change, input, store};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("list", matches)) => list(matches, console),
        Some((name @ ("add" | "remove"), matches)) => {
            let written = matches.get_one::<String>("recipient").map_or("", String::as_str);
            let recipient = store::recipient("RECIPIENT", written)?;
            cmd_secrets_recipients_change::run(matches, console, recipient, name == "add")
        }
        Some(("resume", matches)) => cmd_secrets_recipients_change::resume(matches, console),
        _ => unreachable!("clap asks for a subcommand"),
    }
}

fn list(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let mut out = String::new();
    for (path, text, format) in stores(matches)? {
        let outline = sops::outline(&text, format).map_err(|error| store::failure(&path, &error))?;
        out.push_str(&format!("{}\n", path.display()));
        for reader in outline.recipients.iter().map(String::as_str).chain(outline.other_kinds.iter().copied()) {
            out.push_str(&format!("  {}\n", printable(reader)));
        }
    }
    console.print(&out)?;
    Ok(Exit::Fine)
}

/// The stores under the paths that are named, in order: their paths, texts and notations.
pub(crate) fn stores(matches: &ArgMatches) -> Result<Vec<(PathBuf, String, Format)>, Failure> {
    let mut paths = BTreeSet::new();
    let mut unreadable = 0;
    for path in input::paths(matches) {
        let named = path.is_file();
        let mut take = |name: &str, text: &str| {
            if Format::of(name).is_some_and(|format| named || sops::is_store(text, format)) {
                paths.insert(PathBuf::from(name));
            }
        };
        unreadable += every::texts(&path, &mut take)?.unreadable;
    }
    if unreadable > 0 {
        return Err(Failure::CouldNot(text!(
            "{unreadable} files or folders cannot be read, and may be stores: nothing was done. Look at their rights",
            "読めないファイルやフォルダーが {unreadable} 件あり、ストアの可能性があるため何もしていません。権限を確認してください"
        )));
    }
    if paths.is_empty() {
        return Err(Failure::CouldNot(Text::new(
            "there is no encrypted file: encrypt one with `sekisho secrets encrypt`",
            "暗号化ファイルがありません。`sekisho secrets encrypt` で暗号化してください",
        )));
    }
    // Read as they are: what a scan reads, it reads with a blind eye to characters that are none.
    let read = |path: PathBuf| Store::open(&path).map(|file| (path, file.text().to_owned(), file.format));
    paths.into_iter().map(read).collect()
}
