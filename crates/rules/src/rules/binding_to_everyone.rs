//! `binding-to-everyone`.

use lang::text;

use crate::about::Severity;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::grants;

crate::rule! {
    /// A binding to everyone
    ///
    /// ## What it finds
    /// A binding whose subject is nobody in particular: `system:anonymous`, `system:unauthenticated`, `system:authenticated`,
    /// `system:serviceaccounts`, or the group `system:masters`. All service accounts of one namespace are a warning.
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
    /// および `system:masters` グループが対象です。一つの名前空間のすべての ServiceAccount に与えている場合は警告になります。
    ///
    /// ## なぜ問題か
    /// `system:unauthenticated` はログインさえ不要です。`system:authenticated` はすべてのアカウントを指し、マネージドクラスターによっては事業者にアカウントを持つ全員が含まれます。
    /// `system:serviceaccounts` には、サンドボックスを含むすべてのポッドのアカウントが入ります。`system:masters` は制限も取り消しもできません。
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
    BINDING_TO_EVERYONE = "binding-to-everyone", Error, High, Platform,
    controls: [Rbac1],
    topics: [ANONYMOUS, SYSTEM_MASTERS],
    check: check,
}

/// Roles that the control plane itself gives to everyone: they only tell what the API offers.
const HARMLESS: &[&str] =
    &["system:basic-user", "system:discovery", "system:public-info-viewer", "system:service-account-issuer-discovery"];

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for binding in grants::bindings(facts, findings) {
        if HARMLESS.contains(&&*binding.role_name.value) {
            continue;
        }
        for subject in &binding.subjects {
            let Some(severity) = how_bad(&subject.kind, &subject.name) else { continue };
            let name = grants::named_object(&binding.meta);
            let (who, role) = (&subject.name.value, &binding.role_name.value);
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

fn how_bad(kind: &str, name: &str) -> Option<Severity> {
    match (kind, name) {
        ("User", "system:anonymous")
        | ("Group", "system:unauthenticated" | "system:masters" | "system:authenticated") => Some(Severity::Error),
        ("Group", "system:serviceaccounts") => Some(Severity::Error),
        ("Group", name) if name.starts_with("system:serviceaccounts:") => Some(Severity::Warning),
        _ => None,
    }
}
