//! `namespace-changing-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Namespace changes granted by a role
    ///
    /// ## What it finds
    /// A role that allows `update` or `patch` on `namespaces`. By a RoleBinding it holds for the namespace where the binding stands.
    ///
    /// ## Why it matters
    /// What a namespace refuses is written in its labels (`pod-security.kubernetes.io/enforce`). Who may change them switches Pod Security off, and then
    /// starts a privileged pod. Network policies that choose namespaces by their labels are opened in the same way.
    ///
    /// ## Fix
    /// Leave it to the account that sets up namespaces. Who works in a namespace needs `get` at most.
    ///
    /// ---
    ///
    /// 名前空間を変更できるロール
    ///
    /// ## 見つけるもの
    /// `namespaces` に対する `update` または `patch` を許しているロール。RoleBinding で与えた場合は、それが置かれた名前空間に対して有効です。
    ///
    /// ## なぜ問題か
    /// 名前空間が何を拒否するかは、そのラベル(`pod-security.kubernetes.io/enforce`)で決まります。ラベルを変更できれば Pod Security を無効にして、特権 Pod を起動できます。
    /// 名前空間をラベルで選ぶネットワークポリシーも、同じ方法で開けられます。
    ///
    /// ## 直し方
    /// 名前空間を用意するアカウントだけに与えてください。名前空間の中で作業するだけなら、`get` で足ります。
    NAMESPACE_CHANGING_ROLE = "namespace-changing-role", High, High, Platform,
    controls: [Rbac2],
    topics: [POD_SECURITY_ENFORCED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::CHANGE_NAMESPACES, None, |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
