//! `unusual-selinux-option`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// SELinux options that loosen the container
    ///
    /// ## What it finds
    /// `seLinuxOptions` with a user, a role, or a type that is none of the container types.
    ///
    /// ## Why it matters
    /// On nodes with SELinux the type decides what a container may touch on the node. `spc_t`, for one, is a container
    /// without any such limit.
    ///
    /// ## Fix
    /// Remove `seLinuxOptions`; the runtime chooses a confined type and separates pods by their level.
    ///
    /// ---
    ///
    /// コンテナの制限を緩める SELinux の指定
    ///
    /// ## 見つけるもの
    /// `seLinuxOptions` で user や role を指定しているもの、または type がコンテナ用の型でないもの。
    ///
    /// ## なぜ問題か
    /// SELinux を使うノードでは、コンテナがノードの何に触れられるかを型が決めます。たとえば `spc_t` は、その制限がまったくない型です。
    ///
    /// ## 直し方
    /// `seLinuxOptions` を削除してください。ランタイムが適切な型を選び、レベルによって Pod どうしも分離されます。
    UNUSUAL_SELINUX_OPTION = "unusual-selinux-option", Medium, High, Developer,
    controls: [Pss2],
    topics: [SE_LINUX],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "seLinuxOptions") {
        let reason = Text::new("SELinux options loosen the container", "SELinux の指定がコンテナの制限を緩めています");
        found.report(findings, reason);
    }
}
