//! `binding-to-everyone`.

use lang::text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rights;
use findings::Severity;

crate::rule! {
    /// Binding to everyone (system:authenticated and similar)
    ///
    /// ## What it finds
    /// A binding whose subject is nobody in particular: `system:anonymous`, `system:unauthenticated`, `system:authenticated`,
    /// `system:serviceaccounts`, or the group `system:masters`. All service accounts of one namespace are of medium severity.
    ///
    /// ## Why it matters
    /// `system:unauthenticated` needs no login, and `system:authenticated` is every account, on some managed clusters everybody with an account
    /// at the provider. `system:serviceaccounts` includes the account of every pod, the sandbox among them. `system:masters` cannot be
    /// limited or revoked.
    ///
    /// ## Fix
    /// Bind the accounts that need the role by name:
    ///
    /// ```yaml
    /// subjects:
    ///   - kind: Group
    ///     name: dify-operators
    ///     apiGroup: rbac.authorization.k8s.io
    /// ```
    ///
    /// ---
    ///
    /// 不特定の相手へのバインディング
    ///
    /// ## 見つけるもの
    /// 特定の誰かではない相手へのバインディング。`system:anonymous`、`system:unauthenticated`、`system:authenticated`、`system:serviceaccounts`、
    /// および `system:masters` グループが対象です。一つの名前空間のすべての ServiceAccount に与えている場合は重大度「中」になります。
    ///
    /// ## なぜ問題か
    /// `system:unauthenticated` はログインさえ不要です。`system:authenticated` はすべてのアカウントを指し、マネージドクラスターによっては事業者にアカウントを持つ全員が含まれます。
    /// `system:serviceaccounts` には、サンドボックスを含むすべての Pod のアカウントが入ります。`system:masters` は制限も取り消しもできません。
    ///
    /// ## 直し方
    /// 必要な相手を名前で指定してください。
    ///
    /// ```yaml
    /// subjects:
    ///   - kind: Group
    ///     name: dify-operators
    ///     apiGroup: rbac.authorization.k8s.io
    /// ```
    BINDING_TO_EVERYONE = "binding-to-everyone", Critical, High, Platform,
    controls: [Rbac1],
    topics: [ANONYMOUS, SYSTEM_MASTERS],
    check: check,
}

/// Roles that the control plane itself gives to everyone: they only tell what the API offers.
const HARMLESS: &[&str] =
    &["system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for binding in rights::bindings(facts, findings) {
        if HARMLESS.contains(&&*binding.role_name.value) && rights::is_as_brought(facts, binding) {
            continue;
        }
        // The API server refuses it, and it gives nothing.
        if &*binding.meta.kind == "ClusterRoleBinding" && &*binding.role_kind == "Role" {
            continue;
        }
        for subject in &binding.subjects {
            let role = &*binding.role_name.value;
            let Some(severity) = how_bad(&subject.kind, &subject.name, role) else { continue };
            let name = rights::named_object(&binding.meta);
            let who = &subject.name.value;
            findings
                .report(
                    &binding.meta,
                    subject.name.place,
                    text!(
                        "{name} gives the role `{role}` to `{who}`",
                        "{name} がロール `{role}` を `{who}` に与えています"
                    ),
                )
                .at_most(severity);
        }
    }
}

/// Whoever needs no login and gets a role that changes things has taken over; whoever has an account is a step away.
fn how_bad(kind: &str, name: &str, role: &str) -> Option<Severity> {
    let strong = matches!(role, "cluster-admin" | "admin" | "edit");
    match (kind, name) {
        ("User", "system:anonymous") | ("Group", "system:unauthenticated") if strong => Some(Severity::Critical),
        ("User", "system:anonymous")
        | ("Group", "system:unauthenticated" | "system:masters" | "system:authenticated" | "system:serviceaccounts") => {
            Some(Severity::High)
        }
        ("Group", name) if name.starts_with("system:serviceaccounts:") => Some(Severity::Medium),
        _ => None,
    }
}
