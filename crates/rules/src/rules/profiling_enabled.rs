//! `profiling-enabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Profiling (pprof) enabled on the plugin daemon
    ///
    /// ## What it finds
    /// `PPROF_ENABLED` switched on for the plugin daemon.
    ///
    /// ## Why it matters
    /// Whoever reaches port 5002 can have dumps of the daemon's memory and can keep it busy with profiles. The memory holds
    /// the database's password and the keys of model providers. No login is asked for.
    ///
    /// ## Fix
    /// Remove the setting. For a measurement, switch it on for its time and use `kubectl port-forward`.
    ///
    /// ---
    ///
    /// プラグインデーモンのメモリの公開
    ///
    /// ## 見つけるもの
    /// プラグインデーモンで `PPROF_ENABLED` が有効なもの。
    ///
    /// ## なぜ問題か
    /// 5002 番ポートに到達できれば、ログインなしでデーモンのメモリの内容を取得でき、計測によって負荷もかけられます。
    /// メモリにはデータベースのパスワードやモデル提供元の鍵が含まれます。
    ///
    /// ## 直し方
    /// 設定を削除してください。計測が必要なときだけ有効にし、`kubectl port-forward` 経由で使います。
    PROFILING_ENABLED = "profiling-enabled", High, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::PPROF_ENABLED]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!(
            "`{name}` shows the daemon's memory to whoever reaches it",
            "`{name}` により、到達できる者がデーモンのメモリを読めます"
        )
    });
}
