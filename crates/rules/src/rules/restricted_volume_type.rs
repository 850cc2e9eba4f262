//! `restricted-volume-type`.

use lang::Text;

use crate::facts::Facts;
use crate::finding::Findings;
use crate::pod_check::violated;

crate::rule! {
    /// Volume type refused by the restricted level
    ///
    /// ## What it finds
    /// Volumes other than ConfigMaps, Secrets, claims, `emptyDir`, `projected`, `downwardAPI`, `csi`, `ephemeral` and images:
    /// `nfs`, `cephfs`, `flexVolume` and the like. `hostPath` has a rule of its own.
    ///
    /// ## Why it matters
    /// Such a volume names a server, and sometimes a password for it, in the pod. Whoever may create pods chooses the server.
    /// A namespace at the level `restricted`, which all of Dify but the sandboxes can have, refuses the pod.
    ///
    /// ## Fix
    /// Let the platform make a PersistentVolume for the server, and name its claim in the pod. For Dify's storage an object
    /// store (`STORAGE_TYPE=s3`) needs no volume at all.
    ///
    /// ---
    ///
    /// restricted レベルが拒否する種類のボリューム
    ///
    /// ## 見つけるもの
    /// ConfigMap、Secret、PVC、`emptyDir`、`projected`、`downwardAPI`、`csi`、`ephemeral`、イメージ以外のボリューム(`nfs`、`cephfs`、`flexVolume` など)。`hostPath` には別のルールがあります。
    ///
    /// ## なぜ問題か
    /// このようなボリュームは、接続先のサーバーやパスワードを Pod に直接書きます。Pod を作成できる人がサーバーを自由に選べることになります。
    /// サンドボックス以外の Dify は `restricted` レベルの名前空間で動かせますが、この Pod はそこで拒否されます。
    ///
    /// ## 直し方
    /// そのサーバー用の PersistentVolume を基盤側で用意し、Pod には PVC を書いてください。Dify のストレージは、オブジェクトストア(`STORAGE_TYPE=s3`)を使えばボリュームが要りません。
    RESTRICTED_VOLUME_TYPE = "restricted-volume-type", Medium, High, Developer,
    controls: [Pss2],
    topics: [VOLUME_TYPES],
    check: check,
}

fn check(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for mut found in violated(facts, findings, "restrictedVolumes") {
        let volumes = &found.workload.pod.spec.volumes;
        // `host-path-volume` reports those.
        let is_host_path = |place| {
            volumes
                .iter()
                .flat_map(|volume| &volume.kinds)
                .any(|kind| kind.place == place && &*kind.value == "hostPath")
        };
        found.violation.places.retain(|place| !is_host_path(*place));
        if found.violation.places.is_empty() {
            continue;
        }
        let reason = Text::new(
            "a volume is of a kind that the restricted level refuses",
            "restricted レベルが拒否する種類のボリュームがあります",
        );
        found.report(findings, reason);
    }
}
