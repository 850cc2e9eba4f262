//! `long-lived-service-account-token`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;

crate::rule! {
    /// ServiceAccount token without an expiry
    ///
    /// ## What it finds
    /// A Secret of the type `kubernetes.io/service-account-token`: the cluster writes a token into it.
    ///
    /// ## Why it matters
    /// Such a token is valid until the Secret or the account is deleted. A copy of it (in a backup, a log, an environment) opens the API for ever, from
    /// everywhere. Tokens that pods get, and those of `kubectl create token`, expire and are bound to their pod.
    ///
    /// ## Fix
    /// Delete the Secret. Pods need none; for what runs outside of the cluster ask for a token with an end: `kubectl create token NAME --duration 1h`.
    ///
    /// ---
    ///
    /// 期限のない ServiceAccount トークン
    ///
    /// ## 見つけるもの
    /// `kubernetes.io/service-account-token` 型の Secret。クラスターがこの中にトークンを書き込みます。
    ///
    /// ## なぜ問題か
    /// このトークンは、Secret かアカウントを削除するまで有効です。バックアップ、ログ、環境変数などに残った写しがあれば、どこからでもいつまでも API を使えます。
    /// Pod に渡されるトークンや `kubectl create token` のトークンには期限があり、Pod に結び付いています。
    ///
    /// ## 直し方
    /// Secret を削除してください。Pod には不要です。クラスターの外で使う場合は、期限付きで発行します: `kubectl create token 名前 --duration 1h`。
    LONG_LIVED_SERVICE_ACCOUNT_TOKEN = "long-lived-service-account-token", Medium, High, Platform,
    controls: [Rbac3],
    topics: [TOKEN_MOUNTED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let secrets = facts.inventory.configs.iter().filter_map(|it| Some((it, it.secret_type.as_ref()?)));
    for (secret, written) in secrets.filter(|(_, it)| &*it.value == "kubernetes.io/service-account-token") {
        let account = secret.meta.annotation("kubernetes.io/service-account.name");
        let account = account.map_or("?", |it| it.value.expose());
        findings.report(
            &secret.meta,
            written.place,
            text!(
                "a token of the service account `{account}` that never expires",
                "ServiceAccount `{account}` の期限のないトークンです"
            ),
        );
    }
}
