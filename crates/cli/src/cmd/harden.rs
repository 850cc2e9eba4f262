//! `sekisho harden`: manifests in, hardened manifests out.
//!
//! The contract of Helm's post-renderer and of kustomize's functions: standard output is the manifests and nothing else, and whatever
//! cannot be done whole ends with an error and no output, so that nothing half-hardened is applied.

mod words;

use std::io;
use std::path::PathBuf;

use app::Sources;
use app::harden::{Component, Error, Request, Steps, harden};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use lang::Lang;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    config_argument, egress_argument, egress_of, flag, ingress_namespace_argument, ingress_of, namespace_argument, say,
    sources_at, word_of,
};
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("harden")
        .about(say(
            lang,
            "Harden manifests on the way in: a Helm post-renderer, a kustomize function",
            "マニフェストを適用前に強化します(Helm の post-renderer、kustomize の関数)",
        ))
        .long_about(say(
            lang,
            "Reads manifests from standard input or a file and writes them hardened to standard output: users, capabilities, seccomp, \
             read-only root file systems with their volumes, tokens, limits, probes. What was changed and what was left is told on \
             standard error. Whatever it does not need to touch stays byte for byte. Helm 3 hands no hooks and tests to a post-renderer: \
             they reach the cluster as they are.",
            "標準入力またはファイルのマニフェストを読み、強化した内容を標準出力に書き出します。実行ユーザー、ケーパビリティ、seccomp、読み取り専用ルートとそのボリューム、\
             トークン、リソース制限、プローブを設定します。変更した点と残した点は標準エラーに示します。変更が不要な箇所は 1 バイトも変えません。Helm 3 はフックとテストを post-renderer に渡さないため、それらは強化されません。",
        ))
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .default_value("-")
                .hide_default_value(true)
                .help(say(lang, "A file; standard input where it is left out", "ファイル。省略時は標準入力")),
        )
        .arg(flag("network-policies", say(
            lang,
            "Add network policies, proved before; policies that they replace are taken out",
            "証明済みの NetworkPolicy を追加し、置き換えられるポリシーを取り除きます",
        )))
        .arg(egress_argument(lang).requires("network-policies"))
        .arg(ingress_namespace_argument(lang).requires("network-policies"))
        .arg(flag("ssrf-proxy", say(
            lang,
            "Add an SSRF proxy and send the sandbox, api and worker through it",
            "SSRF プロキシを追加し、サンドボックス・api・worker の通信を通します",
        )))
        .arg(flag("secret-refs", say(
            lang,
            "Refer to keys of the Secret dify-secret in place of credentials that are written out or published",
            "書き出された認証情報や公開済みの初期値を、Secret dify-secret のキーへの参照に置き換えます",
        )))
        .arg(Arg::new("sandbox-namespace").long("sandbox-namespace").value_name("NS").help(say(
            lang,
            "Move the sandboxes to this namespace, with what they need and every address that names them",
            "サンドボックスを、必要なものや参照元のアドレスとともにこの名前空間へ移します",
        )))
        .arg(flag("confirmed-only", say(
            lang,
            "Leave out what was inferred from Dify's code and not confirmed upstream",
            "Dify のコードからの推定で、上流で確認されていない変更は行いません",
        )))
        .arg(
            Arg::new("component")
                .long("component")
                .value_name("NAME")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(Component::ALL.iter().map(|it| it.id())))
                .hide_possible_values(true)
                .help(say(
                    lang,
                    "Harden this part of Dify alone (repeatable), to go one step at a time",
                    "この部分(コンポーネント)だけを強化します。繰り返し指定でき、1つずつ進められます",
                )),
        )
        .arg(flag("owned-volumes", say(
            lang,
            "The volumes belong already to the users that are written (chown was run): change the users on them too",
            "ボリュームはすでに書き込まれるユーザーの所有です(chown 実行済み)。残しておいた実行ユーザーも変更します",
        )))
        .arg(flag("explain", say(
            lang,
            "Tell why of each change, and how that is known",
            "変更ごとに、その理由と根拠を示します",
        )))
        // Helm tells its plugins.
        .arg(namespace_argument(lang).env("HELM_NAMESPACE").hide_env(true))
        .arg(config_argument(lang))
}

pub(crate) struct Options {
    sources: Sources,
    steps: Steps,
    explain: bool,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        let path = matches.get_one::<PathBuf>("path").cloned().unwrap_or_else(|| PathBuf::from("-"));
        let policies = matches.get_flag("network-policies").then(|| policies::Options {
            egress: egress_of(matches),
            ingress: ingress_of(matches),
            ..policies::Options::default()
        });
        let steps = Steps {
            confirmed_only: matches.get_flag("confirmed-only"),
            sandbox_namespace: word_of(matches, "sandbox-namespace"),
            ssrf_proxy: matches.get_flag("ssrf-proxy"),
            secret_refs: matches.get_flag("secret-refs"),
            owned_volumes: matches.get_flag("owned-volumes"),
            components: components_of(matches),
            policies,
        };
        Options { sources: sources_at(vec![path], matches), steps, explain: matches.get_flag("explain") }
    }
}

fn components_of(matches: &ArgMatches) -> Vec<Component> {
    let named = matches.get_many::<String>("component").into_iter().flatten();
    named.filter_map(|it| Component::from_id(it)).collect()
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let Options { sources, steps, explain } = options;
    let request = Request { sources, steps, lang: console.lang };
    let outcome = harden(&request, &mut io::stdin().lock()).map_err(|error| {
        if let Error::Unproved { notes, .. } = &error {
            notes.iter().for_each(|it| words::note(it, console, told));
        }
        Failure::from(error)
    })?;
    words::tell(&outcome, explain, console, told);
    told.pass(outcome.hardened.text());
    Ok(Exit::Fine)
}
