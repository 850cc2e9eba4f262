//! `debug-mode`.

use dify::Component;
use dify::settings::{DEBUG, FLASK_DEBUG};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report_one, risks};
use findings::Severity;

crate::rule! {
    /// Debug mode enabled
    ///
    /// ## What it finds
    /// `DEBUG` or `FLASK_DEBUG` switched on for `api`, `api-websocket` or `worker`.
    ///
    /// ## Why it matters
    /// The api then runs Flask's development server, for one developer on one machine: it answers errors with pieces of its
    /// source and its variables, and its debugger can run code. `SECRET_KEY` and the passwords are among the variables.
    ///
    /// ## Fix
    /// Remove both settings, or set them to `"false"`. For more in the log, `LOG_LEVEL` is enough.
    ///
    /// ---
    ///
    /// デバッグモードでの動作
    ///
    /// ## 見つけるもの
    /// `api`、`api-websocket`、`worker` で `DEBUG` または `FLASK_DEBUG` が有効なもの。
    ///
    /// ## なぜ問題か
    /// api が Flask の開発用サーバーで動きます。開発者一人のためのもので、エラー時にソースコードや変数を表示し、デバッガーからコードを実行できることもあります。変数には `SECRET_KEY` やパスワードも含まれます。
    ///
    /// ## 直し方
    /// 両方の設定を削除するか、`"false"` にしてください。ログを詳しくしたいだけなら `LOG_LEVEL` で足ります。
    DEBUG_MODE = "debug-mode", High, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for risk in risks(facts, findings, &[DEBUG, FLASK_DEBUG]) {
        let name = risk.name;
        let reason = lang::text!("`{name}` runs Dify in debug mode", "`{name}` により Dify がデバッグモードで動きます");
        let answers_nobody = risk.workload.is_some_and(|workload| workload.component == Some(Component::Worker));
        let finding = report_one(findings, &risk, reason);
        if answers_nobody {
            finding.at_most(Severity::Medium);
        }
    }
}
