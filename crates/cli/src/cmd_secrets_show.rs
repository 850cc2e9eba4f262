//! `sekisho secrets show`: what is in an encrypted file, without a value; values with `--reveal`.

use std::path::Path;

use clap::ArgMatches;
use findings::Severity;
use forms::printable;
use lang::{Lang, Text, text};
use source::ReplaceError;
use vault::sops::{self, Outline, State};
use vault::{Error, age};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::handovers;
use crate::input::path_argument;
use crate::store::{self, Store};
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let path = path_argument(matches, "file");
    let key = matches.get_one::<String>("key").map(String::as_str);
    if matches.get_flag("reveal") {
        let value = reveal(path, key, matches)?;
        match matches.get_one::<std::path::PathBuf>("output") {
            Some(output) => write_private(output, &value)?,
            None => told.pass(&value),
        }
        return Ok(Exit::Fine);
    }
    let file = Store::open(path)?;
    let outline = sops::outline(file.text(), file.format).map_err(|error| file.failure(&error))?;
    if let Some(key) = key.filter(|key| !outline.entries.iter().any(|it| it.name == *key)) {
        return Err(file.failure(&Error::NoSuchKey(key.to_owned())));
    }
    told.print(&outlined(&outline, key, console.lang));
    handovers::remind(path, key, console, told)?;
    let exposed = outline.entries.iter().any(|it| it.state == State::Exposed);
    Ok(if exposed { Exit::Found(Severity::High) } else { Exit::Fine })
}

/// The names and states, a line each, and who reads them.
fn outlined(outline: &Outline, key: Option<&str>, lang: Lang) -> String {
    let mut out = String::new();
    for entry in outline.entries.iter().filter(|it| key.is_none_or(|key| it.name == key)) {
        out.push_str(&format!("{}  {}\n", printable(&entry.name), word(entry.state).get(lang)));
    }
    let (readers, modified) = (&outline.recipients, printable(&outline.modified));
    let heading = text!("recipients (last changed {modified}):", "受信者(最終変更 {modified}):");
    out.push_str(&format!("\n{}\n", heading.get(lang)));
    for reader in readers.iter().map(String::as_str).chain(outline.other_kinds.iter().copied()) {
        out.push_str(&format!("  {}\n", printable(reader)));
    }
    out
}

fn word(state: State) -> Text {
    match state {
        State::Encrypted => Text::new("encrypted", "暗号化済み"),
        State::Clear => Text::new("in the clear, as the file's rule has it", "平文(ファイルのルールどおり)"),
        State::Empty => Text::new("empty", "空"),
        State::Exposed => Text::new(
            "IN THE CLEAR, against the file's rule: set it anew with `sekisho secrets set`",
            "平文(ルール違反): `sekisho secrets set` で設定し直してください",
        ),
    }
}

/// A value, or the whole file, decrypted. A file of age (`*.age`) holds one text.
fn reveal(path: &Path, key: Option<&str>, matches: &ArgMatches) -> Result<Zeroizing<String>, Failure> {
    let identities = store::identities(matches)?;
    if path.extension().is_some_and(|it| it == "age") {
        let bytes = std::fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
        let plain = age::open(&bytes, &identities).map_err(|error| store::failure(path, &error))?;
        let text = std::str::from_utf8(&plain).map_err(|_| {
            let path = path.display();
            Failure::CouldNot(text!(
                "{path} holds something that is no text: use `age -d`",
                "{path} の中身はテキストではありません。`age -d` を使ってください"
            ))
        })?;
        return Ok(Zeroizing::new(text.to_owned()));
    }
    let file = Store::open(path)?;
    match key {
        Some(key) => sops::get(file.text(), file.format, key, &identities),
        None => sops::decrypt(file.text(), file.format, &identities),
    }
    .map_err(|error| file.failure(&error))
}

/// A new file for its owner alone. One that is there is left: it may be open to others.
fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    source::write_private(path, None, text).map_err(|error| match error {
        ReplaceError::Io(error) => store::unwritten(path, &error),
        ReplaceError::Changed | ReplaceError::ReadOnly => {
            let path = path.display();
            Failure::CouldNot(text!(
                "{path} is there already, and was not touched: name a new file",
                "{path} はすでにあるため、触れていません。新しいファイル名を指定してください"
            ))
        }
    })
}
