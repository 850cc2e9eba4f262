//! `foreign-network-policy`.

use lang::text;
use model::OtherKind;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// Network policy of a kind that is not judged
    ///
    /// ## What it finds
    /// Policies of Cilium, Calico or Antrea. They are named, and their rules are not read. `AdminNetworkPolicy`, `BaselineAdminNetworkPolicy` and
    /// `ClusterNetworkPolicy` are judged like NetworkPolicies, and are not named here.
    ///
    /// ## Why it matters
    /// They may protect Dify, or open what a NetworkPolicy closes. What depends on one is UNKNOWN and not PASS: pods that it selects, or may
    /// select, are not reported as open. About other pods it changes nothing.
    ///
    /// ## Fix
    /// Nothing has to be changed. Where Kubernetes' own NetworkPolicy can say the same, it is judged, and it works with every network plugin.
    ///
    /// ---
    ///
    /// ここでは判定しないネットワークポリシー
    ///
    /// ## 見つけるもの
    /// Cilium、Calico、Antrea のポリシー。存在だけを伝え、ルールの中身は読みません。`AdminNetworkPolicy`、`BaselineAdminNetworkPolicy`、`ClusterNetworkPolicy` は
    /// NetworkPolicy と同じように判定するため、ここでは挙げません。
    ///
    /// ## なぜ問題か
    /// Dify を守っているかもしれませんし、NetworkPolicy が閉じたものを開いているかもしれません。これらに左右される項目は、PASS ではなく UNKNOWN になります。
    /// このようなポリシーの対象となる(またはなりうる)Pod は、開いているとは報告しません。それ以外の Pod の判定は変わりません。
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
        if matches!(other.kind, OtherKind::ForeignPolicy) {
            let (kind, name) = (&other.meta.kind, &other.meta.name.value);
            findings.report(
                &other.meta,
                other.meta.name.place,
                text!("{kind} `{name}` is not judged", "{kind} `{name}` は判定していません"),
            );
        }
    }
}
