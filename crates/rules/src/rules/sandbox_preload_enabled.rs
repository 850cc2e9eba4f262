//! `sandbox-preload-enabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Sandbox preload script enabled
    ///
    /// ## What it finds
    /// `ENABLE_PRELOAD` switched on for the sandbox.
    ///
    /// ## Why it matters
    /// The caller may then send a script that runs before the chroot and the filter of system calls are in place, as root.
    /// Before 0.2.10 that was a way out of the sandbox for every user (langgenius/dify-sandbox#96). Dify's api sends no such
    /// script.
    ///
    /// ## Fix
    /// Remove the setting; it is off unless it is switched on, and nothing in Dify needs it.
    ///
    /// ---
    ///
    /// 隔離前のコード実行の許可
    ///
    /// ## 見つけるもの
    /// サンドボックスで `ENABLE_PRELOAD` が有効なもの。
    ///
    /// ## なぜ問題か
    /// 呼び出し元が送ったスクリプトを、chroot とシステムコールの制限が掛かる前に root で実行します。0.2.10 より前では、どの利用者にとってもサンドボックスの抜け道になりました(langgenius/dify-sandbox#96)。
    /// Dify の api がこのようなスクリプトを送ることはありません。
    ///
    /// ## 直し方
    /// この設定を削除してください。既定は無効で、Dify に必要なものはありません。
    SANDBOX_PRELOAD_ENABLED = "sandbox-preload-enabled", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::ENABLE_PRELOAD]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!(
            "`{name}` runs code before the sandbox closes",
            "`{name}` により、隔離される前にコードが実行されます"
        )
    });
}
