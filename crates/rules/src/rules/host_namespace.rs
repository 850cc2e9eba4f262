//! `host-namespace`.

use findings::Severity;
use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::{runs_foreign_code, violated};

crate::rule! {
    /// Host namespace (hostNetwork, hostPID, hostIPC)
    ///
    /// ## What it finds
    /// `hostNetwork`, `hostPID` or `hostIPC` set to true.
    ///
    /// ## Why it matters
    /// On the node's network a pod escapes every NetworkPolicy, has the node's address and reaches the cloud's metadata
    /// service and the kubelet: for a sandbox or an SSRF proxy that is the very thing that it is there to prevent. With the
    /// node's process ids it sees the arguments and environments of everything that runs there.
    ///
    /// ## Fix
    /// Remove the fields; Dify needs none of them. To be reached from outside, use an Ingress or a Service.
    ///
    /// ---
    ///
    /// ノードの名前空間を使う Pod
    ///
    /// ## 見つけるもの
    /// `hostNetwork`、`hostPID`、`hostIPC` のいずれかが true の Pod。
    ///
    /// ## なぜ問題か
    /// ノードのネットワークを使う Pod には NetworkPolicy が効きません。ノードのアドレスで通信し、クラウドのメタデータサービスや kubelet にも到達できます。サンドボックスや SSRF プロキシでは、防ぐはずのことがそのまま可能になります。
    /// ノードのプロセス空間を使うと、そこで動くすべてのプロセスの引数や環境変数が見えます。
    ///
    /// ## 直し方
    /// これらのフィールドを削除してください。Dify にはどれも不要です。外部に公開するには Ingress や Service を使います。
    HOST_NAMESPACE = "host-namespace", Critical, High, Developer,
    controls: [Pss2],
    topics: [HOST_NETWORK, HOST_PID, HOST_IPC],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "hostNamespaces") {
        let reason = Text::new("the pod shares namespaces of its node", "Pod がノードの名前空間を共有しています");
        let finding = found.report(findings, reason);
        if !runs_foreign_code(found.workload) {
            finding.at_most(Severity::High);
        }
    }
}
