//! Arguments that several commands take, each with what it says once it is given.

mod judging;

use std::path::{Path, PathBuf};

use app::Sources;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use keep::Keys;
use lang::{Lang, Text};
use model::Date;
use policies::{Egress, Ingress};
use vault::Recipient;

pub(crate) use judging::{Format, Judging};

use crate::clock;
use crate::exit::Failure;
use crate::words::no_key;

/// The settings file that is taken without being named.
pub(crate) const SETTINGS_FILE: &str = "sekisho.yaml";

/// What stands for no settings file.
pub(crate) const NO_SETTINGS: &str = "none";

pub(crate) fn say(lang: Lang, en: &'static str, ja: &'static str) -> String {
    Text::new(en, ja).get(lang).to_owned()
}

pub(crate) fn paths(lang: Lang) -> Arg {
    Arg::new("path")
        .value_name("PATH")
        .num_args(0..)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .help(say(
            lang,
            "Files or folders; `-` for standard input; nothing for the current folder",
            "ファイルまたはフォルダー。`-` は標準入力、省略時は現在のフォルダー",
        ))
}

/// The formats of judges that speak of no controls.
pub(crate) const FORMATS: &[&str] = &["text", "json", "sarif", "junit", "html", "github", "gitlab", "markdown"];

/// The paths that are named; the current folder where there are none.
pub(crate) fn paths_of(matches: &ArgMatches) -> Vec<PathBuf> {
    let named = files_of(matches, "path");
    if named.is_empty() { vec![PathBuf::from(".")] } else { named }
}

/// What is to be read, and how.
pub(crate) fn sources_of(matches: &ArgMatches) -> Sources {
    sources_at(paths_of(matches), matches)
}

/// The same of paths that other arguments name.
pub(crate) fn sources_at(paths: Vec<PathBuf>, matches: &ArgMatches) -> Sources {
    let namespace = word_of(matches, "namespace");
    Sources { paths, namespace, settings: settings_of(matches), no_suppressions: no_suppressions_of(matches) }
}

/// Whether no suppression is heeded. A command may lack the argument.
pub(crate) fn no_suppressions_of(matches: &ArgMatches) -> bool {
    matches.try_get_one::<bool>("no-suppressions").ok().flatten().copied().unwrap_or(false)
}

/// The settings file: the one that is named, else the one that is there.
pub(crate) fn settings_of(matches: &ArgMatches) -> Option<PathBuf> {
    let named = matches.get_one::<PathBuf>("config").cloned();
    if named.as_deref() == Some(Path::new(NO_SETTINGS)) {
        return None;
    }
    named.or_else(|| Path::new(SETTINGS_FILE).exists().then(|| PathBuf::from(SETTINGS_FILE)))
}

/// Whether the result is asked for as JSON.
pub(crate) fn is_json(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|it| it == "json")
}

/// A word, where it was given.
pub(crate) fn word_of(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

/// Every file that an argument names.
pub(crate) fn files_of(matches: &ArgMatches, name: &str) -> Vec<PathBuf> {
    matches.get_many(name).into_iter().flatten().cloned().collect()
}

/// The one file that a required argument names.
pub(crate) fn file_of(matches: &ArgMatches, name: &str) -> PathBuf {
    matches.get_one::<PathBuf>(name).cloned().unwrap_or_default()
}

/// The day that is named, else the clock's.
pub(crate) fn today_of(matches: &ArgMatches) -> Result<Date, Failure> {
    let Some(named) = matches.get_one::<String>("today") else { return clock::today() };
    Date::parse(named).ok_or_else(|| {
        Failure::Usage(Text::new(
            "--today takes a day such as 2027-03-31",
            "--today には 2027-03-31 のような日付を指定してください",
        ))
    })
}

/// A recipient that an argument names. It is not repeated: it may be a private key.
pub(crate) fn recipient_of(argument: &str, written: &str) -> Result<Recipient, Failure> {
    Recipient::parse(written).map_err(|error| no_key(argument, error))
}

/// The recipients that are named one by one.
pub(crate) fn recipients_of(matches: &ArgMatches) -> Result<Vec<Recipient>, Failure> {
    let named = matches.get_many::<String>("recipient").into_iter().flatten();
    named.map(|it| recipient_of("--recipient", it)).collect()
}

/// The private keys of whoever runs the command: the files that are named, else those of the environment, else SOPS's own place.
pub(crate) fn keys_of(matches: &ArgMatches) -> Keys {
    let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let mut files = files_of(matches, "identity");
    if files.is_empty() {
        files.extend(variable("SEKISHO_AGE_KEY_FILE").or_else(|| variable("SOPS_AGE_KEY_FILE")));
    }
    if files.is_empty() {
        let config = variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|it| it.join(".config")));
        files.extend(config.map(|it| it.join("sops/age/keys.txt")).filter(|it| it.exists()));
    }
    Keys::of(files)
}

pub(crate) fn format_argument(lang: Lang, formats: &[&'static str]) -> Arg {
    Arg::new("format")
        .long("format")
        .short('f')
        .value_parser(PossibleValuesParser::new(formats))
        .default_value("text")
        .value_name("FORMAT")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(match lang {
            Lang::En => "How to print the result".to_owned(),
            Lang::Ja => format!("結果の出力形式({}。省略時は text)", formats.join("・")),
        })
}

pub(crate) fn namespace_argument(lang: Lang) -> Arg {
    Arg::new("namespace").long("namespace").short('n').value_name("NS").help(say(
        lang,
        "The namespace of objects that name none",
        "名前空間の指定がないオブジェクトの名前空間",
    ))
}

pub(crate) fn config_argument(lang: Lang) -> Arg {
    Arg::new("config")
        .long("config")
        .value_name("FILE")
        .env("SEKISHO_CONFIG")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(say(
            lang,
            "The settings file, or `none`; `sekisho.yaml` in the current folder, if it is there",
            "設定ファイル。`none` なら使いません。省略時は現在のフォルダーの `sekisho.yaml`(あれば)",
        ))
}

pub(crate) fn file_argument(name: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(help)
}

/// What findings are left out by: a baseline, and suppressions until their day.
pub(crate) fn deciding_arguments(lang: Lang) -> [Arg; 4] {
    [
        file_argument(
            "baseline",
            say(lang, "Report only what is not in this baseline", "このベースラインにない指摘だけを報告します"),
        ),
        file_argument(
            "write-baseline",
            say(
                lang,
                "Write what is found as a baseline, and exit with 0",
                "見つかった指摘をベースラインとして書き出し、0 で終了します",
            ),
        ),
        Arg::new("today").long("today").value_name("YYYY-MM-DD").help(say(
            lang,
            "Judge the ends of suppressions by this day; the current one otherwise",
            "抑制の期限を判定する日付。省略時は今日",
        )),
        flag(
            "no-suppressions",
            say(
                lang,
                "Heed no suppression, in comments or settings: for input of somebody else, such as a pull request",
                "コメントや設定ファイルの抑制をすべて無視します(プルリクエストなど、他人の入力向け)",
            ),
        ),
    ]
}

pub(crate) fn exit_zero_argument(lang: Lang) -> Arg {
    flag(
        "exit-zero",
        say(lang, "Exit with 0 whatever is found, for reports", "何が見つかっても 0 で終了します(レポート用)"),
    )
}

pub(crate) fn fail_on_argument(lang: Lang) -> Arg {
    Arg::new("fail-on")
        .long("fail-on")
        .value_name("LEVEL")
        .value_parser(PossibleValuesParser::new(["low", "medium", "high", "critical"]))
        .default_value("low")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(say(
            lang,
            "Exit with 0 where no finding is as severe as this",
            "この重大度以上の指摘がなければ 0 で終了します(low・medium・high・critical。省略時は low)",
        ))
}

pub(crate) fn fail_on_unknown_argument(lang: Lang) -> Arg {
    flag(
        "fail-on-unknown",
        say(lang, "Exit with 12 when something is UNKNOWN", "判定できないもの(UNKNOWN)があれば 12 で終了します"),
    )
}

/// A command that only holds others.
pub(crate) fn group(name: &'static str, about: String) -> Command {
    Command::new(name).about(about).subcommand_required(true).arg_required_else_help(true)
}

/// An argument that is there or not.
pub(crate) fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// What generated network policies let out.
pub(crate) fn egress_argument(lang: Lang) -> Arg {
    Arg::new("egress")
        .long("egress")
        .value_name("PROFILE")
        .value_parser(PossibleValuesParser::new(["strict", "lists"]))
        .default_value("strict")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(say(
            lang,
            "What may leave the cluster: DNS alone, or the internet for those that need it",
            "クラスターの外への通信(strict: DNS だけ、lists: 必要なものだけインターネットへ。省略時は strict)",
        ))
}

/// What may leave the cluster, by the argument.
pub(crate) fn egress_of(matches: &ArgMatches) -> Egress {
    let lists = word_of(matches, "egress").is_some_and(|it| it == "lists");
    if lists { Egress::Lists(None) } else { Egress::Strict }
}

/// Where generated network policies let users in from.
pub(crate) fn ingress_namespace_argument(lang: Lang) -> Arg {
    Arg::new("ingress-namespace").long("ingress-namespace").value_name("NS").help(say(
        lang,
        "Where the ingress controller runs; from anywhere where it is left out",
        "Ingress コントローラーの名前空間。省略時はどこからでも受け付けます",
    ))
}

/// Where users come from, by the argument.
pub(crate) fn ingress_of(matches: &ArgMatches) -> Ingress {
    let namespace = word_of(matches, "ingress-namespace");
    namespace.map_or(Ingress::Anywhere, |name| Ingress::Namespace { name, labels: Vec::new() })
}

/// What a new credential looks like.
pub(crate) fn shape(lang: Lang) -> [Arg; 2] {
    let alphabet = Arg::new("alphabet")
        .long("alphabet")
        .value_name("ALPHABET")
        .value_parser(PossibleValuesParser::new(["alnum", "url-safe"]))
        .default_value("alnum")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(say(
            lang,
            "The characters: A-Za-z0-9, or these with - and _",
            "使う文字(alnum: A-Za-z0-9、url-safe: これに - と _ を加えたもの。省略時は alnum)",
        ));
    [number(lang, "length", "32", say(lang, "Characters, 16 to 4096", "文字数(16~4096。省略時は 32)")), alphabet]
}

pub(crate) fn number(lang: Lang, name: &'static str, default: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("N")
        .value_parser(value_parser!(usize))
        .default_value(default)
        .hide_default_value(lang == Lang::Ja)
        .help(help)
}

pub(crate) fn store_argument(lang: Lang) -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(say(lang, "The encrypted file", "暗号化ファイル"))
}

pub(crate) fn plain_files(lang: Lang) -> Arg {
    store_argument(lang).num_args(1..).help(say(
        lang,
        "Plain .yaml, .json or .env files",
        "平文の .yaml・.json・.env ファイル",
    ))
}

pub(crate) fn key_argument(lang: Lang) -> Arg {
    Arg::new("key").value_name("KEY").help(say(
        lang,
        "The name of a value: DB_PASSWORD, data.DB_PASSWORD, users[0].key",
        "値の名前(DB_PASSWORD、data.DB_PASSWORD、users[0].key など)",
    ))
}

pub(crate) fn where_stores_are(lang: Lang) -> Arg {
    paths(lang).help(say(
        lang,
        "Files or folders; nothing for the current folder",
        "ファイルまたはフォルダー。省略時は現在のフォルダー",
    ))
}

pub(crate) fn dry_run(lang: Lang) -> Arg {
    flag("dry-run", say(lang, "Say what would be done, and do nothing", "実行内容を表示するだけで、何も変更しません"))
}

pub(crate) fn identity_argument(lang: Lang) -> Arg {
    file_argument(
        "identity",
        say(
            lang,
            "A file with your private key; SEKISHO_AGE_KEY_FILE, SOPS_AGE_KEY_FILE, ~/.config/sops/age/keys.txt otherwise",
            "秘密鍵のファイル。省略時は SEKISHO_AGE_KEY_FILE・SOPS_AGE_KEY_FILE・~/.config/sops/age/keys.txt",
        ),
    )
    .short('i')
    .action(ArgAction::Append)
}
