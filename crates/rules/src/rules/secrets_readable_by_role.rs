//! `secrets-readable-by-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Secrets readable through a role
    ///
    /// ## What it finds
    /// A role that allows `get`, `list` or `watch` on Secrets. `list` and `watch` show the contents too. A grant on Secrets that are named by
    /// `resourceNames` is of low severity.
    ///
    /// ## Why it matters
    /// Every credential of Dify is in Secrets of its namespace: `SECRET_KEY`, the database password, the key of the plugin daemon. Who reads
    /// one Secret of a service account also takes over its rights.
    ///
    /// ## Fix
    /// Remove `secrets` from the role; to operate Dify, pods, logs and Deployments are enough. Where a controller needs one Secret, name it:
    ///
    /// ```yaml
    /// - apiGroups: [""]
    ///   resources: ["secrets"]
    ///   resourceNames: ["dify-tls"]
    ///   verbs: ["get"]
    /// ```
    ///
    /// ---
    ///
    /// Secret を読めるロール
    ///
    /// ## 見つけるもの
    /// Secret に対する `get`、`list`、`watch` を許しているロール。`list` と `watch` でも中身が見えます。`resourceNames` で対象を限っている場合は重大度「低」になります。
    ///
    /// ## なぜ問題か
    /// Dify の認証情報は、`SECRET_KEY`、データベースのパスワード、プラグインデーモンの鍵のいずれも、名前空間の Secret にあります。
    /// ServiceAccount のトークンを持つ Secret を読まれると、その権限もそのまま奪われます。
    ///
    /// ## 直し方
    /// ロールから `secrets` を外してください。Dify の運用には、Pod、ログ、Deployment を見られれば十分です。コントローラーが特定の Secret を必要とする場合は、名前を挙げます。
    ///
    /// ```yaml
    /// - apiGroups: [""]
    ///   resources: ["secrets"]
    ///   resourceNames: ["dify-tls"]
    ///   verbs: ["get"]
    /// ```
    SECRETS_READABLE_BY_ROLE = "secrets-readable-by-role", High, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [READ_SECRETS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::READ_SECRETS, Some(Severity::Low), |name, entry, opened| {
        let verb = &opened.verb.value;
        if entry.resource_names.is_empty() {
            text!("{name} reads every Secret (`{verb}`)", "{name} がすべての Secret を読めます(`{verb}`)")
        } else {
            let n = entry.resource_names.len();
            text!(
                "{name} reads {n} named Secret(s) (`{verb}`)",
                "{name} が名前を指定した {n} 個の Secret を読めます(`{verb}`)"
            )
        }
    });
}
