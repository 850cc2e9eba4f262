//! `sekisho secrets encrypt`: plain files become stores, in place.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use forms::printable;
use keep::encrypt::{Request, encrypt};
use lang::{Lang, Text, list, plural, text};
use vault::Recipient;

use crate::clock;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{files_of, plain_files, recipients_of, say};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("encrypt")
        .about(say(lang, "Encrypt files in place, as SOPS does", "ファイルをその場で暗号化します(SOPS 互換)"))
        .arg(plain_files(lang).required(true))
        .arg(Arg::new("recipient").long("recipient").short('r').value_name("KEY").action(ArgAction::Append).help(say(
            lang,
            "Who can read: age1... or ssh-ed25519 ...; the rule of .sops.yaml otherwise",
            "受信者の公開鍵(age1... または ssh-ed25519 ...)。省略時は .sops.yaml のルールに従います",
        )))
}

pub(crate) struct Options {
    files: Vec<PathBuf>,
    recipients: Vec<Recipient>,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        Ok(Options { files: files_of(matches, "file"), recipients: recipients_of(matches)? })
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    told.worked_on_files();
    let outcome = encrypt(&Request { files: options.files, recipients: options.recipients, at: clock::now()? })?;
    for file in &outcome.done {
        let (path, n, s) = (file.path.display(), file.readers.len(), plural(file.readers.len()));
        let readers = list(file.readers.iter().map(Recipient::as_str));
        let (en, ja) = readers.both();
        let (encrypted, values) = (file.encrypted, file.values);
        let done = text!(
            "{path}: {encrypted} of {values} values encrypted to {n} recipient{s}: {en}",
            "{path}: {values} 件の値のうち {encrypted} 件を {n} 人の受信者に暗号化しました: {ja}"
        );
        told.print(done.get(console.lang));
        if !file.readable.is_empty() {
            let names = list(file.readable.iter().map(|it| printable(it)));
            let (en, ja) = names.both();
            let note = text!(
                "note: {path}: by the rule these values of Secrets stay readable: {en}",
                "注: {path}: ルールにより、Secret の次の値は平文のままです: {ja}"
            );
            told.note(note.get(console.lang));
        }
    }
    if !outcome.done.is_empty() {
        let note = Text::new(
            "note: what was committed or copied before it was encrypted stays readable there: rotate those values",
            "注: 暗号化の前にコミットやコピーをした平文はそのまま残ります。該当する値を更新してください",
        );
        told.note(note.get(console.lang));
    }
    outcome.stopped.map_or(Ok(Exit::Fine), |error| Err(error.into()))
}
