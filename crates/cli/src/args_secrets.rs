//! The arguments of `sekisho secrets`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, value_parser};
use lang::Lang;

use crate::args::say;

pub(crate) fn secrets(lang: Lang) -> Command {
    Command::new("secrets")
        .about(say(lang, "Credentials: made, found, guarded", "認証情報を生成・検出し、漏えいを防ぎます"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(generate(lang))
}

fn generate(lang: Lang) -> Command {
    let number = |name: &'static str, default: &'static str, value: &'static str, help: String| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .value_parser(value_parser!(usize))
            .default_value(default)
            .hide_default_value(lang == Lang::Ja)
            .help(help)
    };
    Command::new("generate")
        .about(say(lang, "Print new random values, one a line", "ランダムな値を生成し、1 行に 1 つずつ出力します"))
        .arg(number("length", "32", "N", say(lang, "Characters, 16 to 4096", "文字数(16~4096。省略時は 32)")))
        .arg(
            Arg::new("alphabet")
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
                )),
        )
        .arg(number("count", "1", "N", say(lang, "Values, 1 to 10000", "個数(1~10000。省略時は 1)")))
}
