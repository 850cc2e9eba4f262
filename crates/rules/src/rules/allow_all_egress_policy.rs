//! `allow-all-egress-policy`.

use lang::text;
use model::PolicyType;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::unlimited;

crate::rule! {
    /// NetworkPolicy allows all egress
    ///
    /// ## What it finds
    /// An egress rule without peers and without ports (`- {}`), or to `0.0.0.0/0` or `::/0` without `except` and without ports.
    ///
    /// ## Why it matters
    /// Policies add up: one such rule undoes the default deny for the pods that it selects. They reach the metadata service, the nodes, and
    /// every other namespace. The PostgreSQL and Redis charts of Bitnami, which come with Dify's charts, bring such a rule.
    ///
    /// ## Fix
    /// Name what the pods connect to. Databases, Redis and vector stores need DNS and their own replicas. For the Bitnami charts set
    /// `networkPolicy.allowExternalEgress: false`.
    ///
    /// ---
    ///
    /// 外向きの通信をすべて許す NetworkPolicy
    ///
    /// ## 見つけるもの
    /// 宛先もポートも指定のない egress のルール(`- {}`)、または `except` もポートもない `0.0.0.0/0`・`::/0` へのルール。
    ///
    /// ## なぜ問題か
    /// NetworkPolicy は足し合わされます。このルールが一つあるだけで、対象の Pod では既定の拒否が意味を失い、メタデータサービスにも、ノードにも、ほかの名前空間にも接続できます。
    /// Dify のチャートに含まれる Bitnami の PostgreSQL と Redis のチャートが、このルールを持っています。
    ///
    /// ## 直し方
    /// 接続先を挙げてください。データベース、Redis、ベクトルストアに必要なのは DNS と自身のレプリカだけです。Bitnami のチャートでは
    /// `networkPolicy.allowExternalEgress: false` を指定します。
    ALLOW_ALL_EGRESS_POLICY = "allow-all-egress-policy", Medium, High, Operator,
    controls: [Net1, Net3, Net4, Net5, Net6],
    topics: [NETWORK_POLICY, METADATA_API],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    unlimited::report(facts, findings, PolicyType::Egress, |kind, name| {
        text!("{kind} `{name}` allows all egress", "{kind} `{name}` が外向きの通信をすべて許しています")
    });
}
