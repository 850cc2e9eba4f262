//! `dangerous-capability`.

use lang::Text;
use model::Workload;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::{runs_foreign_code, violated};
use findings::Severity;

crate::rule! {
    /// Dangerous capability added
    ///
    /// ## What it finds
    /// Capabilities beyond what the level `baseline` allows. Those that are as good as root on the node (`ALL`, `SYS_ADMIN`,
    /// `SYS_PTRACE`, `SYS_MODULE`, `SYS_RAWIO`, `DAC_READ_SEARCH`, `BPF`, `SYS_BOOT`) are of high
    /// severity, of critical in a part that runs code of users or strangers.
    ///
    /// ## Why it matters
    /// With `SYS_ADMIN` or `SYS_MODULE` code leaves the container; with `NET_RAW` or `NET_ADMIN` it reads and forges its
    /// neighbours' traffic. The sandbox is often given `SYS_ADMIN` because it uses a chroot: it does not need it. It needs
    /// the seven that `sekisho explain added-capability` names.
    ///
    /// ## Fix
    /// Remove the capability. For the sandbox:
    /// ```yaml
    /// securityContext:
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    ///
    /// ---
    ///
    /// 危険なケーパビリティの追加
    ///
    /// ## 見つけるもの
    /// `baseline` レベルが許す範囲を超えるケーパビリティ。ノードの root に等しいもの(`ALL`、`SYS_ADMIN`、`SYS_PTRACE`、`SYS_MODULE`、`SYS_RAWIO`、`DAC_READ_SEARCH`、`BPF`、`SYS_BOOT`)は重大度「高」、利用者や第三者のコードを動かすコンポーネントでは「緊急」とします。
    ///
    /// ## なぜ問題か
    /// `SYS_ADMIN` や `SYS_MODULE` があれば、コードはコンテナの外に出られます。`NET_RAW` や `NET_ADMIN` があれば、隣の Pod の通信を読んだり偽造したりできます。
    /// サンドボックスは chroot を使うため `SYS_ADMIN` を与えられがちですが、不要です。必要なのは `sekisho explain added-capability` に挙げる七つだけです。
    ///
    /// ## 直し方
    /// そのケーパビリティを削除してください。サンドボックスでは次のようにします。
    /// ```yaml
    /// securityContext:
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    DANGEROUS_CAPABILITY = "dangerous-capability", Critical, High, Developer,
    controls: [Pss2, Ctr3],
    topics: [ADDED_CAPABILITIES, NET_RAW],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "capabilities_baseline") {
        let reason = Text::new("a dangerous capability is added", "危険なケーパビリティが追加されています");
        let opens = opens_the_node(found.workload);
        let foreign = runs_foreign_code(found.workload);
        let finding = found.report(findings, reason);
        match (opens, foreign) {
            (true, true) => {}
            (true, false) => _ = finding.at_most(Severity::High),
            (false, _) => _ = finding.at_most(Severity::Medium),
        }
    }
}

/// Capabilities that are as good as root on the node.
const NODE: &[&str] =
    &["ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF", "SYS_BOOT"];

fn opens_the_node(workload: &Workload) -> bool {
    let added = workload.pod.spec.containers.iter().filter_map(|it| it.security.capabilities.as_ref());
    added.flat_map(|it| &it.add).any(|name| NODE.contains(&&*name.value))
}
