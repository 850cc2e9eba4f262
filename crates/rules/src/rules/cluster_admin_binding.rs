//! `cluster-admin-binding`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// cluster-admin binding
    ///
    /// ## What it finds
    /// A ClusterRoleBinding or RoleBinding to the ClusterRole `cluster-admin`, other than the one that the control plane keeps for itself.
    ///
    /// ## Why it matters
    /// `cluster-admin` may do everything: read every Secret, Dify's included, change every policy, and delete the traces. Whoever takes over
    /// one of the bound accounts takes over the cluster.
    ///
    /// ## Fix
    /// Bind a role that names what is needed. For the daily work on Dify that is a Role in its namespace:
    ///
    /// ```yaml
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: Role
    ///   name: dify-operator
    /// ```
    ///
    /// ---
    ///
    /// cluster-admin へのバインディング
    ///
    /// ## 見つけるもの
    /// ClusterRole `cluster-admin` を参照する ClusterRoleBinding・RoleBinding。コントロールプレーン自身のものは除きます。
    ///
    /// ## なぜ問題か
    /// `cluster-admin` は何でもできます。Dify を含むすべての Secret を読み、あらゆるポリシーを書き換え、痕跡も消せます。
    /// 与えた相手の一つを乗っ取られると、クラスター全体を乗っ取られます。
    ///
    /// ## 直し方
    /// 必要な操作だけを挙げたロールを与えてください。Dify の日常の運用には、名前空間内の Role で足ります。
    ///
    /// ```yaml
    /// roleRef:
    ///   apiGroup: rbac.authorization.k8s.io
    ///   kind: Role
    ///   name: dify-operator
    /// ```
    CLUSTER_ADMIN_BINDING = "cluster-admin-binding", Critical, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [CLUSTER_ADMIN],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for binding in rights::bindings(facts, findings) {
        if &*binding.role_kind != "ClusterRole" || &*binding.role_name.value != "cluster-admin" {
            continue;
        }
        // A service account without a namespace is nobody in a ClusterRoleBinding, and the API server refuses it.
        if rights::whom(facts, binding).is_empty() {
            continue;
        }
        let name = rights::named_object(&binding.meta);
        let whole = &*binding.meta.kind == "ClusterRoleBinding";
        let reason = if whole {
            text!("{name} gives every right in the cluster", "{name} がクラスターのすべての権限を与えています")
        } else {
            text!("{name} gives every right in its namespace", "{name} が名前空間のすべての権限を与えています")
        };
        let finding = findings.report(&binding.meta, binding.role_name.place, reason);
        finding.detail(rights::subjects(facts, binding));
        // A pod that is broken into has the account's rights at once; a person's login is a step of its own.
        let is_pods = rights::whom(facts, binding).iter().any(rights::is_of_pods);
        if !whole || !is_pods {
            finding.at_most(Severity::High);
        }
    }
}
