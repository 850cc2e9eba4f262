//! `probe-host`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// Probe or hook with another host
    ///
    /// ## What it finds
    /// `host` in `httpGet` or `tcpSocket` of a probe or a lifecycle hook.
    ///
    /// ## Why it matters
    /// The kubelet asks, from the node, whatever address stands there: a way for whoever may edit pods to have requests sent
    /// from the node, past every NetworkPolicy. From Kubernetes 1.34 on, the level `baseline` refuses it.
    ///
    /// ## Fix
    /// Remove `host` from the handler; without it the kubelet asks the pod itself.
    ///
    /// ---
    ///
    /// 別のホストに向けたプローブやフック
    ///
    /// ## 見つけるもの
    /// プローブやライフサイクルフックの `httpGet`、`tcpSocket` に `host` があるもの。
    ///
    /// ## なぜ問題か
    /// kubelet は、そこに書かれたアドレスへノードから要求を送ります。Pod を編集できる人が、NetworkPolicy を通らずにノードから通信を送る手段になります。
    /// Kubernetes 1.34 以降の `baseline` レベルはこれを拒否します。
    ///
    /// ## 直し方
    /// `host` を削除してください。指定がなければ kubelet は Pod 自身に問い合わせます。
    PROBE_HOST = "probe-host", Medium, High, Developer,
    controls: [Pss2],
    topics: [PROBE_HOST],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "hostProbesAndHostLifecycle") {
        let reason = Text::new(
            "a probe or hook asks another host than its pod",
            "プローブやフックが自分の Pod 以外のホストに問い合わせます",
        );
        found.report(findings, reason);
    }
}
