//! `nodes-proxy-in-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// nodes/proxy granted by a role
    ///
    /// ## What it finds
    /// A role that allows `nodes/proxy`, with any verb.
    ///
    /// ## Why it matters
    /// `nodes/proxy` reaches the API of every kubelet: commands in every pod of the node, Dify's included, without admission and without a
    /// line in the audit log. `get` alone is enough for that.
    ///
    /// ## Fix
    /// Remove it. Monitoring needs `nodes/metrics` and `nodes/stats`, which are resources of their own.
    ///
    /// ---
    ///
    /// kubelet に接続できるロール
    ///
    /// ## 見つけるもの
    /// `nodes/proxy` を許しているロール。動詞は問いません。
    ///
    /// ## なぜ問題か
    /// `nodes/proxy` を使うと、すべてのノードの kubelet の API に届きます。Dify を含むノード上のどの Pod でもコマンドを実行でき、アドミッションも監査ログも通りません。
    /// `get` だけでも可能です。
    ///
    /// ## 直し方
    /// 外してください。監視に必要なのは `nodes/metrics` と `nodes/stats` で、これらは別のリソースです。
    NODES_PROXY_IN_ROLE = "nodes-proxy-in-role", High, High, Platform,
    controls: [Rbac2],
    topics: [NODES_PROXY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::NODES_PROXY, None, |name, _, _| {
        text!("{name} speaks to every kubelet", "{name} がすべての kubelet に接続できます")
    });
}
