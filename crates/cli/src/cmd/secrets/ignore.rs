//! `sekisho secrets ignore FINGERPRINT --reason TEXT`: looks as `secrets scan` does, and then writes.

use std::collections::BTreeSet;

use clap::{Arg, ArgMatches, Command};
use keep::scan::{Place, look};
use lang::{Lang, Text, plural, text};
use leaks::Leak;

use super::scan::{Looking, looking_arguments};
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{say, word_of};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    let command = Command::new("ignore")
        .about(say(lang, "Let one found value stay, with a reason", "検出された値を、理由を付けて除外します"))
        .arg(Arg::new("fingerprint").required(true).value_name("FINGERPRINT").help(say(
            lang,
            "As `secrets scan` names it",
            "`secrets scan` が示すフィンガープリント",
        )))
        .arg(Arg::new("reason").long("reason").required(true).value_name("TEXT").help(say(
            lang,
            "Why it may stay; never the value itself",
            "残してよい理由(値そのものは書かないでください)",
        )));
    looking_arguments(command, lang)
}

/// What was asked for.
pub(crate) struct Options {
    fingerprint: String,
    reason: String,
    looking: Looking,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        let word = |name: &str| word_of(matches, name).unwrap_or_default();
        Options { fingerprint: word("fingerprint"), reason: word("reason"), looking: Looking::of(matches) }
    }
}

/// How much one decision covers: an ignore is of one name, which may stand in several files with several values.
fn covered(found: &[Place], fingerprint: &str) -> Text {
    let covered = || found.iter().filter(|it| it.2.fingerprint == *fingerprint);
    let files: BTreeSet<&str> = covered().map(|it| it.0.as_str()).collect();
    let mut values: Vec<&Leak> = Vec::new();
    for (_, _, leak) in covered() {
        if !values.iter().any(|it| it.is_same(leak)) {
            values.push(leak);
        }
    }
    let (n, m) = (values.len(), files.len());
    let (s, t) = (plural(n), plural(m));
    text!("It covers {n} value{s} in {m} file{t}.", "対象は {m} ファイルの {n} 個の値です。")
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let fingerprint = &options.fingerprint;
    let ignores = options.looking.ignores()?;
    let found = look(&options.looking.at)?.found;
    let leaks: Vec<&Leak> = found.iter().map(|it| &it.2).filter(|it| it.fingerprint == *fingerprint).collect();
    if leaks.is_empty() {
        return Err(Failure::Usage(text!(
            "no leak has the fingerprint {fingerprint}: take it from `sekisho secrets scan` with the same PATH, --staged or --history",
            "フィンガープリント {fingerprint} の検出はありません。同じ PATH・--staged・--history を指定した `sekisho secrets scan` の結果から指定してください"
        )));
    }
    let (path, key_file) = ignores.let_stay(fingerprint, &leaks, &options.reason)?;
    told.worked_on_files();
    let (shown, key_file) = (path.display(), key_file.display());
    let done = text!(
        "{shown} written: commit it. Whoever scans elsewhere needs the key file too: {key_file}",
        "{shown} を作成しました。コミットしてください。別の環境で検査するには鍵ファイル {key_file} も必要です"
    );
    told.print(done.get(console.lang));
    told.print(covered(&found, fingerprint).get(console.lang));
    Ok(Exit::Fine)
}
