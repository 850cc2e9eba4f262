//! `non-root-not-enforced`.

use model::{Container, Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::{names, violated};
use crate::run_as::{User, user};

crate::rule! {
    /// runAsNonRoot not enforced
    ///
    /// ## What it finds
    /// Workloads whose containers run as another user than root, by `runAsUser` or by their image, without `runAsNonRoot:
    /// true`.
    ///
    /// ## Why it matters
    /// A namespace at the level `restricted` refuses the pod, because it asks for the promise and not for the number. And
    /// where the user comes from the image, an older tag brings root back: `dify-api` before 1.10.1 was root.
    ///
    /// ## Fix
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     runAsUser: 1001
    /// ```
    /// `runAsUser` must stand beside it for images that name their user, as `dify-api` does.
    ///
    /// ---
    ///
    /// 非 root での実行が強制されていない
    ///
    /// ## 見つけるもの
    /// `runAsUser` やイメージの設定により root 以外で動いているが、`runAsNonRoot: true` がないワークロード。
    ///
    /// ## なぜ問題か
    /// `restricted` レベルの名前空間は、番号ではなくこの宣言を求めるため、Pod を拒否します。
    /// ユーザーがイメージで決まっている場合は、古いタグに戻すだけで root に戻ります。1.10.1 より前の `dify-api` は root でした。
    ///
    /// ## 直し方
    /// 次のように指定してください。`dify-api` のように実行ユーザーを名前で指定しているイメージでは、`runAsUser` も必要です。
    /// ```yaml
    /// spec:
    ///   securityContext:
    ///     runAsNonRoot: true
    ///     runAsUser: 1001
    /// ```
    NON_ROOT_NOT_ENFORCED = "non-root-not-enforced", Low, High, Developer,
    controls: [Pss2],
    topics: [NON_ROOT],
    fix: Safe,
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for found in violated(facts, findings, "runAsNonRoot") {
        let workload = found.workload;
        let Some((place, containers)) = unenforced(workload) else { continue };
        let names = names(&containers);
        let (en, ja) = names.both();
        let reason = lang::text!(
            "not root, but without `runAsNonRoot` nothing enforces it: {en}",
            "root ではないが、`runAsNonRoot` で強制されていないコンテナ: {ja}"
        );
        findings.report(workload, place, reason).detail(found.violation.detail.clone());
    }
}

/// The containers that run as somebody else. `None` where one runs as root: `runs-as-root` says so, and the mend is the same.
fn unenforced(workload: &Workload) -> Option<(Place, Vec<&Container>)> {
    let mut first = None;
    let mut found = Vec::new();
    for container in &workload.pod.spec.containers {
        match user(workload, container) {
            User::NotRoot(place) => {
                first.get_or_insert(place);
                found.push(container);
            }
            User::Enforced => {}
            User::RootByManifest(_) | User::RootByImage | User::Unknown => return None,
        }
    }
    Some((first?, found))
}
