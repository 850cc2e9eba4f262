//! `login-disabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Login disabled
    ///
    /// ## What it finds
    /// `LOGIN_DISABLED` switched on for the api.
    ///
    /// ## Why it matters
    /// A help for Dify's own tests: the check of the session is left out. Whoever reaches the console's API is let in.
    ///
    /// ## Fix
    /// Remove the setting. There is no use for it outside tests.
    ///
    /// ---
    ///
    /// ログイン認証の無効化
    ///
    /// ## 見つけるもの
    /// api で `LOGIN_DISABLED` が有効なもの。
    ///
    /// ## なぜ問題か
    /// Dify 自身のテスト用の機能で、セッションの検査が省かれます。コンソールの API に到達できれば、誰でも通されます。
    ///
    /// ## 直し方
    /// この設定を削除してください。テスト以外に使い道はありません。
    LOGIN_DISABLED = "login-disabled", Critical, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::LOGIN_DISABLED]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!("`{name}` switches authentication off", "`{name}` により認証が無効になっています")
    });
}
