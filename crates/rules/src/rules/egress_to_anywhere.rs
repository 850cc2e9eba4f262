//! `egress-to-anywhere`.

use dify::Component;
use dify::flow::{self, Peer};
use lang::{Text, text};
use model::{Place, PolicyRule, PolicyType, Workload};

use crate::address::{PRIVATE, blocks};
use crate::coverage::{is_dns_only, is_everything, open_blocks};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;

crate::rule! {
    /// Egress to anywhere where it is not needed
    ///
    /// ## What it finds
    /// An egress rule to every address (`0.0.0.0/0`, or ports without `to`) for a part of Dify that needs nothing outside: stores, web, nginx,
    /// agent-backend. And for the parts that do need the outside (plugin-daemon, ssrf-proxy, api, worker), such a rule without `except` for
    /// private ranges. DNS is left out; so is the sandbox, which has a rule of its own.
    ///
    /// ## Why it matters
    /// What reaches the internet can carry data there; a store has no reason to. And `0.0.0.0/0` contains the private ranges as well: the
    /// plugin daemon or the proxy reaches every Service of the cluster and every machine of the company.
    ///
    /// ## Fix
    /// Remove the rule where nothing outside is needed; elsewhere except what is inside:
    ///
    /// ```yaml
    /// egress:
    ///   - to:
    ///       - ipBlock:
    ///           cidr: 0.0.0.0/0
    ///           except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16]
    ///     ports: [{port: 443}]
    /// ```
    ///
    /// ---
    ///
    /// 必要以上に広い外部への通信
    ///
    /// ## 見つけるもの
    /// 外部に用のない部品(データストア、web、nginx、agent-backend)に、あらゆる宛先(`0.0.0.0/0`、または `to` のないポート指定)への通信を許す egress のルール。
    /// 外部への通信が必要な部品(plugin-daemon、ssrf-proxy、api、worker)では、プライベートアドレスを `except` で除いていないもの。DNS だけのルールと、専用のルールがあるサンドボックスは対象外です。
    ///
    /// ## なぜ問題か
    /// インターネットに届くものは、そこへデータを持ち出せます。データストアにその必要はありません。また `0.0.0.0/0` はプライベートアドレスも含むため、
    /// プラグインデーモンやプロキシから、クラスターのすべての Service と社内のすべてのマシンに届いてしまいます。
    ///
    /// ## 直し方
    /// 外部に用がなければルールを削除し、用がある場合は内側のアドレスを除いてください。
    ///
    /// ```yaml
    /// egress:
    ///   - to:
    ///       - ipBlock:
    ///           cidr: 0.0.0.0/0
    ///           except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16]
    ///     ports: [{port: 443}]
    /// ```
    EGRESS_TO_ANYWHERE = "egress-to-anywhere", Medium, High, Operator,
    controls: [Net4],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (policy, workloads) in facts.coverage().governing(PolicyType::Egress) {
        findings.look(1);
        let rules = policy.rules(PolicyType::Egress).iter();
        for rule in rules.filter(|it| !is_dns_only(it) && !is_everything(it)) {
            for open in open_peers(rule) {
                if let Some((component, reason)) = judge(&workloads, &open) {
                    findings.report(Subject::Of(&policy.meta, component), open.place, reason);
                }
            }
        }
    }
}

/// A peer that holds every address.
struct Open {
    place: Place,
    /// Whether private ranges are among them.
    private: bool,
}

fn open_peers(rule: &PolicyRule) -> Vec<Open> {
    if rule.peers.is_empty() {
        return vec![Open { place: rule.place, private: true }];
    }
    let anywhere = open_blocks(rule).filter(|(_, block, _)| block.is_anywhere());
    let peers = anywhere.map(|(place, block, excepts)| {
        let private = blocks(PRIVATE).iter().any(|it| block.leaves_open(&excepts, it));
        Open { place, private }
    });
    peers.collect()
}

fn judge(workloads: &[&Workload], open: &Open) -> Option<(Component, Text)> {
    let mut parts: Vec<Component> =
        workloads.iter().filter_map(|it| it.component).filter(|it| !it.is_sandbox()).collect();
    parts.sort_unstable();
    parts.dedup();
    let (needing, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|it| needs_outside(*it));
    if let Some(first) = others.first() {
        let names = lang::list(others.iter().map(|it| it.id()));
        let (en, ja) = names.both();
        return Some((
            *first,
            text!("{en} may connect to any address and need not", "{ja} が、必要もないのにどの宛先にも接続できます"),
        ));
    }
    let first = needing.first().filter(|_| open.private)?;
    let names = lang::list(needing.iter().map(|it| it.id()));
    let (en, ja) = names.both();
    Some((*first, text!("{en} may connect to private addresses too", "{ja} がプライベートアドレスにも接続できます")))
}

fn needs_outside(component: Component) -> bool {
    flow::flows_from(component).any(|it| it.to == Peer::Internet)
}
