//! `unusual-proc-mount`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// Unmasked /proc (procMount)
    ///
    /// ## What it finds
    /// `procMount` other than `Default`.
    ///
    /// ## Why it matters
    /// The runtime hides parts of `/proc` because they show or change the kernel of the node. `Unmasked` opens them again,
    /// which makes sense for nested containers in a user namespace alone. Nothing in Dify needs it.
    ///
    /// ## Fix
    /// Remove `procMount` from the container; the default masks what has to be masked.
    ///
    /// ---
    ///
    /// 保護されていない /proc
    ///
    /// ## 見つけるもの
    /// `procMount` が `Default` 以外のコンテナ。
    ///
    /// ## なぜ問題か
    /// `/proc` にはノードのカーネルの情報を見せたり変更したりする部分があり、ランタイムがそれを隠しています。`Unmasked` はこの保護を外します。意味があるのはユーザー名前空間の中でコンテナを入れ子にする場合だけで、Dify には不要です。
    ///
    /// ## 直し方
    /// コンテナから `procMount` を削除してください。既定の設定で保護されます。
    UNUSUAL_PROC_MOUNT = "unusual-proc-mount", Medium, High, Developer,
    controls: [Pss2],
    topics: [PROC_MOUNT],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "procMount") {
        let reason = Text::new("a container sees an unmasked /proc", "コンテナから /proc の保護が外されています");
        found.report(findings, reason);
    }
}
