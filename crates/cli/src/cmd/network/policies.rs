//! `sekisho network policies`: the policies that a deployment needs, proved.

use std::io;

use ::policies::Form;
use app::network::{NoPolicies, PoliciesRequest, policies};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use findings::Severity;
use lang::{Lang, Text, text};
use netpol::IpSet;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{
    config_argument, egress_argument, egress_of, flag, ingress_namespace_argument, ingress_of, is_json,
    namespace_argument, paths, say, sources_of,
};
use crate::reading;
use crate::told::Told;

/// `spec.priority` of the ClusterNetworkPolicies: room on both sides for an administrator's own.
const PRIORITY: u16 = 100;

pub(crate) fn command(lang: Lang) -> Command {
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
        .arg(
            Arg::new("cluster-block")
                .long("cluster-block")
                .value_name("CIDR")
                .action(ArgAction::Append)
                .help(say(lang, "Where pods and Services have addresses", "Pod や Service のアドレス範囲")),
        )
        .args(switches(lang))
        .arg(namespace_argument(lang))
        .arg(config_argument(lang))
}

fn switches(lang: Lang) -> [Arg; 3] {
    [
        flag(
            "cluster-form",
            say(lang, "Write ClusterNetworkPolicies as well", "ClusterNetworkPolicy の形でも書きます"),
        ),
        flag("merge", say(lang, "Keep the policies that are there", "今あるポリシーを残します")),
        flag(
            "only-dify",
            say(lang, "Leave pods alone that are no part of Dify", "Dify のコンポーネントでない Pod には触れません"),
        ),
    ]
}

pub(crate) struct Options {
    request: PoliciesRequest,
    as_json: bool,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Result<Options, Failure> {
        let form = if matches.get_flag("cluster-form") {
            Form::ClusterNetworkPolicy { priority: PRIORITY }
        } else {
            Form::NetworkPolicy
        };
        let options = ::policies::Options {
            egress: egress_of(matches),
            ingress: ingress_of(matches),
            form,
            merge: matches.get_flag("merge"),
            only_dify: matches.get_flag("only-dify"),
            cluster_blocks: blocks_of(matches)?,
            ..::policies::Options::default()
        };
        Ok(Options { request: PoliciesRequest { sources: sources_of(matches), options }, as_json: is_json(matches) })
    }
}

fn blocks_of(matches: &ArgMatches) -> Result<Vec<String>, Failure> {
    let blocks: Vec<String> = matches.get_many("cluster-block").into_iter().flatten().cloned().collect();
    if let Some(block) = blocks.iter().find(|it| IpSet::from_cidr(it).is_none()) {
        return Err(Failure::Usage(text!(
            "`{block}` is no range of addresses such as 10.244.0.0/16",
            "`{block}` は 10.244.0.0/16 のようなアドレス範囲ではありません"
        )));
    }
    Ok(blocks)
}

pub(crate) fn run(options: &Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let written = policies(&options.request, &mut io::stdin().lock())?;
    reading::tell_unread(&written.inventory, console, told);
    let plan = written.plan?;
    told.print(&if options.as_json {
        forms::to_json_of([&written.inventory], &forms::policies(&plan, console.lang))
    } else {
        plan.yaml(console.lang)
    });
    told.note(&text::policies::remarks(&plan, console.lang));
    let unproved = plan.unproved().count();
    Ok(if unproved > 0 { Exit::Found(Severity::High) } else { Exit::Fine })
}

impl From<NoPolicies> for Failure {
    fn from(why: NoPolicies) -> Failure {
        Failure::CouldNot(match why {
            NoPolicies::Partial => Text::new(
                "a part of the input could not be read: policies are only written for a whole deployment",
                "読めない部分があります。ポリシーは構成全体がそろったときだけ書き出します",
            ),
            NoPolicies::NoComponent => Text::new(
                "no component of Dify is in the input: name its workloads under `components:` in sekisho.yaml",
                "入力に Dify のコンポーネントがありません。sekisho.yaml の `components:` でワークロードを指定してください",
            ),
        })
    }
}
