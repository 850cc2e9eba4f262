//! `network-policy-changing-role`.

use findings::Severity;
use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Network policy changes granted by a role
    ///
    /// ## What it finds
    /// A role that creates, changes or deletes network policies: those of Kubernetes, admin policies, those of Cilium and Calico. Policies that an
    /// entry names are of low severity.
    ///
    /// ## Why it matters
    /// Policies add up: one more that allows everything opens what all others keep shut, and deleting the only one does the same. Who may do that lifts
    /// the isolation of the sandbox and of the databases.
    ///
    /// ## Fix
    /// Leave it to the account that deploys the policies. A controller that keeps policies of its own names them in `resourceNames`.
    ///
    /// ---
    ///
    /// ネットワークポリシーを変更できるロール
    ///
    /// ## 見つけるもの
    /// ネットワークポリシーを作成・変更・削除できるロール。Kubernetes 標準のもの、管理者向けポリシー、Cilium・Calico のものが対象です。
    /// 対象を名指ししている場合は重大度「低」になります。
    ///
    /// ## なぜ問題か
    /// ポリシーは足し合わされます。すべてを許すものを一つ加えるだけで、ほかのポリシーによる遮断は意味を失い、唯一のポリシーを削除しても同じ結果になります。
    /// サンドボックスやデータベースの隔離を外せる権限です。
    ///
    /// ## 直し方
    /// ポリシーをデプロイするアカウントだけに与えてください。自分のポリシーを管理するコントローラーには、`resourceNames` で対象を名指しします。
    NETWORK_POLICY_CHANGING_ROLE = "network-policy-changing-role", High, High, Platform,
    controls: [Rbac2],
    topics: [NETWORK_POLICY],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CHANGE_NETWORK_POLICIES, Some(Severity::Low), |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
