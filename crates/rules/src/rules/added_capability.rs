//! `added-capability`.

use lang::Text;
use model::{Container, Located, Workload};

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use crate::pod_check::{is_main, violated};

crate::rule! {
    /// Added capability that is not needed
    ///
    /// ## What it finds
    /// Capabilities that the level `baseline` allows and `restricted` does not, added to something that has no documented
    /// need for them. `NET_BIND_SERVICE` is fine everywhere. The sandbox needs seven: `CHOWN`, `DAC_OVERRIDE`, `FOWNER`,
    /// `KILL`, `SETGID`, `SETUID`, `SYS_CHROOT`, for the chroot and the change of user at each run; these are a documented
    /// exception (read from its code, not tried on every cluster).
    ///
    /// ## Why it matters
    /// Each capability is a piece of root that a break-in finds already there, and a namespace at the level `restricted`
    /// refuses the pod. No part of Dify but the sandbox needs any.
    ///
    /// ## Fix
    /// Remove the entries below `capabilities.add`, and drop `ALL`.
    ///
    /// ---
    ///
    /// 不要なケーパビリティの追加
    ///
    /// ## 見つけるもの
    /// `baseline` では許されるが `restricted` では許されないケーパビリティが、必要と文書化されていないものに追加されている場合。`NET_BIND_SERVICE` はどこでも問題ありません。
    /// サンドボックスには、実行ごとの chroot とユーザー切り替えのために `CHOWN`、`DAC_OVERRIDE`、`FOWNER`、`KILL`、`SETGID`、`SETUID`、`SYS_CHROOT` の七つが必要で、これは文書化された例外として扱います(コードから読み取ったもので、すべてのクラスターで試したものではありません)。
    ///
    /// ## なぜ問題か
    /// ケーパビリティは root の権限の一部です。侵入者はそれをそのまま使えます。`restricted` レベルの名前空間もこの Pod を拒否します。
    /// サンドボックス以外の Dify のコンポーネントに必要なものはありません。
    ///
    /// ## 直し方
    /// `capabilities.add` の該当する行を削除し、`ALL` を drop してください。
    ADDED_CAPABILITY = "added-capability", Medium, High, Developer,
    controls: [Pss2, Ctr3],
    topics: [ADDED_CAPABILITIES],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "capabilities_restricted") {
        judge(found.workload, findings);
    }
}

/// What a container runtime grants by default: the level `baseline` lets these be added. Beyond them `dangerous-capability`
/// speaks.
const BASELINE: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn judge(workload: &Workload, findings: &mut Findings<'_>) {
    let documented = workload.component.map_or(&[][..], |component| dify::profile(component).capabilities);
    let mut surplus: Vec<&Located<Box<str>>> = Vec::new();
    for container in &workload.pod.spec.containers {
        let is_needed = |name: &str| is_main(workload, container) && documented.contains(&name);
        let (needed, rest): (Vec<_>, Vec<_>) = added(container).partition(|name| is_needed(&name.value));
        surplus.extend(rest);
        if let Some(first) = needed.first() {
            findings.except(workload, first.place, reason_of_need(&needed));
        }
    }
    let Some(first) = surplus.first() else { return };
    let names = list(&surplus);
    let (en, ja) = names.both();
    let reason = lang::text!("{en} is added and not needed", "不要な {ja} が追加されています");
    findings.report(workload, first.place, reason).lower_for_hook(workload);
}

fn added(container: &Container) -> impl Iterator<Item = &Located<Box<str>>> {
    let all = container.security.capabilities.iter().flat_map(|capabilities| &capabilities.add);
    all.filter(|name| BASELINE.contains(&&*name.value))
}

fn list(names: &[&Located<Box<str>>]) -> Text {
    lang::list(names.iter().map(|name| format!("`{}`", name.value)))
}

fn reason_of_need(names: &[&Located<Box<str>>]) -> Text {
    let names = list(names);
    let (en, ja) = names.both();
    lang::text!(
        "it needs {en} to isolate each run (inferred from its code)",
        "実行ごとの隔離のために {ja} が必要です(コードからの推定)"
    )
}
