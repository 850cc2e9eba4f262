//! `api-service-changing-role`.

use findings::Severity;
use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// APIService changes granted by a role
    ///
    /// ## What it finds
    /// A role that creates or changes `apiservices`.
    ///
    /// ## Why it matters
    /// An APIService sends a group of the API to a server of somebody's choice. From then on that server sees every request to the group with the name and
    /// groups of whoever asks, and answers in place of the API server.
    ///
    /// ## Fix
    /// Leave it to the account that installs such servers (the metrics server is one).
    ///
    /// ---
    ///
    /// API の一部を差し替えられるロール
    ///
    /// ## 見つけるもの
    /// `apiservices` を作成・変更できるロール。
    ///
    /// ## なぜ問題か
    /// APIService は、API の一つのグループを任意のサーバーに転送します。以後そのサーバーには、グループへのすべてのリクエストが要求者の名前とグループとともに渡り、
    /// API サーバーの代わりに応答できます。
    ///
    /// ## 直し方
    /// metrics-server など、そうしたサーバーを導入するアカウントだけに与えてください。
    API_SERVICE_CHANGING_ROLE = "api-service-changing-role", High, High, Platform,
    controls: [Rbac2],
    topics: [WEBHOOK_CONFIG],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CHANGE_API_SERVICES, Some(Severity::Medium), |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
