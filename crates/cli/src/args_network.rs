//! The arguments of `sekisho network`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use lang::Lang;

use crate::flags::{
    FORMATS, config_argument, deciding_arguments, egress_argument, exit_zero_argument, fail_on_argument,
    fail_on_unknown_argument, flag, format_argument, group, ingress_namespace_argument, namespace_argument, paths, say,
};

pub(crate) fn network(lang: Lang) -> Command {
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
        .args(deciding_arguments(lang))
        .arg(fail_on_unknown_argument(lang))
        .arg(fail_on_argument(lang))
        .arg(exit_zero_argument(lang));
    let commands: Vec<Command> = commands.into_iter().chain([prove]).collect();
    let network =
        group("network", say(lang, "What can reach what, and why", "何が何に到達できるか、その理由とともに示します"))
            .subcommand(policies(lang))
            .subcommand(graph);
    commands.into_iter().fold(network, |network, command| {
        // A proof is a judgement, and has the formats of judges.
        let formats = if command.get_name() == "prove" { FORMATS } else { &["text", "json"] };
        network.subcommand(
            command.arg(format_argument(lang, formats)).arg(namespace_argument(lang)).arg(config_argument(lang)),
        )
    })
}

fn policies(lang: Lang) -> Command {
    let list = |name: &'static str, value: &'static str, help: String| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(help)
    };
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
        .arg(egress_argument(lang))
        .arg(ingress_namespace_argument(lang))
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
