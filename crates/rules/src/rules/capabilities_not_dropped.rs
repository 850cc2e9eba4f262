//! `capabilities-not-dropped`.

use model::{Container, Place};

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use crate::pod_check::{names, violated};

crate::rule! {
    /// Capabilities not dropped
    ///
    /// ## What it finds
    /// Containers without `capabilities.drop: [ALL]`.
    ///
    /// ## Why it matters
    /// A container runtime grants about a dozen capabilities that hardly anything needs, `NET_RAW` among them in many: with
    /// it a pod forges its neighbours' traffic. Dify's parts need none of them, the sandbox seven; the seven are added back
    /// one by one.
    ///
    /// ## Fix
    /// ```yaml
    /// securityContext:
    ///   capabilities: {drop: [ALL]}
    /// ```
    /// for every container. The sandbox:
    /// ```yaml
    /// securityContext:
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    ///
    /// ---
    ///
    /// ケーパビリティの未削除
    ///
    /// ## 見つけるもの
    /// `capabilities.drop: [ALL]` のないコンテナ。
    ///
    /// ## なぜ問題か
    /// コンテナランタイムは、ほとんど使われない十数個のケーパビリティを既定で与えます。多くの環境では `NET_RAW` も含まれ、隣の Pod の通信を偽造できます。
    /// Dify のコンポーネントにはどれも不要です。サンドボックスだけは七つを必要とするため、それだけを追加し直します。
    ///
    /// ## 直し方
    /// すべてのコンテナに指定してください。
    /// ```yaml
    /// securityContext:
    ///   capabilities: {drop: [ALL]}
    /// ```
    /// サンドボックスでは次のようにします。
    /// ```yaml
    /// securityContext:
    ///   capabilities:
    ///     drop: [ALL]
    ///     add: [CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID, SYS_CHROOT]
    /// ```
    CAPABILITIES_NOT_DROPPED = "capabilities-not-dropped", Medium, High, Developer,
    controls: [Pss2, Ctr3],
    topics: [DROP_ALL],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "capabilities_restricted") {
        let workload = found.workload;
        let keeping: Vec<&Container> = workload.pod.spec.containers.iter().filter(|it| !drops_all(it)).collect();
        let Some(first) = keeping.first() else { continue };
        let names = names(&keeping);
        let (en, ja) = names.both();
        let reason = lang::text!(
            "the capabilities that the runtime grants are kept: {en}",
            "ランタイム既定のケーパビリティを持ったままのコンテナ: {ja}"
        );
        findings.report(workload, place_of(first), reason).lower_for_hook(workload);
    }
}

fn drops_all(container: &Container) -> bool {
    container.security.capabilities.as_ref().is_some_and(|it| it.drop.iter().any(|name| &*name.value == "ALL"))
}

fn place_of(container: &Container) -> Place {
    container.security.capabilities.as_ref().map_or(container.name.place, |capabilities| capabilities.place)
}
