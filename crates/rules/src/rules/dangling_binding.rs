//! `dangling-binding`.

use std::collections::HashSet;

use lang::text;
use model::Meta;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;

crate::rule! {
    /// Binding without its role or account
    ///
    /// ## What it finds
    /// A RoleBinding to a Role, or a binding to a service account, that is not in the input although other roles or accounts of the same
    /// namespace are. ClusterRoles are left out, since many are built in; so is the account `default`.
    ///
    /// ## Why it matters
    /// The binding waits: whoever makes a role or an account of that name gets the grant without anybody deciding it. More often it is a
    /// spelling mistake, and the grant that was meant is missing.
    ///
    /// ## Fix
    /// Correct the name, or delete the binding. If the missing part is deployed from elsewhere, give both to the audit together.
    ///
    /// ---
    ///
    /// ロールや ServiceAccount の実体がないバインディング
    ///
    /// ## 見つけるもの
    /// 参照先の Role または ServiceAccount が入力に見当たらないバインディング。同じ名前空間のほかのロールやアカウントが入力にある場合に限って報告します。
    /// 組み込みの多い ClusterRole と、`default` アカウントは対象外です。
    ///
    /// ## なぜ問題か
    /// 同じ名前のロールやアカウントを誰かが作った時点で、意図しないまま権限が渡ります。単なる書き間違いで、必要な権限が渡っていないことも少なくありません。
    ///
    /// ## 直し方
    /// 名前を直すか、バインディングを削除してください。実体を別の場所からデプロイしている場合は、両方をまとめて検査してください。
    DANGLING_BINDING = "dangling-binding", Low, Medium, Platform,
    controls: [],
    topics: [DANGLING_GRANT],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let inventory = facts.inventory;
    let roles = Known::of(inventory.roles.iter().map(|it| &it.meta));
    let accounts = Known::of(inventory.service_accounts.iter().map(|it| &it.meta));
    for binding in rights::bindings(facts, findings) {
        let name = rights::named_object(&binding.meta);
        if &*binding.role_kind == "Role" && roles.misses(&binding.meta.namespace, &binding.role_name) {
            let role = &binding.role_name.value;
            findings.report(
                &binding.meta,
                binding.role_name.place,
                text!(
                    "{name} refers to the Role `{role}`, which is not here",
                    "{name} が参照する Role `{role}` が見当たりません"
                ),
            );
        }
        for subject in binding.subjects.iter().filter(|it| &*it.kind == "ServiceAccount") {
            let namespace = binding.namespace_of(subject).unwrap_or("");
            let account = &*subject.name.value;
            if account != "default" && accounts.misses(namespace, account) {
                findings.report(
                    &binding.meta,
                    subject.name.place,
                    text!(
                        "{name} names the service account `{namespace}/{account}`, which is not here",
                        "{name} が指す ServiceAccount `{namespace}/{account}` が見当たりません"
                    ),
                );
            }
        }
    }
}

/// What is in the input, by namespace and name.
struct Known<'a> {
    namespaces: HashSet<&'a str>,
    names: HashSet<(&'a str, &'a str)>,
}

impl<'a> Known<'a> {
    fn of(metas: impl Iterator<Item = &'a Meta> + Clone) -> Known<'a> {
        Known {
            namespaces: metas.clone().map(|it| &*it.namespace).collect(),
            names: metas.map(|it| (&*it.namespace, &*it.name.value)).collect(),
        }
    }

    /// Whether it should be here, because others of its namespace are, and is not.
    fn misses(&self, namespace: &str, name: &str) -> bool {
        self.namespaces.contains(namespace) && !self.names.contains(&(namespace, name))
    }
}
