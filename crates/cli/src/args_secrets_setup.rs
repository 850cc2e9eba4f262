//! The arguments of `sekisho secrets setup`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use lang::Lang;
use seal::Scope;

use crate::args_render::{environment_argument, version_argument};
use crate::args_secrets_store::identity;
use crate::args_shared::{config_argument, file_argument, flag, format_argument, namespace_argument, paths, say};

/// The forms of output.
const FORMS: [&str; 5] = ["secret", "sops", "age", "sealed", "external"];

pub(crate) fn setup(lang: Lang) -> Command {
    let command = Command::new("setup")
        .about(say(
            lang,
            "Make every credential that a deployment needs, and write its Secrets",
            "構成に必要な認証情報をすべて用意し、Secret を出力します",
        ))
        .long_about(say(
            lang,
            "Plans every credential of a deployment: which of them, of what form, who uses it, where it is kept, and whether it is \
             made, adopted or asked for. Good values are kept, published and weak ones are refused. The Secrets go to a \
             private file (-o) or into a pipe; running it again changes nothing.",
            "構成に必要な認証情報を、形式・利用元・保管先とともに一覧にし、新規作成・採用・要入手のどれになるかを決めます。\
             適切な値は残し、公開された初期値や弱い値は採用しません。Secret は所有者だけが読めるファイル(-o)かパイプに出力します。\
             もう一度実行しても何も変わりません。",
        ))
        .arg(paths(lang).help(say(
            lang,
            "Manifests of the deployment: files, folders, `-` for standard input",
            "構成のマニフェスト。ファイル、フォルダー、または `-`(標準入力)",
        )))
        .arg(environment_argument(lang).conflicts_with("path").help(say(
            lang,
            "The deployment that `sekisho render` writes for this environment, instead of PATH",
            "PATH の代わりに、`sekisho render` がこの環境に出力する構成を対象にします(production・staging・development)",
        )))
        .arg(version_argument(lang).requires("env"));
    let command = output(command, lang);
    command
        .arg(format_argument(lang, &["text", "json"]).help(say(
            lang,
            "How to print the plan",
            "一覧の出力形式(text・json。省略時は text)",
        )))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .arg(Arg::new("today").long("today").value_name("YYYY-MM-DD").help(say(
            lang,
            "The day on which new values are made; the clock's otherwise",
            "新しい値の作成日。省略時は今日",
        )))
}

fn output(command: Command, lang: Lang) -> Command {
    command
        .arg(
            Arg::new("as")
                .long("as")
                .value_name("FORM")
                .value_parser(PossibleValuesParser::new(FORMS))
                .default_value("secret")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The form of the output: manifests of Secrets; these encrypted by SOPS or age; SealedSecrets; ExternalSecrets \
                     with PushSecrets",
                    "出力の形(secret: Secret、sops・age: 暗号化した Secret、sealed: SealedSecret、external: ExternalSecret と PushSecret。\
                     省略時は secret)",
                )),
        )
        .arg(file_argument(
            "output",
            say(
                lang,
                "Write into this file, which only its owner may read; what is good in it is kept",
                "このファイルに書きます(所有者だけが読めます)。すでにある適切な値は残します",
            ),
        ).short('o'))
        .arg(
            file_argument(
                "existing",
                say(
                    lang,
                    "Adopt the good values of these Secrets or .env files; `-` for standard input",
                    "この Secret や .env ファイルにある適切な値を採用します。`-` は標準入力",
                ),
            )
            .action(ArgAction::Append),
        )
        .arg(
            Arg::new("recipient").long("recipient").short('r').value_name("KEY").action(ArgAction::Append).help(say(
                lang,
                "Who can decrypt a SOPS or age file: age1... or ssh-ed25519; the rule of .sops.yaml otherwise",
                "SOPS・age のファイルを復号できる相手の公開鍵(age1... または ssh-ed25519)。省略時は .sops.yaml のルール",
            )),
        )
        .arg(identity(lang))
        .arg(flag("dry-run", say(lang, "Only print the plan", "一覧だけを表示します")).conflicts_with("output"))
        .arg(flag(
            "reveal",
            say(lang, "Let values be written to a terminal", "値をターミナルに表示することを許可します"),
        ))
        .arg(
            Arg::new("cert")
                .long("cert")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .required_if_eq("as", "sealed")
                .help(say(
                    lang,
                    "The certificate of the SealedSecrets controller (`kubeseal --fetch-cert`)",
                    "SealedSecrets コントローラーの証明書(`kubeseal --fetch-cert` で取得)",
                )),
        )
        .arg(
            Arg::new("scope")
                .long("scope")
                .value_name("SCOPE")
                .value_parser(PossibleValuesParser::new(Scope::ALL.map(Scope::id)))
                .default_value("strict")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "Where a sealed value may be opened",
                    "封印した値を開ける範囲(strict・namespace-wide・cluster-wide。省略時は strict)",
                )),
        )
        .arg(Arg::new("store").long("store").value_name("[KIND/]NAME").required_if_eq("as", "external").help(say(
            lang,
            "The store of External Secrets: a ClusterSecretStore, or SecretStore/NAME",
            "External Secrets のストア(ClusterSecretStore の名前、または SecretStore/名前)",
        )))
        .arg(Arg::new("prefix").long("prefix").value_name("TEXT").help(say(
            lang,
            "What stands before NAMESPACE/SECRET in that store; the environment of --env otherwise",
            "ストア内で「名前空間/Secret」の前に付ける文字列。省略時は --env の環境名",
        )))
}
