//! `certificate-approving-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Certificate approval (CSR) granted by a role
    ///
    /// ## What it finds
    /// A role that changes `certificatesigningrequests/approval`, or that has the verb `approve` or `sign` on `signers`.
    ///
    /// ## Why it matters
    /// Who approves certificates can make one for any user or node of the cluster. It stays valid after the role is gone, and there is no way
    /// to revoke it.
    ///
    /// ## Fix
    /// Leave it to the control plane, or name the one signer that a controller serves:
    ///
    /// ```yaml
    /// - apiGroups: ["certificates.k8s.io"]
    ///   resources: ["signers"]
    ///   resourceNames: ["example.com/dify"]
    ///   verbs: ["approve", "sign"]
    /// ```
    ///
    /// ---
    ///
    /// 証明書を承認できるロール
    ///
    /// ## 見つけるもの
    /// `certificatesigningrequests/approval` を変更できるロール、または `signers` に対する `approve`・`sign` を持つロール。
    ///
    /// ## なぜ問題か
    /// 証明書を承認できれば、クラスターのどのユーザーやノードの証明書でも作れます。発行した証明書はロールを消した後も有効で、失効させる方法がありません。
    ///
    /// ## 直し方
    /// 承認はコントロールプレーンに任せてください。コントローラーが必要とする場合は、担当する署名者だけを名指しします。
    ///
    /// ```yaml
    /// - apiGroups: ["certificates.k8s.io"]
    ///   resources: ["signers"]
    ///   resourceNames: ["example.com/dify"]
    ///   verbs: ["approve", "sign"]
    /// ```
    CERTIFICATE_APPROVING_ROLE = "certificate-approving-role", High, High, Platform,
    controls: [Rbac2],
    topics: [APPROVE_CSR],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::APPROVE_CERTIFICATES, Some(Severity::Low), |name, _, opened| {
        let resource = &opened.resource.value;
        text!("{name} approves certificates (`{resource}`)", "{name} が証明書を承認できます(`{resource}`)")
    });
}
