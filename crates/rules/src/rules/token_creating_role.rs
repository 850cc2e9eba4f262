//! `token-creating-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// serviceaccounts/token granted by a role
    ///
    /// ## What it finds
    /// A role that allows `create` on `serviceaccounts/token`.
    ///
    /// ## Why it matters
    /// Who makes a token for a service account acts with its rights, from anywhere and until the token expires. In Dify's namespace that
    /// leads from one small role to whatever the strongest service account there may do.
    ///
    /// ## Fix
    /// Remove it. Pods get their tokens from kubelet and need no such right. A controller that must ask for tokens names the accounts:
    ///
    /// ```yaml
    /// - apiGroups: [""]
    ///   resources: ["serviceaccounts/token"]
    ///   resourceNames: ["vault-auth"]
    ///   verbs: ["create"]
    /// ```
    ///
    /// ---
    ///
    /// トークンを発行できるロール
    ///
    /// ## 見つけるもの
    /// `serviceaccounts/token` に対する `create` を許しているロール。
    ///
    /// ## なぜ問題か
    /// ServiceAccount のトークンを発行できれば、有効期限が切れるまで、どこからでもその権限で操作できます。
    /// Dify の名前空間では、小さなロールから、そこで最も強い ServiceAccount の権限にまで広がります。
    ///
    /// ## 直し方
    /// 外してください。Pod のトークンは kubelet が用意するため、この権限は要りません。トークンを要求するコントローラーには、対象のアカウントを限って与えます。
    ///
    /// ```yaml
    /// - apiGroups: [""]
    ///   resources: ["serviceaccounts/token"]
    ///   resourceNames: ["vault-auth"]
    ///   verbs: ["create"]
    /// ```
    TOKEN_CREATING_ROLE = "token-creating-role", High, High, Platform,
    controls: [Rbac2],
    topics: [TOKEN_CREATION],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CREATE_TOKENS, Some(Severity::Low), |name, _, _| {
        text!("{name} makes tokens of service accounts", "{name} が ServiceAccount のトークンを発行できます")
    });
}
