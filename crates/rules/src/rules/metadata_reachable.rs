//! `metadata-reachable`.

use std::collections::{BTreeSet, HashMap};

use findings::{Control, Severity};
use invariants::{METADATA, set_of};
use lang::text;
use model::{Place, PolicyType, Protocol};
use netpol::{ConnSet, IpSet, PortSet, RuleView};

use crate::facts::Facts;
use crate::finding::{Breaking, Findings};
use crate::subject::Subject;
use crate::wires::{Teller, Wires, place_of};

crate::rule! {
    /// Cloud metadata service reachable (169.254.169.254)
    ///
    /// ## What it finds
    /// An egress rule whose addresses include a cloud's metadata service (169.254.169.254 and others), or without it other link-local
    /// addresses; a rule that does not let port 80 by is of low severity. NET-6 is broken where a part of Dify reaches it in the end, by all
    /// policies together, on whatever port. Where no policy governs egress at all, that is `missing-network-policy`.
    ///
    /// ## Why it matters
    /// The metadata service hands the node's cloud identity to whoever asks. From Dify that is one HTTP node or one plugin away: with the
    /// identity an attacker reads buckets, images and often the Secrets of the whole cluster.
    ///
    /// ## Fix
    /// Except link-local addresses and the other addresses of metadata services wherever a block is wide: Azure has 168.63.129.16, Alibaba
    /// Cloud 100.100.100.200, Oracle 192.0.0.192.
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    /// ```
    ///
    /// ---
    ///
    /// メタデータサービスに届くポリシー
    ///
    /// ## 見つけるもの
    /// 宛先にクラウドのメタデータサービス(169.254.169.254 など)またはその他のリンクローカルアドレスを含む egress のルール。80 番ポートを通さないルールは重大度「低」になります。
    /// NET-6 は、すべてのポリシーを合わせた結果として Dify のコンポーネントがいずれかのポートで到達できる場合に不合格となります。
    /// 外向きの通信を制限するポリシーがまったくない場合は `missing-network-policy` で報告します。
    ///
    /// ## なぜ問題か
    /// メタデータサービスは、尋ねた相手にノードのクラウド権限を渡してしまいます。Dify では HTTP ノードやプラグイン一つで届きます。
    /// その権限があれば、ストレージやイメージ、多くの場合クラスター全体の Secret まで読まれます。
    ///
    /// ## 直し方
    /// 広い範囲を許すところでは、リンクローカルアドレスと、そのほかのメタデータサービスのアドレスを必ず除いてください。Azure は 168.63.129.16、
    /// Alibaba Cloud は 100.100.100.200、Oracle は 192.0.0.192 です。
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [10.0.0.0/8, 100.64.0.0/10, 168.63.129.16/32, 169.254.0.0/16, 172.16.0.0/12, 192.0.0.0/24, 192.168.0.0/16]
    /// ```
    METADATA_REACHABLE = "metadata-reachable", High, High, Operator,
    controls: [Net6],
    topics: [METADATA_API],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    let mut broken: HashMap<Place, BTreeSet<Control>> = HashMap::new();
    for line in wires.lines(Teller::MetadataReachable) {
        broken.entry(line.place).or_default().extend(line.controls);
    }
    for view in wires.network().written() {
        let Some(meta) = wires.meta(view.policy.place) else { continue };
        let component = view.workloads.iter().find_map(|it| it.component);
        for rule in view.rules(PolicyType::Egress) {
            for (place, metadata) in open_places(wires, view.policy.place, &rule) {
                let controls = broken.remove(&place).unwrap_or_default();
                // `allow-all-egress-policy` says what allows everything.
                if (rule.is_unlimited || is_dns(&rule)) && controls.is_empty() {
                    continue;
                }
                let (kind, name) = (&meta.kind, &meta.name.value);
                let reason = if metadata {
                    text!(
                        "{kind} `{name}` lets the metadata service be reached",
                        "{kind} `{name}` ではメタデータサービスに届きます"
                    )
                } else {
                    text!(
                        "{kind} `{name}` lets link-local addresses be reached",
                        "{kind} `{name}` ではリンクローカルアドレスに届きます"
                    )
                };
                let finding = findings.report(Subject::perhaps(meta, component), place, reason);
                if !metadata || !lets_by(&rule, 80) {
                    finding.at_most(Severity::Low);
                }
                finding.breaking(controls);
            }
        }
    }
}

/// Where a rule reaches link-local addresses or a metadata service, and whether the latter.
fn open_places(wires: &Wires<'_>, policy: Place, rule: &RuleView) -> Vec<(Place, bool)> {
    let metadata = set_of(METADATA);
    let local = set_of(&["169.254.0.0/16", "fe80::/10"]);
    let meets = |set: &IpSet| {
        let reached = |wanted: &IpSet| !set.intersection(wanted).is_empty();
        (reached(&metadata) || reached(&local)).then(|| reached(&metadata))
    };
    let peers = wires.rule(policy, PolicyType::Egress, rule.number).map_or(&[][..], |it| it.peers.as_slice());
    let place = |at: usize| peers.get(at).map_or(rule.place, place_of);
    rule.addresses.iter().enumerate().filter_map(|(at, set)| Some((place(at), meets(set)?))).collect()
}

/// Whether a rule lets a TCP port by; a name may be any port.
fn lets_by(rule: &RuleView, port: u16) -> bool {
    rule.has_names || rule.conn.contains(Protocol::Tcp, port)
}

/// Whether a rule is about names alone. Where it reaches the metadata service in the end, the engine says so.
fn is_dns(rule: &RuleView) -> bool {
    let ports = PortSet::from_ranges([(53, 53), (5353, 5353)]);
    let dns = ConnSet::of(Protocol::Udp, ports.clone()).union(&ConnSet::of(Protocol::Tcp, ports));
    !rule.has_names && rule.conn.is_subset(&dns)
}
