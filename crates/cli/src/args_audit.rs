//! The arguments of `sekisho audit`.

use clap::{Arg, Command};
use lang::Lang;

use crate::flags::{
    config_argument, deciding_arguments, exit_zero_argument, fail_on_argument, fail_on_unknown_argument, flag,
    format_argument, namespace_argument, paths, say,
};

pub(crate) fn audit(lang: Lang) -> Command {
    Command::new("audit")
        .about(say(lang, "Judge manifests, Helm output, values files", "マニフェスト・Helm の出力・values ファイルを検査します"))
        .long_about(say(
            lang,
            "Judges manifests: files, folders, or standard input (`-`). Reads YAML and JSON, Helm values, Compose and .env \
             files. Talks to no cluster, and changes nothing unless `--fix` asks for it.",
            "ファイル、フォルダー、標準入力(`-`)のマニフェストを検査します。YAML・JSON のほか、Helm の values、Compose、.env を読みます。\
             クラスターには接続せず、`--fix` を指定しない限り何も変更しません。",
        ))
        .arg(paths(lang))
        .arg(format_argument(lang, &["text", "json", "sarif", "html", "junit", "policyreport", "openreports"]))
        .args(deciding_arguments(lang))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .args(fix_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang))
}

fn fix_arguments(lang: Lang) -> [Arg; 3] {
    let flag = |name, help| flag(name, help).conflicts_with("write-baseline");
    [
        flag(
            "fix",
            say(
                lang,
                "Mend the files where that is safe; standard input is written mended to standard output",
                "安全に直せる箇所をファイル上で修正します。標準入力は、修正した内容を標準出力に書き出します",
            ),
        ),
        flag(
            "unsafe-fixes",
            say(
                lang,
                "With --fix or --diff: also what should be looked at before it is applied",
                "--fix・--diff と併用: 適用前に確認が必要な修正も行います",
            ),
        ),
        flag(
            "diff",
            say(
                lang,
                "Show what --fix would change, and write nothing; what may be a secret is hidden",
                "--fix による変更内容を表示し、何も書き込みません(秘密の可能性がある値は伏せます)",
            ),
        ),
    ]
}
