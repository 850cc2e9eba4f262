//! `sekisho secrets set`: one value of an encrypted file, from standard input or made anew; never from the command line.

use std::io::{self, IsTerminal as _, Read as _};

use clap::ArgMatches;
use credentials::{Alphabet, Length, OperatingSystem};
use lang::{Text, text};
use vault::sops;
use zeroize::Zeroizing;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input::path_argument;
use crate::store::{self, Store};
use crate::told::Told;
use crate::{cmd_secrets_generate, handovers};

/// More than any credential: certificates with their chains have some KiB.
const MAX_BYTES: u64 = 1 << 20;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    if matches.contains_id("value") {
        return Err(Failure::Usage(Text::new(
            "a value does not belong on the command line, where every process and the shell's history sees it: give it on standard input. If it was a real one, it is known now",
            "値をコマンドラインに書くと、ほかのプロセスやシェルの履歴から見えてしまいます。標準入力から渡してください。本物の値を書いた場合は、漏えいしたものとして扱ってください",
        )));
    }
    let path = path_argument(matches, "file");
    let key = matches.get_one::<String>("key").map_or("", String::as_str);
    let identities = store::identities(matches)?;
    let value = if matches.get_flag("generate") { generated(matches)? } else { from_input()? };
    let at = store::now()?;
    told.worked_on_files();
    let file = Store::open(path)?;
    let new = sops::set(file.text(), file.format, key, &value, &identities, at, &mut OperatingSystem)
        .map_err(|error| file.failure(&error))?;
    file.replace(&new)?;
    drop(file);
    handovers::rotated(path, key, at)?;
    let (path, key) = (path.display(), forms::printable(key));
    let done = text!("{path}: {key} set", "{path}: {key} を設定しました");
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}

fn generated(matches: &ArgMatches) -> Result<Zeroizing<String>, Failure> {
    let length = matches.get_one::<usize>("length").copied().unwrap_or(32);
    let length = Length::new(length).map_err(|_| cmd_secrets_generate::wrong_length())?;
    let named = matches.get_one::<String>("alphabet").and_then(|it| Alphabet::from_name(it));
    let value = credentials::generate(&mut OperatingSystem, named.unwrap_or_default(), length)
        .map_err(|_| cmd_secrets_generate::no_randomness())?;
    Ok(Zeroizing::new(value.expose().to_owned()))
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
