//! The arguments of `sekisho harden`.

use std::path::PathBuf;

use clap::{Arg, Command, ValueHint, value_parser};
use lang::Lang;

use crate::flags::{config_argument, egress_argument, flag, ingress_namespace_argument, namespace_argument, say};

pub(crate) fn harden(lang: Lang) -> Command {
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
        // Helm tells its plugins.
        .arg(namespace_argument(lang).env("HELM_NAMESPACE").hide_env(true))
        .arg(config_argument(lang))
}
