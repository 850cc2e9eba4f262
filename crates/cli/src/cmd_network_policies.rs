//! `sekisho network policies`.

use clap::ArgMatches;
use findings::Severity;
use lang::{Text, text};
use netpol::IpSet;
use policies::{Form, Options, generate};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{egress_of, ingress_of};
use crate::input;
use crate::told::Told;

/// `spec.priority` of the ClusterNetworkPolicies: room on both sides for an administrator's own.
const PRIORITY: u16 = 100;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let options = options(matches)?;
    let read = input::options(matches, &input::settings(matches)?);
    let inventory = input::read(matches)?;
    if input::tell_unread(&inventory, console, told) > 0 {
        // Policies for what could be read alone would cut off the rest.
        return Err(Failure::CouldNot(Text::new(
            "a part of the input could not be read: policies are only written for a whole deployment",
            "読めない部分があります。ポリシーは構成全体がそろったときだけ書き出します",
        )));
    }
    let plan = generate(&inventory, &read, &options);
    if plan.policies.is_empty() {
        return Err(Failure::CouldNot(Text::new(
            "no component of Dify is in the input: name its workloads under `components:` in sekisho.yaml",
            "入力に Dify のコンポーネントがありません。sekisho.yaml の `components:` でワークロードを指定してください",
        )));
    }
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::policies(&plan, console.lang))
    } else {
        plan.yaml(console.lang)
    });
    told.note(&text::policies::remarks(&plan, console.lang));
    let unproved = plan.unproved().count();
    Ok(if unproved > 0 { Exit::Found(Severity::High) } else { Exit::Fine })
}

fn options(matches: &ArgMatches) -> Result<Options, Failure> {
    let blocks: Vec<String> = matches.get_many("cluster-block").into_iter().flatten().cloned().collect();
    for block in &blocks {
        if IpSet::from_cidr(block).is_none() {
            return Err(Failure::Usage(text!(
                "`{block}` is no range of addresses such as 10.244.0.0/16",
                "`{block}` は 10.244.0.0/16 のようなアドレス範囲ではありません"
            )));
        }
    }
    Ok(Options {
        egress: egress_of(matches),
        ingress: ingress_of(matches),
        form: if matches.get_flag("cluster-form") {
            Form::ClusterNetworkPolicy { priority: PRIORITY }
        } else {
            Form::NetworkPolicy
        },
        merge: matches.get_flag("merge"),
        only_dify: matches.get_flag("only-dify"),
        cluster_blocks: blocks,
        ..Options::default()
    })
}
