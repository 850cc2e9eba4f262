//! `metadata-reachable`.

use lang::text;
use model::{Place, PolicyRule, PolicyType};

use crate::address::{LINK_LOCAL, METADATA, blocks};
use crate::coverage::{is_dns_only, is_everything, lets_by, open_blocks};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use findings::Severity;

crate::rule! {
    /// A policy that lets the metadata service be reached
    ///
    /// ## What it finds
    /// An egress rule whose addresses include the cloud's metadata service (169.254.169.254, or fd00:ec2::254), or without it other link-local
    /// addresses; a rule that does not let port 80 by is of low severity. Where no policy governs egress at all, that is `missing-network-policy`.
    ///
    /// ## Why it matters
    /// The metadata service hands the node's cloud identity to whoever asks. From Dify that is one HTTP node or one plugin away: with the
    /// identity an attacker reads buckets, images and often the Secrets of the whole cluster.
    ///
    /// ## Fix
    /// Except link-local addresses wherever a block is wide. On Alibaba Cloud except `100.100.100.200/32` too.
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [169.254.0.0/16, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]
    /// ```
    ///
    /// ---
    ///
    /// メタデータサービスに届くポリシー
    ///
    /// ## 見つけるもの
    /// 宛先にクラウドのメタデータサービス(169.254.169.254、fd00:ec2::254)またはその他のリンクローカルアドレスを含む egress のルール。80 番ポートを通さないルールは重大度「低」になります。
    /// 外向きの通信を制限するポリシーがまったくない場合は `missing-network-policy` で報告します。
    ///
    /// ## なぜ問題か
    /// メタデータサービスは、尋ねた相手にノードのクラウド権限を渡してしまいます。Dify では HTTP ノードやプラグイン一つで届きます。
    /// その権限があれば、ストレージやイメージ、多くの場合クラスター全体の Secret まで読まれます。
    ///
    /// ## 直し方
    /// 広い範囲を許すところでは、必ずリンクローカルアドレスを除いてください。Alibaba Cloud では `100.100.100.200/32` も除きます。
    ///
    /// ```yaml
    /// - ipBlock:
    ///     cidr: 0.0.0.0/0
    ///     except: [169.254.0.0/16, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]
    /// ```
    METADATA_REACHABLE = "metadata-reachable", High, High, Operator,
    controls: [Net6],
    topics: [METADATA_API],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (policy, workloads) in facts.coverage().governing(PolicyType::Egress) {
        findings.look(1);
        let component = workloads.iter().find_map(|it| it.component);
        let subject = Subject::perhaps(&policy.meta, component);
        let rules = policy.rules(PolicyType::Egress).iter();
        // `allow-all-egress-policy` says what allows everything.
        for rule in rules.filter(|it| !is_dns_only(it) && !is_everything(it)) {
            for (place, metadata) in open_places(rule) {
                let name = &policy.meta.name.value;
                let reason = if metadata {
                    text!(
                        "NetworkPolicy `{name}` lets the metadata service be reached",
                        "NetworkPolicy `{name}` ではメタデータサービスに届きます"
                    )
                } else {
                    text!(
                        "NetworkPolicy `{name}` lets link-local addresses be reached",
                        "NetworkPolicy `{name}` ではリンクローカルアドレスに届きます"
                    )
                };
                let finding = findings.report(subject, place, reason);
                if !metadata || !lets_by(rule, 80) {
                    finding.at_most(Severity::Low);
                }
            }
        }
    }
}

/// Where a rule reaches link-local addresses, and whether the metadata service is among them.
fn open_places(rule: &PolicyRule) -> Vec<(Place, bool)> {
    if rule.peers.is_empty() {
        return vec![(rule.place, true)];
    }
    let peers = open_blocks(rule).filter_map(|(place, block, excepts)| {
        let open = |texts: &[&str]| blocks(texts).iter().any(|it| block.leaves_open(&excepts, it));
        let metadata = open(METADATA);
        (metadata || open(&[LINK_LOCAL])).then_some((place, metadata))
    });
    peers.collect()
}
