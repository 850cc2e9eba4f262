//! `debug-log-level`.

use dify::settings::{GIN_MODE, LOG_LEVEL};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// DEBUG log level
    ///
    /// ## What it finds
    /// `LOG_LEVEL=DEBUG` for the api and the worker, and `GIN_MODE=debug` for the sandbox.
    ///
    /// ## Why it matters
    /// At this level Dify and the libraries that it uses write more than anybody checked for secrets: addresses with keys in
    /// them, prompts, pieces of documents. It also hides the few lines that matter, and one further setting
    /// (`ENABLE_REQUEST_LOGGING`) adds passwords.
    ///
    /// ## Fix
    /// ```yaml
    /// LOG_LEVEL: INFO
    /// GIN_MODE: release
    /// ```
    ///
    /// ---
    ///
    /// DEBUG のログレベル
    ///
    /// ## 見つけるもの
    /// api と worker の `LOG_LEVEL=DEBUG`、サンドボックスの `GIN_MODE=debug`。
    ///
    /// ## なぜ問題か
    /// このレベルでは、Dify や利用しているライブラリーが、秘密情報を含むかどうか確認されていない内容まで出力します。鍵を含むアドレス、プロンプト、ドキュメントの一部などです。
    /// 重要な行も埋もれます。さらに `ENABLE_REQUEST_LOGGING` を有効にすると、パスワードまで記録されます。
    ///
    /// ## 直し方
    /// 次のように設定してください。
    /// ```yaml
    /// LOG_LEVEL: INFO
    /// GIN_MODE: release
    /// ```
    DEBUG_LOG_LEVEL = "debug-log-level", Low, High, Operator,
    controls: [App1],
    topics: [LOGGING],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[LOG_LEVEL, GIN_MODE]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!("`{name}` writes internals into the log", "`{name}` により、内部の情報までログに出力されます")
    });
}
