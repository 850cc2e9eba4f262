//! The arguments of `sekisho secrets setup`, and what they say.

use std::path::PathBuf;

use app::Sources;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use keep::Keys;
use keep::setup::{Form, Target};
use lang::{Lang, Text};
use model::Date;
use provision::external::Store;
use render::Environment;
use seal::Scope;
use vault::Recipient;

use crate::cmd::render::{environment_argument, environment_of, version_argument};
use crate::exit::Failure;
use crate::flags::{
    config_argument, file_argument, files_of, flag, format_argument, identity_argument, is_json, keys_of,
    namespace_argument, paths, recipients_of, say, sources_of, today_of, word_of,
};

/// The forms of output.
const FORMS: [&str; 5] = ["secret", "sops", "age", "sealed", "external"];

pub(crate) fn command(lang: Lang) -> Command {
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
        .arg(
            Arg::new("replace").long("replace").value_name("NAME").action(ArgAction::Append).help(say(
                lang,
                "Put a new value in the place of one that is there and not good; a running store keeps the old one",
                "今ある問題のある値を新しい値に置き換えます(動作中のデータベースなどは古い値のままです)",
            )),
        )
        .arg(identity_argument(lang))
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

/// What was asked for.
pub(crate) struct Options {
    pub(super) sources: Sources,
    /// The deployment that is rendered in place of the sources.
    pub(super) environment: Option<Environment>,
    pub(super) dify_version: Option<String>,
    pub(super) existing: Vec<PathBuf>,
    pub(super) keys: Keys,
    pub(super) today: Date,
    /// Credentials whose values are replaced.
    pub(super) replace: Vec<String>,
    pub(super) dry_run: bool,
    pub(super) reveal: bool,
    pub(super) json: bool,
    output: Option<PathBuf>,
    form: FormOptions,
}

/// The form, before its files are read.
enum FormOptions {
    Secret,
    Sops(Vec<Recipient>),
    Age(Vec<Recipient>),
    Sealed(PathBuf, Scope),
    External(Store),
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let word = |name: &str| word_of(matches, name);
        let form = match word("as").as_deref() {
            Some("sealed") => {
                let certificate = matches.get_one::<PathBuf>("cert").cloned().unwrap_or_default();
                FormOptions::Sealed(certificate, word("scope").and_then(|it| Scope::from_id(&it)).unwrap_or_default())
            }
            Some("sops") => FormOptions::Sops(recipients_of(matches)?),
            Some("age") => FormOptions::Age(recipients_of(matches)?),
            Some("external") => FormOptions::External(external_store(
                &word("store").unwrap_or_default(),
                word("prefix").or(word("env")),
            )?),
            _ => FormOptions::Secret,
        };
        let (existing, sources) = (files_of(matches, "existing"), sources_of(matches));
        let is_stdin = |it: &PathBuf| it.as_os_str() == "-";
        if sources.paths.iter().any(is_stdin) && existing.iter().any(is_stdin) {
            return Err(Failure::Usage(Text::new(
                "standard input is either the manifests or the existing values",
                "標準入力は、マニフェストか既存の値のどちらか一方にしてください",
            )));
        }
        Ok(Options {
            sources,
            environment: environment_of(matches),
            dify_version: word("dify-version"),
            existing,
            keys: keys_of(matches),
            today: today_of(matches)?,
            replace: matches.get_many::<String>("replace").into_iter().flatten().cloned().collect(),
            dry_run: matches.get_flag("dry-run"),
            reveal: matches.get_flag("reveal"),
            json: is_json(matches),
            output: matches.get_one("output").cloned(),
            form,
        })
    }

    /// The form, with what it needs.
    pub(super) fn form(&self) -> Result<Form, Failure> {
        Ok(match &self.form {
            FormOptions::Secret => Form::Secret,
            FormOptions::Sops(named) => Form::Sops(named.clone()),
            FormOptions::Age(named) => Form::Age(named.clone()),
            FormOptions::Sealed(certificate, scope) => Form::sealed(certificate, *scope, self.today)?,
            FormOptions::External(store) => Form::External(store.clone()),
        })
    }

    /// Where the output goes.
    pub(super) fn target(&self) -> Result<Target, Failure> {
        Ok(self.output.as_deref().map_or(Ok(Target::Caller), Target::file)?)
    }
}

fn external_store(named: &str, prefix: Option<String>) -> Result<Store, Failure> {
    let (kind, name) = named.split_once('/').unwrap_or(("ClusterSecretStore", named));
    if name.is_empty() || !matches!(kind, "ClusterSecretStore" | "SecretStore") {
        return Err(Failure::Usage(Text::new(
            "--store takes NAME, ClusterSecretStore/NAME or SecretStore/NAME",
            "--store は 名前、ClusterSecretStore/名前、SecretStore/名前 のいずれかで指定してください",
        )));
    }
    Ok(Store { kind: kind.to_owned(), name: name.to_owned(), prefix })
}
