//! `webhook-changing-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Admission webhook changes granted by a role
    ///
    /// ## What it finds
    /// A role that creates, changes or deletes webhook configurations or admission policies.
    ///
    /// ## Why it matters
    /// A webhook sees every object that is written, Dify's Secrets among them, and can change it. Who may delete one turns off the policies
    /// that protect the namespace.
    ///
    /// ## Fix
    /// Leave it to the account that installs the policy engine. A controller that renews its certificate in its own webhook names it:
    ///
    /// ```yaml
    /// - apiGroups: ["admissionregistration.k8s.io"]
    ///   resources: ["validatingwebhookconfigurations"]
    ///   resourceNames: ["my-controller"]
    ///   verbs: ["patch"]
    /// ```
    ///
    /// ---
    ///
    /// アドミッションを変更できるロール
    ///
    /// ## 見つけるもの
    /// Webhook の設定やアドミッションポリシーを作成・変更・削除できるロール。
    ///
    /// ## なぜ問題か
    /// Webhook には、Dify の Secret を含め、書き込まれるすべてのオブジェクトが渡り、内容も書き換えられます。削除できれば、名前空間を守るポリシーを止められます。
    ///
    /// ## 直し方
    /// ポリシーエンジンを導入するアカウントだけに与えてください。自分の Webhook の証明書を更新するコントローラーには、対象を名指しします。
    ///
    /// ```yaml
    /// - apiGroups: ["admissionregistration.k8s.io"]
    ///   resources: ["validatingwebhookconfigurations"]
    ///   resourceNames: ["my-controller"]
    ///   verbs: ["patch"]
    /// ```
    WEBHOOK_CHANGING_ROLE = "webhook-changing-role", High, High, Platform,
    controls: [Rbac2],
    topics: [WEBHOOK_CONFIG],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CHANGE_WEBHOOKS, Some(Severity::Low), |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
