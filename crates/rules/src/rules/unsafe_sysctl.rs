//! `unsafe-sysctl`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// Unsafe sysctl
    ///
    /// ## What it finds
    /// Entries of `securityContext.sysctls` that are not on the list of safe ones.
    ///
    /// ## Why it matters
    /// An unsafe parameter may change the node for every pod on it. The kubelet refuses the pod unless the node allows the
    /// parameter, and a namespace at `baseline` refuses it always.
    ///
    /// ## Fix
    /// Remove the entry. Vector stores that ask for `vm.max_map_count` get it from the node's own configuration.
    ///
    /// ---
    ///
    /// Pod の外に影響するカーネルパラメーター
    ///
    /// ## 見つけるもの
    /// `securityContext.sysctls` のうち、安全と認められた一覧にないもの。
    ///
    /// ## なぜ問題か
    /// 安全でないパラメーターは、ノード上のすべての Pod に影響することがあります。ノードが許可していなければ kubelet が、`baseline` の名前空間では常にアドミッションが、この Pod を拒否します。
    ///
    /// ## 直し方
    /// 該当する行を削除してください。ベクトルストアが求める `vm.max_map_count` は、ノード側の設定で与えます。
    UNSAFE_SYSCTL = "unsafe-sysctl", Medium, High, Developer,
    controls: [Pss2],
    topics: [SYSCTLS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "sysctls") {
        let reason = Text::new(
            "the pod sets kernel parameters that reach beyond it",
            "Pod の外に影響するカーネルパラメーターを設定しています",
        );
        found.report(findings, reason);
    }
}
