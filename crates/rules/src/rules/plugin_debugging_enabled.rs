//! `plugin-debugging-enabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Plugin debugging enabled
    ///
    /// ## What it finds
    /// `PLUGIN_REMOTE_INSTALLING_ENABLED` on, or not set: the default is on. Whether port 5003 can be reached is another
    /// rule's question.
    ///
    /// ## Why it matters
    /// A developer's machine connects to port 5003 and runs as a plugin of a workspace, guarded by one debugging key. In
    /// production nobody needs the port, and each door that is open is one more key to keep.
    ///
    /// ## Fix
    /// ```yaml
    /// PLUGIN_REMOTE_INSTALLING_ENABLED: "false"
    /// ```
    /// and remove port 5003 from Services and NetworkPolicies.
    ///
    /// ---
    ///
    /// プラグインの外部からの接続の許可
    ///
    /// ## 見つけるもの
    /// `PLUGIN_REMOTE_INSTALLING_ENABLED` が有効、または未設定のもの(既定は有効)。5003 番ポートに到達できるかどうかは別のルールが判断します。
    ///
    /// ## なぜ問題か
    /// 開発者の手元の環境が 5003 番ポートに接続し、ワークスペースのプラグインとして動作します。守っているのはデバッグ用の鍵一つだけです。
    /// 本番環境では不要です。開いている入口が増えるほど、守るべき鍵も増えます。
    ///
    /// ## 直し方
    /// 次のように設定し、Service と NetworkPolicy からも 5003 番ポートを削除してください。
    /// ```yaml
    /// PLUGIN_REMOTE_INSTALLING_ENABLED: "false"
    /// ```
    PLUGIN_DEBUGGING_ENABLED = "plugin-debugging-enabled", Low, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::PLUGIN_REMOTE_INSTALLING_ENABLED]);
    report(findings, &found, |risk| {
        let name = risk.name;
        if risk.is_set {
            lang::text!(
                "`{name}` lets plugins connect from outside",
                "`{name}` により、外部からプラグインを接続できます"
            )
        } else {
            lang::text!(
                "`{name}` is not set, and its default lets plugins connect from outside",
                "`{name}` が未設定で、既定では外部からプラグインを接続できます"
            )
        }
    });
}
