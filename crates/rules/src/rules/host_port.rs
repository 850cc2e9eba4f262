//! `host-port`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// hostPort in use
    ///
    /// ## What it finds
    /// `hostPort` in `ports` of a container.
    ///
    /// ## Why it matters
    /// The port is open on the node's own address, beside every Service and Ingress, and depending on the network plugin
    /// beside every NetworkPolicy. Dify's databases and the plugin daemon's debugging port must not be reachable that way.
    ///
    /// ## Fix
    /// Remove `hostPort`; a Service reaches `containerPort` without it.
    ///
    /// ---
    ///
    /// ノードのポートの占有
    ///
    /// ## 見つけるもの
    /// コンテナの `ports` に `hostPort` があるもの。
    ///
    /// ## なぜ問題か
    /// Service や Ingress とは別に、ノード自身のアドレスでポートが開きます。ネットワークプラグインによっては NetworkPolicy も効きません。
    /// Dify のデータベースやプラグインデーモンのデバッグ用ポートに、この経路で到達できてはなりません。
    ///
    /// ## 直し方
    /// `hostPort` を削除してください。Service は `hostPort` がなくても `containerPort` に届きます。
    HOST_PORT = "host-port", Medium, High, Developer,
    controls: [Pss2, Net5],
    topics: [HOST_PORT],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "hostPorts") {
        // On the node's network every port is the node's: `host-namespace` says so once.
        if found.workload.pod.spec.host_network.is_some_and(|shared| shared.value) {
            continue;
        }
        let reason = Text::new("a container takes a port of its node", "コンテナがノードのポートを占有しています");
        found.report(findings, reason);
    }
}
