//! `sekisho render`: a complete, hardened Dify by the settings.

use std::path::PathBuf;

use ::render::{DEFAULT_VERSION, Environment, VERSIONS};
use app::render::{self, Form, Outcome, Rendered, Request, Target, WithoutHost};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use lang::{Lang, text};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{config_argument, flag, say, settings_of, word_of};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
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
        .value_parser(PossibleValuesParser::new(Environment::ALL.map(Environment::id)))
        .hide_possible_values(lang == Lang::Ja)
}

pub(crate) fn version_argument(lang: Lang) -> Arg {
    Arg::new("dify-version")
        .long("dify-version")
        .value_name("VERSION")
        .value_parser(PossibleValuesParser::new(VERSIONS))
        .hide_possible_values(lang == Lang::Ja)
        .help(match lang {
            Lang::En => format!("The version of Dify; from sekisho.yaml, or {DEFAULT_VERSION}"),
            Lang::Ja => format!(
                "Dify のバージョン({}。省略時は sekisho.yaml、なければ {})",
                VERSIONS.join("・"),
                DEFAULT_VERSION
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

pub(crate) struct Options {
    settings: Option<PathBuf>,
    version: Option<String>,
    egress_lists: Option<bool>,
    form: Form,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        let environment = environment_of(matches).unwrap_or(Environment::Production);
        let target = |name: &str| {
            let folder = matches.get_one::<PathBuf>(name).cloned();
            folder.map(|folder| Target { folder, overwrite: matches.get_flag("overwrite") })
        };
        let form = match (target("kustomize"), target("output")) {
            (Some(target), _) => Form::Kustomize(target),
            (None, Some(target)) => Form::File(environment, target),
            (None, None) if matches.get_flag("secret-keys") => Form::SecretKeys(environment),
            (None, None) => Form::Stream(environment),
        };
        Options {
            settings: settings_of(matches),
            version: word_of(matches, "dify-version"),
            egress_lists: word_of(matches, "egress").map(|it| it == "lists"),
            form,
        }
    }
}

/// The environment that is named.
pub(crate) fn environment_of(matches: &ArgMatches) -> Option<Environment> {
    word_of(matches, "env").and_then(|it| Environment::from_id(&it))
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { settings, version, egress_lists, form } = options;
    let Outcome { without_host, rendered } =
        render::render(&Request { settings, version, egress_lists, form, lang: console.lang })?;
    without_host.iter().for_each(|it| remark(it, console, told));
    match rendered {
        Rendered::Stream(text) => told.print(&text),
        Rendered::SecretKeys(keys) => {
            let line = |it: &render::SecretKey| format!("{}/{} {}\n", it.namespace, it.secret, it.key);
            told.print(keys.iter().map(line).collect::<String>());
        }
        Rendered::Files(files) => {
            told.worked_on_files();
            told.print(files.iter().map(|it| format!("{}\n", it.display())).collect::<String>());
        }
    }
    Ok(Exit::Fine)
}

/// What a person must know before applying it.
fn remark(WithoutHost { environment, example }: &WithoutHost, console: &Console, told: &mut Told) {
    let environment = environment.id();
    let note = text!(
        "note: no host is set for {environment}, so {example} stands in its place; write render.environments.{environment}.host into sekisho.yaml",
        "注: {environment} のホスト名が未設定のため {example} としました。sekisho.yaml の render.environments.{environment}.host に書いてください"
    );
    told.note(note.get(console.lang));
}
