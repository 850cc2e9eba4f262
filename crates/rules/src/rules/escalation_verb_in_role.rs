//! `escalation-verb-in-role`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Privilege escalation verb (bind, escalate, impersonate)
    ///
    /// ## What it finds
    /// A role with one of the verbs that lift the limits of RBAC: `escalate` or `bind` on roles, `impersonate` on users, groups or service
    /// accounts.
    ///
    /// ## Why it matters
    /// Who may escalate, bind or impersonate has in the end every right of the cluster, and with it every Secret of Dify, whatever the
    /// other roles say.
    ///
    /// ## Fix
    /// Remove the verb. To let a person hand on one role, allow `bind` for that role alone and not for workloads:
    ///
    /// ```yaml
    /// - apiGroups: ["rbac.authorization.k8s.io"]
    ///   resources: ["roles"]
    ///   resourceNames: ["dify-operator"]
    ///   verbs: ["bind"]
    /// ```
    ///
    /// ---
    ///
    /// 自分の権限を広げられるロール
    ///
    /// ## 見つけるもの
    /// RBAC の制限を外す動詞を持つロール。ロールに対する `escalate` と `bind`、ユーザー・グループ・ServiceAccount に対する `impersonate` が対象です。
    ///
    /// ## なぜ問題か
    /// これらの動詞があれば、最終的にクラスターのあらゆる権限を得られます。ほかのロールをどれだけ絞っていても、Dify の Secret はすべて読まれてしまいます。
    ///
    /// ## 直し方
    /// その動詞を外してください。特定のロールだけを人に渡せるようにする場合は、対象のロールを限って `bind` を許します。ワークロードには与えません。
    ///
    /// ```yaml
    /// - apiGroups: ["rbac.authorization.k8s.io"]
    ///   resources: ["roles"]
    ///   resourceNames: ["dify-operator"]
    ///   verbs: ["bind"]
    /// ```
    ESCALATION_VERB_IN_ROLE = "escalation-verb-in-role", High, High, Platform,
    controls: [Rbac2],
    topics: [ESCALATION_VERBS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    rights::report(facts, findings, rights::ESCALATE, Some(Severity::Medium), |name, _, opened| {
        let (verb, resource) = (&opened.verb.value, &opened.resource.value);
        text!("{name} allows `{verb}` on `{resource}`", "{name} が `{resource}` に対する `{verb}` を許しています")
    });
}
