//! `sekisho secrets set`: one value of an encrypted file, from standard input or made anew; never from the command line.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use keep::Keys;
use keep::set::{Request, generated, needs_key, set};
use lang::{Lang, Text, text};
use zeroize::Zeroizing;

use super::generate::Shape;
use crate::clock;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{file_of, flag, identity_argument, key_argument, keys_of, say, shape, store_argument, word_of};
use crate::told::Told;

/// More than any credential: certificates with their chains have some KiB.
const MAX_BYTES: u64 = 1 << 20;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("set")
        .about(say(
            lang,
            "Set one value of an encrypted file, from standard input or new",
            "暗号化ファイルの値を 1 つ設定します(標準入力から、または新しく生成)",
        ))
        .arg(store_argument(lang))
        .arg(key_argument(lang).required(true))
        // Only to be refused without being repeated.
        .arg(Arg::new("value").hide(true).num_args(1..).allow_hyphen_values(true))
        .arg(flag(
            "generate",
            say(lang, "Make a new random value instead of reading one", "標準入力の代わりに、新しい乱数の値を使います"),
        ))
        .arg(flag("add", say(lang, "Add a value under a name that is not there yet", "まだない名前の値を追加します")))
        .args(shape(lang))
        .arg(identity_argument(lang))
}

pub(crate) struct Options {
    file: PathBuf,
    key: String,
    /// The shape of a new value; one from standard input otherwise.
    generate: Option<Shape>,
    add: bool,
    keys: Keys,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        if matches.contains_id("value") {
            return Err(Failure::Usage(Text::new(
                "a value does not belong on the command line, where every process and the shell's history sees it: give it on standard input. If it was a real one, it is known now",
                "値をコマンドラインに書くと、ほかのプロセスやシェルの履歴から見えてしまいます。標準入力から渡してください。本物の値を書いた場合は、漏えいしたものとして扱ってください",
            )));
        }
        Ok(Options {
            file: file_of(matches, "file"),
            key: word_of(matches, "key").unwrap_or_default(),
            generate: if matches.get_flag("generate") { Some(Shape::of(matches)?) } else { None },
            add: matches.get_flag("add"),
            keys: keys_of(matches),
        })
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { file, key, generate, add, keys } = options;
    told.worked_on_files();
    // Who cannot open the store is not asked for a value.
    if needs_key(&file)? {
        keys.get()?;
    }
    let value = match generate {
        Some(shape) => generated(shape.alphabet, shape.length)?,
        None => from_input()?,
    };
    let request = Request { file, key, value, add, keys: &keys, at: clock::now()? };
    let name = set(&request)?;
    let (path, key) = (request.file.display(), forms::printable(&name));
    let done = text!("{path}: {key} set", "{path}: {key} を設定しました");
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}

/// The value, without the line break that `echo` puts behind it.
fn from_input() -> Result<Zeroizing<String>, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::Usage(Text::new(
            "give the value on standard input, where no terminal records it: `sekisho secrets set FILE KEY < value.txt`; or make a new one with --generate",
            "値は端末に残らないよう、標準入力から渡してください(例: `sekisho secrets set ファイル キー < value.txt`)。新しく作るなら --generate を付けてください",
        )));
    }
    let mut value = Zeroizing::new(String::with_capacity(64 * 1024));
    stdin.lock().take(MAX_BYTES + 1).read_to_string(&mut value).map_err(source::Error::Stdin)?;
    if value.len() as u64 > MAX_BYTES {
        return Err(Failure::Usage(Text::new("a value has at most 1 MiB", "値は 1 MiB までです")));
    }
    let end = value.strip_suffix("\r\n").or_else(|| value.strip_suffix('\n')).unwrap_or(&value).len();
    value.truncate(end);
    if value.is_empty() {
        return Err(Failure::Usage(Text::new(
            "standard input is empty: nothing was changed. An empty value would come from a command that failed",
            "標準入力が空のため、何も変更していません。値を作るコマンドが失敗していないか確認してください",
        )));
    }
    Ok(value)
}
