//! The arguments of `sekisho secrets scan` and `sekisho secrets ignore`.

use std::path::PathBuf;

use clap::{Arg, Command, ValueHint, value_parser};
use lang::Lang;

use crate::flags::{
    FORMATS, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument, flag, format_argument, paths,
    say,
};

pub(crate) fn scan(lang: Lang) -> Command {
    looking(
        Command::new("scan")
            .about(say(
                lang,
                "Find credentials in the clear: files, staged change, history",
                "平文の認証情報をファイル・ステージ済みの変更・履歴から探します",
            ))
            .arg(format_argument(lang, FORMATS))
            .args(deciding_arguments(lang))
            .arg(config_argument(lang))
            .arg(fail_on_argument(lang))
            .arg(exit_zero_argument(lang)),
        lang,
    )
}

pub(crate) fn ignore(lang: Lang) -> Command {
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
    looking(command, lang)
}

/// Where to look, the same for both.
fn looking(command: Command, lang: Lang) -> Command {
    command
        .arg(paths(lang).help(say(
            lang,
            "Files or folders; nothing for the current folder",
            "ファイルまたはフォルダー。省略時は現在のフォルダー",
        )))
        .arg(
            flag(
                "staged",
                say(
                    lang,
                    "What is staged and new, as a commit would bring it",
                    "ステージ済みで、コミットにより新たに加わる内容",
                ),
            )
            .conflicts_with_all(["path", "history"]),
        )
        .arg(
            flag(
                "history",
                say(
                    lang,
                    "Every commit that a branch, tag or HEAD reaches",
                    "ブランチ・タグ・HEAD から到達できるすべてのコミット",
                ),
            )
            .conflicts_with("path"),
        )
        .arg(
            Arg::new("ignore-key")
                .long("ignore-key")
                .value_name("FILE")
                .env("SEKISHO_IGNORE_KEY_FILE")
                .hide_env_values(true)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .help(say(
                    lang,
                    "The key that ignores are compared with; ~/.config/sekisho/ignore.key otherwise",
                    "除外設定の照合に使う鍵ファイル。省略時は ~/.config/sekisho/ignore.key",
                )),
        )
}
