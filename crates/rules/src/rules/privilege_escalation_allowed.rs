//! `privilege-escalation-allowed`.

use dify::Component;
use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;
use findings::Severity;

crate::rule! {
    /// Privilege escalation allowed
    ///
    /// ## What it finds
    /// Containers without `allowPrivilegeEscalation: false`.
    ///
    /// ## Why it matters
    /// A program with the set-user-id bit can then give a process more rights than its parent has, up to root in the
    /// container. Every namespace at the level `restricted` refuses such a pod. Dify's images need no such program; the
    /// sandbox sets the same lock (`no_new_privs`) itself before each run, so it can have it as well (inferred from its code,
    /// not tried everywhere).
    ///
    /// ## Fix
    /// ```yaml
    /// securityContext:
    ///   allowPrivilegeEscalation: false
    /// ```
    /// for every container, init containers included: a pod's own `securityContext` cannot say it.
    ///
    /// ---
    ///
    /// 権限昇格の許可
    ///
    /// ## 見つけるもの
    /// `allowPrivilegeEscalation: false` のないコンテナ。
    ///
    /// ## なぜ問題か
    /// set-user-id ビットのあるプログラムを使うと、プロセスが親より大きな権限を、最大でコンテナ内の root まで得られます。`restricted` レベルの名前空間はこの Pod を拒否します。
    /// Dify のイメージに、そのようなプログラムを必要とするものはありません。サンドボックスも実行のたびに同じ制限(`no_new_privs`)を自分で掛けるため、指定できます(コードからの推定で、すべての環境で試したものではありません)。
    ///
    /// ## 直し方
    /// init コンテナを含むすべてのコンテナに書いてください。Pod の `securityContext` には書けません。
    /// ```yaml
    /// securityContext:
    ///   allowPrivilegeEscalation: false
    /// ```
    PRIVILEGE_ESCALATION_ALLOWED = "privilege-escalation-allowed", Medium, High, Developer,
    controls: [Pss2, Ctr3],
    topics: [PRIVILEGE_ESCALATION],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "allowPrivilegeEscalation") {
        let reason = Text::new(
            "a container may gain more privileges than it starts with",
            "コンテナが起動時より大きな権限を得られます",
        );
        let finding = found.report(findings, reason);
        // That they run with it is inferred, see the manual.
        if found.workload.component.is_some_and(Component::is_sandbox) {
            finding.at_most(Severity::Low);
        }
    }
}
