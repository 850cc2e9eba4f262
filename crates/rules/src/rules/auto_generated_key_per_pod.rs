//! `auto-generated-key-per-pod`.

use dify::{Component, Version};
use model::{VolumeSource, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::known;

crate::rule! {
    /// A `SECRET_KEY` that each pod makes for itself
    ///
    /// ## What it finds
    /// A Dify from 1.14.1 whose `SECRET_KEY` is empty or not set, so that it makes one and keeps it as `.dify_secret_key` in its
    /// storage, while that storage is not shared: no claim is mounted at `/app/api/storage`, and no object storage is set.
    ///
    /// ## Why it matters
    /// Each pod then has a key of its own: a session of one is unknown to the next, file links fail at random, and every restart
    /// ends all sessions. Whoever reads the storage has the key.
    ///
    /// ## Fix
    /// Set `SECRET_KEY` from a Secret, the same in api, worker, beat and websocket:
    ///
    /// ```yaml
    /// - name: SECRET_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SECRET_KEY }
    /// ```
    ///
    /// ---
    ///
    /// ポッドごとに作られる `SECRET_KEY`
    ///
    /// ## 見つけるもの
    /// `SECRET_KEY` が空または未設定の Dify(1.14.1 以降)のうち、自動で作った鍵 `.dify_secret_key` を置くストレージが共有されていないもの。
    /// `/app/api/storage` に PVC がマウントされておらず、オブジェクトストレージも設定されていない場合です。
    ///
    /// ## なぜ問題か
    /// ポッドごとに違う鍵になり、別のポッドに移るとセッションが無効になり、ファイルのリンクもときどき失敗します。再起動のたびにすべてのセッションが
    /// 切れます。ストレージを読める人は鍵も読めます。
    ///
    /// ## 直し方
    /// Secret から `SECRET_KEY` を設定し、api、worker、beat、websocket で同じ値にしてください。
    ///
    /// ```yaml
    /// - name: SECRET_KEY
    ///   valueFrom:
    ///     secretKeyRef: { name: dify-secret, key: SECRET_KEY }
    /// ```
    AUTO_GENERATED_KEY_PER_POD = "auto-generated-key-per-pod", Warning, High, Operator,
    controls: [Sec4],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (component, workload) in facts.components() {
        let version = workload.version.as_ref().ok().and_then(|version| version.parsed);
        let generates = version.is_some_and(|version| version >= Version::new(1, 14, 1));
        let signs = component.runs_api_image() && component != Component::Migration;
        let Some(container) = known::main_container(workload).filter(|_| generates && signs) else { continue };
        let variables = facts.environment(workload, container);
        let key = known::variable(&variables, "SECRET_KEY");
        let place = match key {
            Some(variable) if variable.value.is_some_and(|value| value.expose().trim().is_empty()) => variable.place,
            Some(_) => continue,
            None if known::is_whole(facts, workload, container).is_ok() => container.name.place,
            None => continue,
        };
        findings.look(1);
        let storage = known::text(&variables, "STORAGE_TYPE").unwrap_or("");
        let on_disk = matches!(storage, "" | "local" | "opendal");
        let scheme = known::text(&variables, "OPENDAL_SCHEME").unwrap_or("fs");
        if on_disk && scheme == "fs" && !keeps_its_storage(workload) {
            let reason = lang::text!(
                "`SECRET_KEY` is not set, and each pod keeps its own",
                "`SECRET_KEY` が設定されておらず、ポッドごとに別の鍵になります"
            );
            findings.report(workload, place, reason);
        }
    }
}

/// Whether something that outlives the pod is mounted where Dify keeps its files.
fn keeps_its_storage(workload: &Workload) -> bool {
    let Some(container) = known::main_container(workload) else { return false };
    container.mounts.iter().any(|mount| {
        let storage = mount.path.as_ref().is_some_and(|path| path.trim_end_matches('/').starts_with("/app/api/storage"));
        let volume = workload.pod.spec.volumes.iter().find(|volume| volume.name.value == mount.volume.value);
        let passes = volume.is_some_and(|volume| {
            matches!(volume.source, VolumeSource::Other) && volume.kinds.iter().all(|kind| &*kind.value == "emptyDir")
        });
        storage && !passes
    })
}
