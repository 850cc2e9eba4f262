//! `sekisho secrets show`: what is in an encrypted file, without a value; values with `--reveal`.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use findings::Severity;
use forms::printable;
use keep::reveal::{self, Shown};
use keep::{Keys, records};
use lang::{Lang, Text, text};
use vault::sops::{Outline, State};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    file_argument, file_of, flag, identity_argument, key_argument, keys_of, say, store_argument, word_of,
};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("show")
        .about(say(
            lang,
            "Show an encrypted file: names and states; a value only with --reveal",
            "暗号化ファイルの名前と状態を表示します。値は --reveal を付けたときだけ表示します",
        ))
        .arg(store_argument(lang))
        .arg(key_argument(lang))
        .arg(flag("reveal", say(lang, "Decrypt, and print values", "復号して値を出力します")))
        .arg(
            file_argument(
                "output",
                say(
                    lang,
                    "Write what is revealed to a new file that only you can read (0600)",
                    "復号した内容を、自分だけが読めるファイル(0600)として新しく作ります",
                ),
            )
            .short('o')
            .requires("reveal"),
        )
        .arg(identity_argument(lang))
}

pub(crate) struct Options {
    file: PathBuf,
    key: Option<String>,
    reveal: bool,
    output: Option<PathBuf>,
    keys: Keys,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        Options {
            file: file_of(matches, "file"),
            key: word_of(matches, "key"),
            reveal: matches.get_flag("reveal"),
            output: matches.get_one("output").cloned(),
            keys: keys_of(matches),
        }
    }
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let (file, key) = (&options.file, options.key.as_deref());
    if options.reveal {
        let value = reveal::reveal(file, key, &options.keys)?;
        match &options.output {
            Some(output) => {
                reveal::write_new(output, &value)?;
                told.worked_on_files();
            }
            None => told.pass_bytes(&value),
        }
        return Ok(Exit::Fine);
    }
    let (shown, name) = reveal::outline(file, key)?;
    let key = name.as_deref();
    let exposed = match &shown {
        Shown::Store(outline) => {
            told.print(outlined(outline, key, console.lang));
            outline.entries.iter().any(|it| it.state == State::Exposed)
        }
        Shown::Plain(names) => {
            for name in names.iter().filter(|it| key.is_none_or(|key| *it == key)) {
                let word = Text::new("in the clear", "平文");
                told.print(format!("{}  {}\n", printable(name), word.get(console.lang)));
            }
            let note = Text::new(
                "note: the file is not encrypted; `sekisho secrets encrypt` does that",
                "注: このファイルは暗号化されていません。`sekisho secrets encrypt` で暗号化できます",
            );
            told.note(note.get(console.lang));
            false
        }
    };
    for it in records::known_of(file)?.iter().filter(|it| key.is_none_or(|key| it.key == key)) {
        let (name, to, since) = (printable(&it.key), printable(&it.to), printable(&it.since));
        let line = text!(
            "note: {name} was handed to {to} on {since}, by the record in the repository (which whoever commits can change): rotate it when that person no longer needs it (`sekisho secrets set`)",
            "注: {name} は {since} に {to} へ渡したと、リポジトリ内の記録にあります(コミットできる人は書き換えられます)。不要になったら `sekisho secrets set` で更新してください"
        );
        told.note(line.get(console.lang));
    }
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
