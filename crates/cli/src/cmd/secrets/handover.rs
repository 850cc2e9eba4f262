//! `sekisho secrets handover`: one value to one person, encrypted, and on record before it leaves.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use keep::Keys;
use keep::handover::{Request, hand_over};
use lang::{Lang, text};
use vault::Recipient;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    file_argument, file_of, flag, identity_argument, key_argument, keys_of, recipient_of, say, store_argument, word_of,
};
use crate::told::Told;
use crate::{clock, output};

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("handover")
        .about(say(
            lang,
            "Encrypt one value to one person, and record that",
            "値を 1 つ、特定の 1 人だけが読めるように暗号化し、記録に残します",
        ))
        .arg(store_argument(lang))
        .arg(key_argument(lang).required(true))
        .arg(Arg::new("to").long("to").value_name("RECIPIENT").required(true).help(say(
            lang,
            "The person's public key: age1... or \"ssh-ed25519 ...\"",
            "受け取る人の公開鍵(age1... または \"ssh-ed25519 ...\")",
        )))
        .arg(
            file_argument(
                "output",
                say(lang, "Where to write it; standard output otherwise", "書き込み先。省略時は標準出力"),
            )
            .short('o'),
        )
        .arg(
            flag(
                "yes",
                say(
                    lang,
                    "Do not ask before a file that is there is written over",
                    "既存のファイルを確認なしで上書きします",
                ),
            )
            .short('y'),
        )
        .arg(identity_argument(lang))
}

pub(crate) struct Options {
    file: PathBuf,
    key: String,
    to: Recipient,
    output: Option<PathBuf>,
    yes: bool,
    keys: Keys,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        Ok(Options {
            file: file_of(matches, "file"),
            key: word_of(matches, "key").unwrap_or_default(),
            to: recipient_of("--to", &word_of(matches, "to").unwrap_or_default())?,
            output: matches.get_one("output").cloned(),
            yes: matches.get_flag("yes"),
            keys: keys_of(matches),
        })
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { file, key, to, output, yes, keys } = options;
    if let Some(path) = output.as_deref().filter(|it| !yes && it.symlink_metadata().is_ok()) {
        let shown = path.display();
        let question = text!("{shown} is there already. Write over it?", "{shown} はすでにあります。上書きしますか?");
        if !console.confirms(question.get(console.lang)) {
            return Err(Failure::CouldNot(text!(
                "{shown} is there already, and nobody agreed to write over it: nothing was handed over. Name another file, answer `y`, or give --yes",
                "{shown} はすでにあり、上書きの確認が得られなかったため、何も渡していません。別のファイルを指定するか、`y` と答えるか、--yes を付けてください"
            )));
        }
    }
    let request = Request { file, key, to: to.clone(), keys: &keys, at: clock::now()? };
    let handed = hand_over(&request)?;
    match &output {
        Some(output) => {
            output::whole(output, &handed.sealed)?;
            told.worked_on_files();
        }
        None => told.print(&handed.sealed),
    }
    let (record, key) = (handed.record.display(), forms::printable(&handed.name));
    let note = text!(
        "note: {key} is encrypted to {to} alone, and on record in {record}: commit that file. Rotate the value when the person no longer needs it",
        "注: {key} を {to} だけが読めるように暗号化し、{record} に記録しました。記録はコミットしてください。相手が不要になったら値を更新してください"
    );
    told.note(note.get(console.lang));
    Ok(Exit::Fine)
}
