//! Arguments that several commands take.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use lang::{Lang, Text};

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
pub(crate) const FORMATS: &[&str] = &["text", "json", "sarif", "junit", "html"];

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
            "The settings file; `sekisho.yaml` in the current folder, if it is there",
            "設定ファイル。省略時は現在のフォルダーの `sekisho.yaml`(あれば)",
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
pub(crate) fn deciding_arguments(lang: Lang) -> [Arg; 3] {
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

/// Where generated network policies let users in from.
pub(crate) fn ingress_namespace_argument(lang: Lang) -> Arg {
    Arg::new("ingress-namespace").long("ingress-namespace").value_name("NS").help(say(
        lang,
        "Where the ingress controller runs; from anywhere where it is left out",
        "Ingress コントローラーの名前空間。省略時はどこからでも受け付けます",
    ))
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
