//! The arguments of `sekisho secrets check`.

use clap::{Arg, ArgAction, Command, value_parser};
use lang::Lang;

use crate::flags::{
    FORMATS, config_argument, deciding_arguments, exit_zero_argument, fail_on_argument, fail_on_unknown_argument,
    format_argument, identity_argument, namespace_argument, paths, say,
};

pub(crate) fn check(lang: Lang) -> Command {
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
