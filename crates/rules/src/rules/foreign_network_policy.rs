//! `foreign-network-policy`.

use lang::text;
use model::OtherKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// A network policy that is not judged here
    ///
    /// ## What it finds
    /// Policies of Cilium, Calico or Antrea, and `AdminNetworkPolicy`, `BaselineAdminNetworkPolicy`, `ClusterNetworkPolicy`. They are named, and
    /// their rules are not read.
    ///
    /// ## Why it matters
    /// They may protect Dify, or open what a NetworkPolicy closes. What depends on them is UNKNOWN and not PASS: a namespace without any
    /// NetworkPolicy is not reported as open while such a policy is there.
    ///
    /// ## Fix
    /// Nothing has to be changed. Where Kubernetes' own NetworkPolicy can say the same, it is judged, and it works with every network plugin.
    ///
    /// ---
    ///
    /// ここでは判定しないネットワークポリシー
    ///
    /// ## 見つけるもの
    /// Cilium、Calico、Antrea のポリシーと、`AdminNetworkPolicy`、`BaselineAdminNetworkPolicy`、`ClusterNetworkPolicy`。存在だけを伝え、ルールの中身は読みません。
    ///
    /// ## なぜ問題か
    /// Dify を守っているかもしれませんし、NetworkPolicy が閉じたものを開いているかもしれません。これらに左右される項目は、PASS ではなく UNKNOWN になります。
    /// このようなポリシーがあれば、NetworkPolicy のない名前空間でも、開いているとは報告しません。
    ///
    /// ## 直し方
    /// 変更する必要はありません。同じことを Kubernetes 標準の NetworkPolicy で書ければ判定の対象になり、どのネットワークプラグインでも動きます。
    FOREIGN_NETWORK_POLICY = "foreign-network-policy", Low, High, Operator,
    controls: [],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for other in &facts.inventory.others {
        if matches!(other.kind, OtherKind::ForeignPolicy | OtherKind::AdminPolicy) {
            let (kind, name) = (&other.meta.kind, &other.meta.name.value);
            findings.report(
                &other.meta,
                other.meta.name.place,
                text!("{kind} `{name}` is not judged", "{kind} `{name}` は判定していません"),
            );
        }
    }
}
