//! `swagger-enabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Swagger UI enabled
    ///
    /// ## What it finds
    /// `SWAGGER_UI_ENABLED` switched on, or not set: the code's default is on. Dify's Compose file switches it off, most
    /// charts do not mention it.
    ///
    /// ## Why it matters
    /// Anybody who reaches the api gets a page at `/swagger-ui.html` that lists every route and tries them out. The routes
    /// are no secret, but the page saves an attacker the work and says which version's routes are there.
    ///
    /// ## Fix
    /// ```yaml
    /// SWAGGER_UI_ENABLED: "false"
    /// ```
    /// for `api` (and `api-websocket`).
    ///
    /// ---
    ///
    /// API 一覧の公開
    ///
    /// ## 見つけるもの
    /// `SWAGGER_UI_ENABLED` が有効、または未設定のもの。コード上の既定は有効です。Dify の Compose ファイルは無効にしていますが、多くのチャートには記載がありません。
    ///
    /// ## なぜ問題か
    /// api に到達できる誰もが、`/swagger-ui.html` ですべての経路を一覧し、その場で試せます。
    /// 経路自体は秘密ではありませんが、攻撃者の手間を省き、どのバージョンの経路があるかを教えることになります。
    ///
    /// ## 直し方
    /// `api`(と `api-websocket`)に設定してください。
    /// ```yaml
    /// SWAGGER_UI_ENABLED: "false"
    /// ```
    SWAGGER_ENABLED = "swagger-enabled", Low, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::SWAGGER_UI_ENABLED]);
    report(findings, &found, |risk| {
        let name = risk.name;
        if risk.is_set {
            lang::text!("`{name}` shows every route to anybody", "`{name}` により、誰でもすべての経路を閲覧できます")
        } else {
            lang::text!(
                "`{name}` is not set, and its default shows every route to anybody",
                "`{name}` が未設定で、既定では誰でもすべての経路を閲覧できます"
            )
        }
    });
}
