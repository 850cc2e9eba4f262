//! `privileged-container`.

use findings::Severity;
use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::{runs_foreign_code, violated};

crate::rule! {
    /// Privileged container
    ///
    /// ## What it finds
    /// A container with `securityContext.privileged: true`, init containers included.
    ///
    /// ## Why it matters
    /// A privileged container is root on the node: whoever gets code to run in it owns the node and every other pod there.
    /// Dify runs code of users (code nodes) and of strangers (plugins), so that is one bug away. No part of Dify needs it,
    /// not even the sandbox; some vector stores (openGauss in Dify's Compose file) are shipped so and want a node of their
    /// own then.
    ///
    /// ## Fix
    /// Remove the field. For what the container really needs, add single capabilities:
    /// ```yaml
    /// securityContext:
    ///   privileged: false
    ///   allowPrivilegeEscalation: false
    ///   capabilities: {drop: [ALL]}
    /// ```
    /// A `sysctl` init container of a vector store can be replaced by setting the value on the node.
    ///
    /// ---
    ///
    /// 特権コンテナ
    ///
    /// ## 見つけるもの
    /// `securityContext.privileged: true` のコンテナ。init コンテナも含みます。
    ///
    /// ## なぜ問題か
    /// 特権コンテナの中はノードの root と同じです。そこでコードを実行できた者は、ノードとその上のすべての Pod を支配できます。
    /// Dify は利用者のコード(コードノード)や第三者のコード(プラグイン)を動かすため、欠陥が一つあるだけで現実の被害になります。
    /// Dify のコンポーネントで特権を必要とするものはありません。サンドボックスにも不要です。一部のベクトルストア(Dify の Compose ファイルにある openGauss など)は特権付きで配布されていますが、その場合は専用のノードに分けてください。
    ///
    /// ## 直し方
    /// このフィールドを削除してください。本当に必要な権限は、個別のケーパビリティとして追加します。
    /// ```yaml
    /// securityContext:
    ///   privileged: false
    ///   allowPrivilegeEscalation: false
    ///   capabilities: {drop: [ALL]}
    /// ```
    /// ベクトルストアの `sysctl` 用 init コンテナは、ノード側で値を設定すれば不要になります。
    PRIVILEGED_CONTAINER = "privileged-container", Critical, High, Developer,
    controls: [Pss2, Ctr3],
    topics: [PRIVILEGED],
    fix: Review,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "privileged") {
        let reason = Text::new(
            "a container is privileged: it is root on the node",
            "特権コンテナです。ノードの root と同じ権限を持ちます",
        );
        let finding = found.report(findings, reason);
        if !runs_foreign_code(found.workload) {
            finding.at_most(Severity::High);
        }
    }
}
