//! The arguments, in the person's language.
//!
//! Built by hand and not derived: every word of the help exists twice, and the type of [`Text`] sees to it.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use lang::{Lang, Text};
use std::path::PathBuf;

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
             Exit codes:  0 fine · 1 could not do it · 2 wrong use · 11 notice · 12 warning · 13 error",
            "まず試すなら:  helm template dify dify/dify | sekisho audit -\n\
             終了コード:    0 問題なし · 1 実行できなかった · 2 使い方の誤り · 11 注意 · 12 警告 · 13 エラー",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(110)
        .disable_help_subcommand(true)
        .arg(lang_argument(lang))
        .arg(color_argument(lang))
        .subcommand(audit(lang))
        .subcommand(harden(lang))
        .subcommand(pss(lang))
        .subcommand(network(lang))
        .subcommand(rbac(lang))
        .subcommand(init(lang))
        .subcommand(render(lang))
        .subcommand(crate::args_secrets::secrets(lang))
        .subcommand(rules(lang))
        .subcommand(explain(lang))
        .subcommand(completions(lang))
        .subcommand(man(lang));
    localise(command, lang)
}

pub(crate) fn say(lang: Lang, en: &'static str, ja: &'static str) -> String {
    Text::new(en, ja).get(lang).to_owned()
}

fn audit(lang: Lang) -> Command {
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
        .arg(file_argument("baseline", say(
            lang,
            "Report only what is not in this baseline",
            "このベースラインにない指摘だけを報告します",
        )))
        .arg(file_argument("write-baseline", say(
            lang,
            "Write what is found as a baseline, and exit with 0",
            "見つかった指摘をベースラインとして書き出し、0 で終了します",
        )))
        .arg(Arg::new("today").long("today").value_name("YYYY-MM-DD").help(say(
            lang,
            "Judge the ends of suppressions by this day; the current one otherwise",
            "抑制の期限を判定する日付。省略時は今日",
        )))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .args(fix_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(exit_zero_argument(lang))
}

fn fix_arguments(lang: Lang) -> [Arg; 3] {
    let flag = |name: &'static str, help: String| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).conflicts_with("write-baseline").help(help)
    };
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

fn harden(lang: Lang) -> Command {
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
             standard error. Whatever it does not need to touch stays byte for byte.",
            "標準入力またはファイルのマニフェストを読み、強化した内容を標準出力に書き出します。実行ユーザー、ケーパビリティ、seccomp、読み取り専用ルートとそのボリューム、\
             トークン、リソース制限、プローブを設定します。変更した点と残した点は標準エラーに示します。変更が不要な箇所は 1 バイトも変えません。",
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
        .arg(Arg::new("confirmed-only").long("confirmed-only").action(ArgAction::SetTrue).help(say(
            lang,
            "Leave out what was inferred from Dify's code and not confirmed upstream",
            "Dify のコードからの推定で、上流で確認されていない変更は行いません",
        )))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
}

fn pss(lang: Lang) -> Command {
    let check = Command::new("check")
        .about(say(lang, "Judge workloads by a Pod Security level", "ワークロードを Pod Security のレベルで判定します"))
        .arg(
            Arg::new("level")
                .long("level")
                .value_parser(PossibleValuesParser::new(["baseline", "restricted"]))
                .default_value("restricted")
                .value_name("LEVEL")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The level to hold the workloads to",
                    "判定に使うレベル(baseline・restricted。省略時は restricted)",
                )),
        )
        .arg(
            Arg::new("policy-version")
                .long("version")
                .value_name("vX.Y|latest")
                .default_value("latest")
                .hide_default_value(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The version of the policy, v1.0 to v1.37",
                    "ポリシーのバージョン(v1.0~v1.37。省略時は最新)",
                )),
        )
        .arg(paths(lang))
        .arg(format_argument(lang, &["text", "json"]))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
        .arg(exit_zero_argument(lang));
    Command::new("pss")
        .about(say(lang, "Pod Security Standards alone", "Pod Security Standards だけを扱います"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(check)
}

fn network(lang: Lang) -> Command {
    let question = |name: &'static str, about: String| {
        Command::new(name)
            .about(about)
            .arg(peer_argument(lang, "from"))
            .arg(peer_argument(lang, "to"))
            .arg(Arg::new("port").long("port").value_name("PORT/PROTOCOL").help(say(
                lang,
                "The port, such as 5432/TCP; any port where it is left out",
                "ポート(例: 5432/TCP)。省略時はいずれかのポート",
            )))
            .arg(paths(lang))
    };
    let commands = [
        Command::new("connections")
            .about(say(lang, "List everything that may be connected", "可能な接続をすべて列挙します"))
            .arg(paths(lang)),
        question("can", say(lang, "Ask whether one may reach another", "一方から他方へ到達できるかを調べます"))
            .after_help(say(
                lang,
                "Exit codes: 0 possible · 20 impossible · 21 unknown",
                "終了コード: 0 可能 · 20 不可能 · 21 不明",
            )),
        question(
            "explain",
            say(lang, "Say which policy lines decide it", "どのポリシーのどの行が決めているかを示します"),
        ),
        Command::new("diff")
            .about(say(lang, "Show what became possible or impossible", "可能・不可能に変わった接続を示します"))
            .after_help(say(lang, "Exit codes: 0 equal · 11 different", "終了コード: 0 同じ · 11 違いあり"))
            .arg(one_path(lang, "old", "OLD"))
            .arg(one_path(lang, "new", "NEW")),
        Command::new("exposure")
            .about(say(
                lang,
                "Show what pods outside the input may reach, now or later",
                "入力にない(将来作られるものも含む)ポッドから何に届くかを示します",
            ))
            .arg(paths(lang)),
    ];
    let graph = Command::new("graph")
        .about(say(lang, "Draw what can reach what", "何が何に到達できるかを図にします"))
        .long_about(say(
            lang,
            "Draws what can reach what: an SVG picture, a DOT file for Graphviz, or one self-contained page with a filter \
             and the policy lines behind each connection.",
            "何が何に到達できるかを図にします。SVG の図、Graphviz 用の DOT、絞り込みや根拠となるポリシーの行まで見られる\
             単独の HTML ページのいずれかを出力します。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["svg", "dot", "html"]))
                .default_value("svg")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(lang, "What to draw", "出力形式(svg・dot・html。省略時は svg)")),
        )
        .arg(namespace_argument(lang))
        .arg(config_argument(lang));
    let prove = Command::new("prove")
        .about(say(lang, "Prove or refute what must hold", "成り立つべきことを証明または反証します"))
        .long_about(say(
            lang,
            "Proves or refutes the built-in pack for Dify and the sentences under `invariants:` in sekisho.yaml; each \
             refuted one with a flow that can be checked and the policy lines behind it.",
            "Dify 用の組み込みの不変条件と、sekisho.yaml の `invariants:` に書いた文を証明または反証します。反証には、確認できる\
             具体的な通信と根拠となるポリシーの行を添えます。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("invariant")
                .long("invariant")
                .value_name("SENTENCE")
                .action(ArgAction::Append)
                .help(say(
                    lang,
                    "One more sentence, such as `sandbox -> only ssrf-proxy, dns`",
                    "追加の文(例: `sandbox -> only ssrf-proxy, dns`)",
                )),
        )
        .arg(fail_on_unknown_argument(lang))
        .arg(exit_zero_argument(lang));
    let commands: Vec<Command> = commands.into_iter().chain([prove]).collect();
    let network = Command::new("network")
        .subcommand(policies(lang))
        .subcommand(graph)
        .about(say(lang, "What can reach what, and why", "何が何に到達できるか、その理由とともに示します"))
        .subcommand_required(true)
        .arg_required_else_help(true);
    commands.into_iter().fold(network, |network, command| {
        network.subcommand(
            command
                .arg(format_argument(lang, &["text", "json"]))
                .arg(namespace_argument(lang))
                .arg(config_argument(lang)),
        )
    })
}

fn policies(lang: Lang) -> Command {
    let list = |name: &'static str, value: &'static str, help: String| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(help)
    };
    let flag = |name: &'static str, help: String| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    Command::new("policies")
        .about(say(lang, "Write the policies that this deployment needs", "この構成に必要なポリシーを書き出します"))
        .long_about(say(
            lang,
            "Writes the smallest set of policies that lets this Dify work: default deny, and one for each component, with the \
             labels and ports that its pods have. The set is proved before it is printed; what stops working is said on \
             standard error.",
            "この Dify が動くのに必要な最小限のポリシー(既定の拒否と、コンポーネントごとの許可)を、実際のラベルとポートで書き出します。\
             出力の前に証明を行い、使えなくなるものは標準エラー出力に示します。",
        ))
        .arg(paths(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["yaml", "json"]))
                .default_value("yaml")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(lang, "How to print them", "出力形式(yaml・json。省略時は yaml)")),
        )
        .arg(
            Arg::new("egress")
                .long("egress")
                .value_name("PROFILE")
                .value_parser(PossibleValuesParser::new(["strict", "lists"]))
                .default_value("strict")
                .hide_default_value(lang == Lang::Ja)
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "What may leave the cluster: DNS alone, or the internet for those that need it",
                    "クラスターの外への通信(strict: DNS だけ、lists: 必要なものだけインターネットへ。省略時は strict)",
                )),
        )
        .arg(Arg::new("ingress-namespace").long("ingress-namespace").value_name("NS").help(say(
            lang,
            "Where the ingress controller runs; from anywhere where it is left out",
            "Ingress コントローラーの名前空間。省略時はどこからでも受け付けます",
        )))
        .arg(list(
            "cluster-block",
            "CIDR",
            say(lang, "Where pods and Services have addresses", "ポッドや Service のアドレス範囲"),
        ))
        .arg(flag(
            "cluster-form",
            say(lang, "Write ClusterNetworkPolicies as well", "ClusterNetworkPolicy の形でも書きます"),
        ))
        .arg(flag(
            "merge",
            say(lang, "Keep the policies that are there", "今あるポリシーを残します"),
        ))
        .arg(flag(
            "only-dify",
            say(lang, "Leave pods alone that are no part of Dify", "Dify の部品でないポッドには触れません"),
        ))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
}

fn fail_on_unknown_argument(lang: Lang) -> Arg {
    Arg::new("fail-on-unknown").long("fail-on-unknown").action(ArgAction::SetTrue).help(say(
        lang,
        "Exit with 12 when something is UNKNOWN",
        "判定できないもの(UNKNOWN)があれば 12 で終了します",
    ))
}

fn peer_argument(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name).long(name).required(true).value_name("PEER").help(say(
        lang,
        "A component (`sandbox`), a workload (`ns/name`), an address or a range",
        "コンポーネント(`sandbox`)、ワークロード(`名前空間/名前`)、アドレス、アドレス範囲のいずれか",
    ))
}

fn one_path(lang: Lang, id: &'static str, name: &'static str) -> Arg {
    Arg::new(id)
        .required(true)
        .value_name(name)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .help(say(lang, "A file or folder", "ファイルまたはフォルダー"))
}

fn rbac(lang: Lang) -> Command {
    let who_can = Command::new("who-can")
        .about(say(lang, "List who may do something", "ある操作ができる相手を列挙します"))
        .long_about(say(
            lang,
            "Lists who may do something by the bindings of the input, decided as the API server decides it. With -n in that \
             namespace, without it in any. What the input does not show is named. Members of `system:masters` may do everything.",
            "入力のバインディングから、ある操作ができる相手を列挙します。判定は API サーバーと同じです。-n を付けるとその名前空間、付けなければ\
             いずれかの名前空間で調べます。入力からわからないものは、そう示します。`system:masters` のメンバーは常にすべて実行できます。",
        ))
        .arg(Arg::new("verb").required(true).value_name("VERB").help(say(
            lang,
            "get, list, create, impersonate, ...",
            "操作(get・list・create・impersonate など)",
        )))
        .arg(Arg::new("resource").required(true).value_name("RESOURCE[/NAME]").help(say(
            lang,
            "The plural, with its group behind a dot where it has one (`certificates.cert-manager.io`), or a path (`/metrics`)",
            "リソース(複数形。独自のものはグループをドットに続ける: `certificates.cert-manager.io`)、またはパス(`/metrics`)",
        )))
        .arg(Arg::new("subresource").long("subresource").value_name("NAME").help(say(
            lang,
            "The subresource: exec, log, token, status, scale, ...",
            "サブリソース(exec・log・token・status・scale など)",
        )))
        .arg(paths(lang))
        .arg(format_argument(lang, &["text", "json"]))
        .arg(Arg::new("namespace").long("namespace").short('n').value_name("NS").help(say(
            lang,
            "The namespace that is asked about, and of objects that name none",
            "調べる名前空間。名前空間の指定がないオブジェクトにも使います",
        )))
        .arg(config_argument(lang));
    Command::new("rbac")
        .about(say(lang, "Who may do what", "誰が何をできるかを調べます"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(who_can)
}

fn render(lang: Lang) -> Command {
    let environments = render::Environment::ALL.map(render::Environment::id);
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
        .arg(
            Arg::new("env")
                .long("env")
                .value_name("ENV")
                .value_parser(PossibleValuesParser::new(environments))
                .hide_possible_values(lang == Lang::Ja)
                .help(say(
                    lang,
                    "The environment; production where it is left out",
                    "環境(production・staging・development。省略時は production)",
                )),
        )
        .arg(
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
                }),
        )
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
        .arg(
            Arg::new("secret-keys")
                .long("secret-keys")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["output", "kustomize"])
                .help(say(
                    lang,
                    "Only list the keys of the Secrets that the deployment takes, never a value",
                    "必要な Secret のキーだけを一覧します(値は表示しません)",
                )),
        )
        .arg(config_argument(lang))
}

fn folder_option(lang: Lang, name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(say(lang, "DIR", "フォルダー"))
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::DirPath)
}

fn init(lang: Lang) -> Command {
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

fn explain(lang: Lang) -> Command {
    Command::new("explain").about(say(lang, "Explain a rule or a control", "ルールや統制項目を説明します")).arg(
        Arg::new("id").value_name(say(lang, "RULE|CONTROL", "ルール|項目")).help(say(
            lang,
            "A rule such as `published-default-credential`, or a control such as `NET-2`; nothing for the list",
            "`published-default-credential` のようなルール、または `NET-2` のような項目。省略すると一覧を表示します",
        )),
    )
}

fn rules(lang: Lang) -> Command {
    let check = Command::new("check").about(say(
        lang,
        "Run the examples of the rules for leaks",
        "漏えい検出ルールの例をすべて実行して確かめます",
    ));
    Command::new("rules")
        .about(say(lang, "The rules themselves", "ルールそのものを扱います"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(check)
}

fn completions(lang: Lang) -> Command {
    Command::new("completions")
        .about(say(lang, "Print a shell's completions", "シェルの補完スクリプトを出力します"))
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name("SHELL")
                .value_parser(value_parser!(clap_complete::Shell))
                .help(say(
                    lang,
                    "bash, zsh, fish, elvish or powershell",
                    "bash・zsh・fish・elvish・powershell のいずれか",
                )),
        )
}

fn man(lang: Lang) -> Command {
    Command::new("man").about(say(lang, "Print the manual page", "マニュアルページ(roff)を出力します"))
}

pub(crate) fn paths(lang: Lang) -> Arg {
    Arg::new("path")
        .value_name("PATH")
        .num_args(0..)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .help(say(
            lang,
            "Files or folders; `-` for standard input; nothing for the current folder",
            "ファイルまたはフォルダー。`-` は標準入力、省略時は現在のフォルダー",
        ))
}

pub(crate) fn format_argument(lang: Lang, formats: &[&'static str]) -> Arg {
    Arg::new("format")
        .long("format")
        .short('f')
        .value_parser(PossibleValuesParser::new(formats))
        .default_value("text")
        .value_name("FORMAT")
        .hide_default_value(lang == Lang::Ja)
        .hide_possible_values(lang == Lang::Ja)
        .help(match lang {
            Lang::En => "How to print the result".to_owned(),
            Lang::Ja => format!("結果の出力形式({}。省略時は text)", formats.join("・")),
        })
}

fn namespace_argument(lang: Lang) -> Arg {
    Arg::new("namespace").long("namespace").short('n').value_name("NS").help(say(
        lang,
        "The namespace of objects that name none",
        "名前空間の指定がないオブジェクトの名前空間",
    ))
}

fn config_argument(lang: Lang) -> Arg {
    Arg::new("config")
        .long("config")
        .value_name("FILE")
        .env("SEKISHO_CONFIG")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(say(
            lang,
            "The settings file; `sekisho.yaml` in the current folder, if it is there",
            "設定ファイル。省略時は現在のフォルダーの `sekisho.yaml`(あれば)",
        ))
}

fn file_argument(name: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .help(help)
}

pub(crate) fn exit_zero_argument(lang: Lang) -> Arg {
    Arg::new("exit-zero").long("exit-zero").action(ArgAction::SetTrue).help(say(
        lang,
        "Exit with 0 whatever is found, for reports",
        "何が見つかっても 0 で終了します(レポート用)",
    ))
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
