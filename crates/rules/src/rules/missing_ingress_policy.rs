//! `missing-ingress-policy`.

use lang::text;

use crate::facts::Facts;
use crate::finding::{Breaking, Findings, Lower};
use crate::wires::Teller;

crate::rule! {
    /// Missing ingress NetworkPolicy
    ///
    /// ## What it finds
    /// Workloads for which a NetworkPolicy governs egress, but none governs ingress.
    ///
    /// ## Why it matters
    /// Everybody in the cluster may connect: another team's pod to Dify's Redis, the sandbox to the plugin daemon. Denying one direction does
    /// not deny the other.
    ///
    /// ## Fix
    /// Name both directions in the default policy of the namespace:
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {}
    ///   policyTypes: [Ingress, Egress]
    /// ```
    ///
    /// ---
    ///
    /// 誰からでも接続できる Pod
    ///
    /// ## 見つけるもの
    /// 外向きの通信を制限する NetworkPolicy はあるのに、内向きの通信を制限するものがないワークロード。
    ///
    /// ## なぜ問題か
    /// クラスターの誰からでも接続できます。ほかのチームの Pod から Dify の Redis へ、サンドボックスからプラグインデーモンへ届いてしまいます。
    /// 片方の向きを拒否しても、もう片方は拒否されません。
    ///
    /// ## 直し方
    /// 名前空間の既定のポリシーに、両方の向きを書いてください。
    ///
    /// ```yaml
    /// spec:
    ///   podSelector: {}
    ///   policyTypes: [Ingress, Egress]
    /// ```
    MISSING_INGRESS_POLICY = "missing-ingress-policy", Medium, High, Operator,
    controls: [Net1, Net5],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wires = facts.wires();
    for (peer, found) in wires.ungoverned(Teller::MissingIngressPolicy) {
        let Some(workload) = wires.workload(peer) else { continue };
        let reason = text!(
            "no NetworkPolicy governs who connects to the pods",
            "Pod への接続を制限する NetworkPolicy がありません"
        );
        let finding = findings.report(workload, workload.meta.name.place, reason);
        finding.breaking(found.controls);
        finding.lower_for_hook(workload);
    }
}
