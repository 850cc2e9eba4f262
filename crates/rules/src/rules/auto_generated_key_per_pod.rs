//! `auto-generated-key-per-pod`.

use dify::{Component, Version};
use model::VolumeSource;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::part::{Held, Part};

crate::rule! {
    /// SECRET_KEY generated separately by each pod
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
    /// Pod ごとに作られる `SECRET_KEY`
    ///
    /// ## 見つけるもの
    /// `SECRET_KEY` が空または未設定の Dify(1.14.1 以降)のうち、自動で作った鍵 `.dify_secret_key` を置くストレージが共有されていないもの。
    /// `/app/api/storage` に PVC がマウントされておらず、オブジェクトストレージも設定されていない場合です。
    ///
    /// ## なぜ問題か
    /// Pod ごとに違う鍵になり、別の Pod に移るとセッションが無効になり、ファイルのリンクもときどき失敗します。再起動のたびにすべてのセッションが
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
    AUTO_GENERATED_KEY_PER_POD = "auto-generated-key-per-pod", Medium, High, Operator,
    controls: [Sec4],
    topics: [MISCONFIGURED],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for part in facts.parts() {
        let generates = part.version().is_some_and(|version| version >= Version::new(1, 14, 1));
        if !generates || !part.component.runs_api_image() || part.component == Component::Migration {
            continue;
        }
        let Held::Nothing(place) = part.held(&facts.index, "SECRET_KEY") else { continue };
        findings.look(1);
        if is_on_disk(part) && !keeps_its_storage(part) {
            let reason = lang::text!(
                "`SECRET_KEY` is not set, and each pod keeps its own",
                "`SECRET_KEY` が設定されておらず、Pod ごとに別の鍵になります"
            );
            findings.report(part.workload, place, reason);
        }
    }
}

fn is_on_disk(part: &Part<'_>) -> bool {
    let storage = part.text("STORAGE_TYPE").unwrap_or("");
    let scheme = part.text("OPENDAL_SCHEME").unwrap_or("fs");
    matches!(storage, "" | "local" | "opendal") && scheme == "fs"
}

/// Whether something that outlives the pod is mounted where Dify keeps its files.
fn keeps_its_storage(part: &Part<'_>) -> bool {
    part.container.mounts.iter().any(|mount| {
        let storage =
            mount.path.as_ref().is_some_and(|path| path.trim_end_matches('/').starts_with("/app/api/storage"));
        let volume = part.workload.pod.spec.volumes.iter().find(|volume| volume.name.value == mount.volume.value);
        let passes = volume.is_some_and(|volume| {
            matches!(volume.source, VolumeSource::Other) && volume.kinds.iter().all(|kind| &*kind.value == "emptyDir")
        });
        storage && !passes
    })
}
