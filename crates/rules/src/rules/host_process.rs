//! `host-process`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// HostProcess container (Windows)
    ///
    /// ## What it finds
    /// `windowsOptions.hostProcess: true`.
    ///
    /// ## Why it matters
    /// Such a container runs on the Windows node itself, with the rights of the account that it names. Dify has no Windows
    /// images; a pod like this in its namespace belongs elsewhere.
    ///
    /// ## Fix
    /// Remove the field, or move the pod to a namespace for node agents.
    ///
    /// ---
    ///
    /// Windows の HostProcess コンテナ
    ///
    /// ## 見つけるもの
    /// `windowsOptions.hostProcess: true` の Pod やコンテナ。
    ///
    /// ## なぜ問題か
    /// HostProcess コンテナは Windows ノードの上で直接、指定されたアカウントの権限で動きます。Dify に Windows 用のイメージはないため、Dify の名前空間にあるべき Pod ではありません。
    ///
    /// ## 直し方
    /// このフィールドを削除するか、ノード用エージェントの名前空間に移してください。
    HOST_PROCESS = "host-process", High, High, Developer,
    controls: [Pss2],
    topics: [HOST_PROCESS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "windowsHostProcess") {
        let reason =
            Text::new("a container runs on the Windows node itself", "コンテナが Windows ノードの上で直接動きます");
        found.report(findings, reason);
    }
}
