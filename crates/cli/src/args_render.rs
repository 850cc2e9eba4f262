//! The arguments of `sekisho render` and `sekisho init`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, ValueHint, value_parser};
use lang::Lang;

use crate::flags::{config_argument, flag, say};

pub(crate) fn render(lang: Lang) -> Command {
    Command::new("render")
        .about(say(lang, "Write a complete, hardened Dify", "堅牢化済みの Dify 一式のマニフェストを出力します"))
        .long_about(say(
            lang,
            "Writes a complete, hardened Dify for an environment: YAML on standard output, a file in a folder (-o), or a \
             kustomize base with an overlay for each environment (--kustomize). What to write stands under `render` in \
             sekisho.yaml. No credential is written: containers take single keys of the Secrets dify-secret and \
             dify-sandbox-secret.",
            "環境ごとに、堅牢化済みの Dify 一式を出力します。標準出力の YAML、フォルダー内のファイル(-o)、または kustomize の base と\
             環境ごとの overlay(--kustomize)を選べます。内容は sekisho.yaml の `render` に書きます。認証情報は出力しません。\
             コンテナは Secret dify-secret と dify-sandbox-secret のキーを1つずつ参照します。",
        ))
        .arg(environment_argument(lang).help(say(
            lang,
            "The environment; production where it is left out",
            "環境(production・staging・development。省略時は production)",
        )))
        .arg(version_argument(lang))
        .arg(
            Arg::new("egress")
                .long("egress")
                .value_name("PROFILE")
                .value_parser(PossibleValuesParser::new(["strict", "lists"]))
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "What may leave the cluster: DNS alone, or the internet for the parts that need it",
                    "クラスター外への通信(strict: DNS のみ・lists: 必要な部分だけインターネット。省略時は sekisho.yaml、なければ strict)",
                )),
        )
        .arg(
            folder_option(lang, "output")
                .short('o')
                .help(say(lang, "Write the file ENV.yaml into this folder", "このフォルダーに ENV.yaml を書きます")),
        )
        .arg(folder_option(lang, "kustomize").conflicts_with_all(["output", "env"]).help(say(
            lang,
            "Write a kustomize base with an overlay for each environment into this folder",
            "このフォルダーに kustomize の base と環境ごとの overlay を書きます",
        )))
        .arg(flag("overwrite", say(
            lang,
            "Write also over files that Sekisho did not write, or that were changed since",
            "Sekisho が書いたものではないファイルや、その後に変更されたファイルも上書きします",
        )))
        .arg(
            flag("secret-keys", say(
                lang,
                "Only list the keys of the Secrets that the deployment takes, never a value",
                "必要な Secret のキーだけを一覧します(値は表示しません)",
            ))
            .conflicts_with_all(["output", "kustomize"]),
        )
        .arg(config_argument(lang))
}

/// The environment of a deployment that is written; its help is the command's.
pub(crate) fn environment_argument(lang: Lang) -> Arg {
    Arg::new("env")
        .long("env")
        .value_name("ENV")
        .value_parser(PossibleValuesParser::new(render::Environment::ALL.map(render::Environment::id)))
        .hide_possible_values(lang == Lang::Ja)
}

pub(crate) fn version_argument(lang: Lang) -> Arg {
    Arg::new("dify-version")
        .long("dify-version")
        .value_name("VERSION")
        .value_parser(PossibleValuesParser::new(render::VERSIONS))
        .hide_possible_values(lang == Lang::Ja)
        .help(match lang {
            Lang::En => format!("The version of Dify; from sekisho.yaml, or {}", render::DEFAULT_VERSION),
            Lang::Ja => format!(
                "Dify のバージョン({}。省略時は sekisho.yaml、なければ {})",
                render::VERSIONS.join("・"),
                render::DEFAULT_VERSION
            ),
        })
}

fn folder_option(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(say(lang, "DIR", "フォルダー"))
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::DirPath)
}

pub(crate) fn init(lang: Lang) -> Command {
    Command::new("init")
        .about(say(lang, "Begin a new deployment in a folder", "新しい構成をフォルダーに作成します"))
        .long_about(say(
            lang,
            "Writes sekisho.yaml, manifests, .gitignore and a README into a folder that is new or empty. Nothing is \
             overwritten, and either all of it is there afterwards or nothing.",
            "新しいフォルダーまたは空のフォルダーに、sekisho.yaml、マニフェスト、.gitignore、README を作成します。\
             上書きはせず、途中で失敗した場合は何も残しません。",
        ))
        .arg(
            Arg::new("folder")
                .required(true)
                .value_name(say(lang, "DIR", "フォルダー"))
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::DirPath)
                .help(say(lang, "The folder", "作成先のフォルダー")),
        )
}
