//! `admin-api-enabled`.

use dify::settings;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::reading::{report, risks};

crate::rule! {
    /// Admin API enabled (ADMIN_API_KEY)
    ///
    /// ## What it finds
    /// `ADMIN_API_KEY_ENABLE` of the api and `ADMIN_API_ENABLED` of the plugin daemon switched on.
    ///
    /// ## Why it matters
    /// With the api's, whoever has `ADMIN_API_KEY` acts as the owner of any workspace, without a login and without the CSRF
    /// check. With the daemon's, one key installs and removes plugins, that is, runs code. Neither leaves the name of a
    /// person in a log.
    ///
    /// ## Fix
    /// Switch them off and remove the keys. For automation use the service API with a key for each app, or a console account
    /// of its own. If you must have it, keep the route inside the cluster and rotate the key.
    ///
    /// ---
    ///
    /// 一つの鍵ですべてを操作できる管理用 API
    ///
    /// ## 見つけるもの
    /// api の `ADMIN_API_KEY_ENABLE`、またはプラグインデーモンの `ADMIN_API_ENABLED` が有効なもの。
    ///
    /// ## なぜ問題か
    /// api では、`ADMIN_API_KEY` を持つ者が、ログインも CSRF の検査もなしに任意のワークスペースの所有者として操作できます。
    /// プラグインデーモンでは、一つの鍵でプラグインの導入と削除、つまりコードの実行ができます。どちらも、誰が操作したかはログに残りません。
    ///
    /// ## 直し方
    /// 無効にして鍵も削除してください。自動化には、アプリごとの鍵によるサービス API か、専用のコンソールアカウントを使います。
    /// どうしても必要な場合は、経路をクラスター内に限り、鍵を定期的に更新してください。
    ADMIN_API_ENABLED = "admin-api-enabled", Medium, High, Operator,
    controls: [App1],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let found = risks(facts, findings, &[settings::ADMIN_API_KEY_ENABLE, settings::ADMIN_API_ENABLED]);
    report(findings, &found, |risk| {
        let name = risk.name;
        lang::text!("`{name}` lets one key do everything", "`{name}` により、一つの鍵ですべてを操作できます")
    });
}
