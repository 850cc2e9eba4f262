//! The arguments, in the person's language.
//!
//! Built by hand and not derived: every word of the help exists twice, and the type of [`lang::Text`] sees to it.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command};
use lang::Lang;

use crate::cmd;
use crate::flags::say;

/// The whole command line.
pub(crate) fn command(lang: Lang) -> Command {
    let command = Command::new("sekisho")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(
            lang,
            "Keeps a self-hosted Dify on Kubernetes safe, and proves it",
            "Kubernetes 上の Dify を安全に保ち、それを証明します",
        ))
        .after_help(say(
            lang,
            "Start with:  helm template dify dify/dify | sekisho audit -\n\
             Exit codes:  0 fine · 1 could not do it · 2 wrong use · 10 low · 11 medium · 12 high · 13 critical",
            "まず試すなら:  helm template dify dify/dify | sekisho audit -\n\
             終了コード:    0 問題なし · 1 実行できなかった · 2 使い方の誤り · 10 低 · 11 中 · 12 高 · 13 緊急",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(110)
        .disable_help_subcommand(true)
        .arg(lang_argument(lang))
        .arg(color_argument(lang))
        .subcommand(cmd::audit::command(lang))
        .subcommand(cmd::harden::command(lang))
        .subcommand(cmd::pss::command(lang))
        .subcommand(cmd::network::command(lang))
        .subcommand(cmd::rbac::command(lang))
        .subcommand(cmd::init::command(lang))
        .subcommand(cmd::render::command(lang))
        .subcommand(cmd::secrets::command(lang))
        .subcommand(cmd::rules::command(lang))
        .subcommand(cmd::explain::command(lang))
        .subcommand(cmd::completions::command(lang))
        .subcommand(cmd::man::command(lang));
    localise(command, lang)
}

fn lang_argument(lang: Lang) -> Arg {
    Arg::new("lang")
        .long("lang")
        .global(true)
        .value_parser(PossibleValuesParser::new(["ja", "en"]))
        .value_name("LANG")
        .hide_possible_values(lang == Lang::Ja)
        .help(say(lang, "The language; from LANG otherwise", "表示する言語(ja・en)。省略時は LANG に従います"))
}

fn color_argument(lang: Lang) -> Arg {
    Arg::new("color")
        .long("color")
        .global(true)
        .value_name("WHEN")
        .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
        .default_value("auto")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(say(
            lang,
            "When to colour; NO_COLOR is respected",
            "色を付けるか(auto・always・never。省略時は auto)。NO_COLOR にも従います",
        ))
}

/// What clap itself says in the help: headings and its own two flags.
fn localise(command: Command, lang: Lang) -> Command {
    let help = say(lang, "Print help", "ヘルプを表示します");
    let version = say(lang, "Print version", "バージョンを表示します");
    let own = |name: &'static str, short: char, action: ArgAction, help: String| {
        Arg::new(name).long(name).short(short).action(action).help(help)
    };
    let top = command.get_name() == "sekisho";
    let mut command = command.disable_help_flag(true).arg(own("help", 'h', ArgAction::Help, help));
    if top {
        command = command
            .disable_version_flag(true)
            .arg(own("version-of-sekisho", 'V', ArgAction::Version, version).long("version"));
    }
    if lang == Lang::Ja {
        command = command
            .subcommand_help_heading("コマンド")
            .next_help_heading("オプション")
            .help_template(TEMPLATE_JA)
            .mut_args(|argument| {
                let heading = if argument.is_positional() { "引数" } else { "オプション" };
                argument.help_heading(heading)
            });
    }
    let names: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |it| localise(it, lang)))
}

const TEMPLATE_JA: &str = "{about}\n\n使い方: {usage}\n\n{all-args}{after-help}";
