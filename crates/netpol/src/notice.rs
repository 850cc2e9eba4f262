//! What a person should know of the input, apart from any question.

use std::collections::HashSet;

use lang::{Lang, Text, text};

use crate::assumptions::BLOCKS_ARE_EXTERNAL;
use crate::network::Notice;
use crate::options::Options;
use crate::pods::{Pods, Unit};
use crate::policy::{PeerSpec, Policy, Rule, Standing, Tier};
use crate::wording;

pub(crate) fn notices(pods: &Pods<'_>, policies: &[Policy], options: &Options) -> Vec<Notice> {
    let mut found: Vec<Notice> = policies.iter().flat_map(|policy| of_policy(pods, policy, options)).collect();
    let governed: HashSet<usize> =
        policies.iter().flat_map(|policy| pods.selected(&policy.selects).maybe.iter().collect::<Vec<_>>()).collect();
    let host = pods.units.iter().enumerate().filter(|(at, unit)| unit.host_network && governed.contains(at));
    found.extend(host.filter_map(|(_, unit)| of_host_network(unit)));
    found
}

fn of_policy(pods: &Pods<'_>, policy: &Policy, options: &Options) -> Vec<Notice> {
    let id = &policy.id;
    let text = match &policy.standing {
        Standing::Judged => {
            let rules = policy.rules.iter().flatten();
            let mut found: Vec<Notice> = rules.flat_map(|rule| of_rule(pods, policy, rule)).collect();
            found.extend(of_blocks(policy, options));
            return found;
        }
        Standing::Invalid(reason) => Text::owned(
            format!("{id} is not judged, the API server refuses it: {}", reason.get(Lang::En)),
            format!("{id} は API サーバーに拒否されるため判定しません: {}", reason.get(Lang::Ja)),
        ),
        Standing::Foreign => text!(
            "{id} is a policy of the network plugin and is not judged: what it may change is answered as unknown",
            "{id} はネットワークプラグイン独自のポリシーのため判定しません。影響しうる通信は「不明」と答えます"
        ),
    };
    vec![Notice { place: id.place, text }]
}

/// Once for each policy: the rules of one mostly have the same blocks.
fn of_blocks(policy: &Policy, options: &Options) -> Option<Notice> {
    let outside = |rule: &&Rule| rule.peers.iter().any(|peer| options.takes_outside(peer));
    let rule = policy.rules.iter().flatten().filter(|_| policy.tier == Tier::Network).find(outside)?;
    Some(Notice { place: rule.place, text: wording::of_rule(policy, &BLOCKS_ARE_EXTERNAL) })
}

fn of_rule(pods: &Pods<'_>, policy: &Policy, rule: &Rule) -> Vec<Notice> {
    let id = &policy.id;
    let only_addresses = rule.peers.iter().all(|peer| matches!(peer, PeerSpec::Block(_)));
    let egress = policy.rules[1].iter().any(|it| it.place == rule.place);
    let names = rule.ports.names.iter().map(|(_, name)| &**name);
    let notice = |name: &str| {
        let text = if only_addresses && egress {
            text!(
                "{id} asks for the port named `{name}` of addresses; only pods name their ports, so this matches nothing",
                "{id} はアドレスに対して `{name}` という名前のポートを指定していますが、ポートに名前があるのはPod だけなので何にも一致しません"
            )
        } else if pods.knows_port_name(name) {
            return None;
        } else {
            text!(
                "no pod of the input has a port named `{name}`, so {id} matches none of them by it",
                "`{name}` という名前のポートを持つ Pod が入力になく、{id} のこの指定はどの Pod にも一致しません"
            )
        };
        Some(Notice { place: rule.place, text })
    };
    names.filter_map(notice).collect()
}

fn of_host_network(unit: &Unit<'_>) -> Option<Notice> {
    let (namespace, name) = (unit.namespace, unit.name);
    let text = text!(
        "{namespace}/{name} runs in the host's network: most plugins do not apply policies to it",
        "{namespace}/{name} はホストネットワークで動くため、多くのプラグインではポリシーが適用されません"
    );
    Some(Notice { place: unit.workload?.pod.spec.place, text })
}
