//! `sekisho secrets check`.

use std::io;
use std::path::PathBuf;

use app::checkup::{Error, Request, check};
use checkup::{Key, MAX_AGE};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use credentials::{OperatingSystem, Randomness as _};
use lang::{Lang, Text};

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::{
    FORMATS, Format, Judging, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument,
    fail_on_unknown_argument, files_of, format_argument, identity_argument, keys_of, namespace_argument, paths, say,
    settings_of, word_of,
};
use crate::told::Told;
use crate::{reading, words};

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("check")
        .about(say(
            lang,
            "Hold the credentials of your environments beside each other",
            "環境ごとの認証情報を照らし合わせて確認します",
        ))
        .long_about(say(
            lang,
            "Looks at the credentials of several environments: none may stand in two of them, be weak, published or older than \
             allowed; ends that share one must agree. Names who takes each Secret and who may read it. Values are compared by keyed \
             tags whose key lives for one run. What cannot be seen is UNKNOWN, with the reason.",
            "複数の環境の認証情報を確認します。環境間の使い回し、弱い値、公開された初期値、期限切れ、両端の食い違い、使われていないキーを検出し、\
             Secret ごとに利用元と読み取れる人を示します。値の比較には実行ごとに作る鍵付きのタグを使います。確認できないものは、理由とともに UNKNOWN とします。",
        ))
        .arg(paths(lang).help(say(
            lang,
            "An environment each: a folder, a file or a store; nothing for the environments of sekisho.yaml, or the current folder",
            "環境ごとに 1 つ(フォルダー・ファイル・ストア)。省略時は sekisho.yaml の環境、なければ現在のフォルダー",
        )))
        .arg(Arg::new("env").long("env").value_name("NAME=PATH").action(ArgAction::Append).help(say(
            lang,
            "The same with a name; several paths under one name are one environment",
            "名前を付けて指定します。同じ名前の複数のパスは 1 つの環境とみなします",
        )))
        .arg(
            Arg::new("max-age")
                .long("max-age")
                .value_name("DAYS")
                .value_parser(value_parser!(u32).range(1..=3650))
                .help(say(
                    lang,
                    "The days that a value may be used; 90 where it is left out",
                    "値を使ってよい日数(省略時は 90)",
                )),
        )
        .arg(identity_argument(lang))
        .arg(format_argument(lang, FORMATS))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .args(deciding_arguments(lang).map(|it| match it.get_id().as_str() {
            "today" => it.help(say(
                lang,
                "The day by which ages and ends of suppressions are judged; the clock's otherwise",
                "経過日数と抑制の期限の基準日。省略時は今日",
            )),
            _ => it,
        }))
}

/// What was asked for.
pub(crate) struct Options {
    request: Request,
    judging: Judging,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let judging = Judging::of(matches)?;
        let max_age = matches.get_one::<u32>("max-age").copied().unwrap_or(MAX_AGE);
        let request = Request {
            environments: environments(matches)?,
            namespace: word_of(matches, "namespace"),
            settings: settings_of(matches),
            keys: keys_of(matches),
            options: checkup::Options { today: judging.today, max_age },
            key: random()?,
        };
        Ok(Options { request, judging })
    }
}

/// A key of its own for each run.
fn random() -> Result<Key, Failure> {
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    OperatingSystem.fill(&mut bytes[..]).map_err(|_| keep::Error::Exhausted)?;
    Ok(Key(bytes))
}

/// The environments that are named: by their paths, and with a name of their own.
fn environments(matches: &ArgMatches) -> Result<Vec<(String, PathBuf)>, Failure> {
    let paths = files_of(matches, "path").into_iter().map(|it| (it.to_string_lossy().into_owned(), it));
    let mut found: Vec<(String, PathBuf)> = paths.collect();
    for pair in matches.get_many::<String>("env").into_iter().flatten() {
        let Some((name, path)) = pair.split_once('=').filter(|(name, path)| !name.is_empty() && !path.is_empty())
        else {
            return Err(Failure::Usage(Text::new(
                "--env takes NAME=PATH, for example --env production=deploy/production",
                "--env は 名前=パス で指定してください(例: --env production=deploy/production)",
            )));
        };
        found.push((name.to_owned(), PathBuf::from(path)));
    }
    Ok(found)
}

pub(crate) fn run(asked: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { request, judging } = asked;
    let leaving = deciding::leaving(judging)?;
    let outcome = check(request, &leaving, &NO_KEY, &mut io::stdin().lock())?;
    for inventory in &outcome.inventories {
        reading::tell_unread(inventory, console, told);
    }
    let (checkup, audit) = (&outcome.checkup, &outcome.audit);
    if checkup.looked == 0 && audit.findings.is_empty() && audit.suppressed.is_empty() && checkup.unknown.is_empty() {
        return Err(Failure::CouldNot(Text::new(
            "there is nothing to judge: the input holds no credential. Name the manifests and settings of each environment",
            "検査の対象がありません。入力に認証情報がありません。各環境のマニフェストや設定ファイルを指定してください",
        )));
    }
    told.print(&match deciding::shown(judging, &TITLE, audit, console.lang) {
        Some(shown) => shown,
        None if judging.format == Format::Json => {
            forms::to_json_of(&outcome.inventories, &forms::checkup(checkup, audit, console.lang))
        }
        None => text::checkup::text(checkup, audit, &console.text_options()),
    });
    if deciding::write(judging, audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    Ok(judging.fail_on.exit(audit.worst(), !checkup.unknown.is_empty()))
}

const TITLE: Title = Title {
    command: "sekisho secrets check",
    text: Text::new("Sekisho: the credentials of your environments", "関所: 環境の認証情報"),
};

const NO_KEY: Text = Text::new(
    "encrypted, and none of your keys opens it: name one with --identity",
    "暗号化されており、手元の鍵では開けない(--identity で鍵を指定)",
);

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        match error {
            Error::Input(error) => error.into(),
            Error::Store(path, error) => words::store(&path, &error),
        }
    }
}
