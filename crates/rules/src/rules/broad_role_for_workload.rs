//! `broad-role-for-workload`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Built-in role admin or edit bound to a workload
    ///
    /// ## What it finds
    /// A binding that gives a service account the built-in ClusterRole `admin` or `edit`. People and groups are left out: for them these
    /// roles are meant.
    ///
    /// ## Why it matters
    /// `edit` reads Secrets, enters pods, and runs pods under every service account of the namespace. A pod of Dify with such an account turns
    /// one hole in a plugin or in the api into the whole namespace.
    ///
    /// ## Fix
    /// Write a Role with the few things that the workload does. Dify itself does nothing with the Kubernetes API and needs no binding.
    ///
    /// ---
    ///
    /// 組み込みロール admin・edit を持つ ServiceAccount
    ///
    /// ## 見つけるもの
    /// 組み込みの ClusterRole `admin` または `edit` を ServiceAccount に与えているバインディング。人やグループに与えるものは、本来の使い方なので対象外です。
    ///
    /// ## なぜ問題か
    /// `edit` があれば、Secret を読み、Pod の中に入り、名前空間のどの ServiceAccount でも Pod を動かせます。Dify の Pod がこの権限を持つと、
    /// プラグインや api の穴が一つあるだけで名前空間全体に被害が広がります。
    ///
    /// ## 直し方
    /// ワークロードが実際に行う操作だけを挙げた Role を作ってください。Dify 自体は Kubernetes API を使わないため、バインディングは要りません。
    BROAD_ROLE_FOR_WORKLOAD = "broad-role-for-workload", High, High, Platform,
    controls: [Rbac1, Rbac2],
    topics: [READ_SECRETS, CREATE_PODS],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for binding in rights::bindings(facts, findings) {
        let role = &*binding.role_name.value;
        if &*binding.role_kind != "ClusterRole" || !matches!(role, "admin" | "edit") {
            continue;
        }
        if binding.subjects.iter().any(|it| &*it.kind == "ServiceAccount") {
            let name = rights::named_object(&binding.meta);
            findings
                .report(
                    &binding.meta,
                    binding.role_name.place,
                    text!(
                        "{name} gives a service account the role `{role}`",
                        "{name} が ServiceAccount にロール `{role}` を与えています"
                    ),
                )
                .detail(rights::subjects(facts, binding));
        }
    }
}
