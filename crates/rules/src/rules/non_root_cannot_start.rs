//! `non-root-cannot-start`.

use model::{Container, Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::is_windows;
use crate::run_as::{ImageUser, image_user};

crate::rule! {
    /// runAsNonRoot with an image that runs as root: cannot start
    ///
    /// ## What it finds
    /// `runAsNonRoot: true` without `runAsUser` for an image that starts as root (the sandbox, the `-local` plugin daemon,
    /// `ubuntu/squid`, `nginx`, `dify-api` before 1.10.1) or that names its user instead of numbering it (`dify-api` since
    /// 1.11.0).
    ///
    /// ## Why it matters
    /// The kubelet refuses such a container (`CreateContainerConfigError`). It happens when a pod is hardened without trying
    /// it, and people then tend to take all of the hardening back. The `USER dify` of `dify-api` is the usual trap: it is not
    /// root, but the kubelet sees a name and cannot tell.
    ///
    /// ## Fix
    /// Add the number:
    /// ```yaml
    /// securityContext:
    ///   runAsNonRoot: true
    ///   runAsUser: 1001
    /// ```
    /// For the sandbox take `runAsNonRoot` away again: it needs root. Keep the rest (no privileges, no escalation,
    /// capabilities dropped).
    ///
    /// ---
    ///
    /// 起動できない Pod(root が禁止され、ほかのユーザーの指定もない)
    ///
    /// ## 見つけるもの
    /// `runAsNonRoot: true` があるのに `runAsUser` がなく、イメージが root で起動するもの(サンドボックス、`-local` のプラグインデーモン、`ubuntu/squid`、`nginx`、1.10.1 より前の `dify-api`)、またはイメージの実行ユーザーが番号でなく名前のもの(1.11.0 以降の `dify-api`)。
    ///
    /// ## なぜ問題か
    /// kubelet はこのコンテナの起動を拒否します(`CreateContainerConfigError`)。試さずに設定を固めたときによく起こり、その結果、強化をすべて元に戻してしまいがちです。
    /// よくある落とし穴が `dify-api` の `USER dify` です。root ではありませんが、名前だけでは kubelet に判断できません。
    ///
    /// ## 直し方
    /// 番号を指定してください。
    /// ```yaml
    /// securityContext:
    ///   runAsNonRoot: true
    ///   runAsUser: 1001
    /// ```
    /// サンドボックスには root が必要なので、`runAsNonRoot` を外してください。それ以外の強化(特権なし、権限昇格の禁止、ケーパビリティの削除)は残せます。
    NON_ROOT_CANNOT_START = "non-root-cannot-start", Medium, Medium, Developer,
    controls: [],
    topics: [NON_ROOT],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for &workload in facts.tops.iter().filter(|workload| !is_windows(workload)) {
        let refused = workload.pod.spec.containers.iter().find_map(|it| Some((it, refused_at(workload, it)?)));
        let Some((container, place)) = refused else { continue };
        let name = &*container.name.value;
        let reason = match image_user(workload, container) {
            ImageUser::Named => lang::text!(
                "`{name}` cannot start: its image names its user, and without `runAsUser` the kubelet cannot tell that it is not root",
                "`{name}` は起動できません。イメージの実行ユーザーが名前で指定されており、`runAsUser` がないと kubelet は root でないと判断できません"
            ),
            _ => lang::text!(
                "`{name}` cannot start: its image starts as root, which `runAsNonRoot` forbids",
                "`{name}` は起動できません。root で起動するイメージですが、`runAsNonRoot` が root を禁止しています"
            ),
        };
        findings.report(workload, place, reason);
    }
}

/// Where `runAsNonRoot` stands that the kubelet refuses the container for.
fn refused_at(workload: &Workload, container: &Container) -> Option<Place> {
    let pod = &workload.pod.spec.security;
    let non_root = container.security.run_as_non_root.or(pod.run_as_non_root).filter(|it| it.value)?;
    let named = container.security.run_as_user.or(pod.run_as_user).is_some();
    let fails = matches!(image_user(workload, container), ImageUser::Root | ImageUser::Named);
    (!named && fails).then_some(non_root.place)
}
