//! Who owns the volumes of a container, where its user changes.

use lang::Text;
use model::{Mount, VolumeSource};

use super::Needs;

/// Whether the volumes of a container follow `fsGroup`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Volumes {
    /// Nothing is kept, or it is made anew with each pod.
    New,
    /// A claim of one node's: most drivers do. What to run where one does not.
    Likely(Text),
    /// They do not, or nobody can tell: why, and what to run.
    Stay(Text),
}

impl<'a> Needs<'a> {
    /// Whether the volumes that the container writes to become a user's by `fsGroup`
    /// (Kubernetes: `CSIDriver.spec.fsGroupPolicy`; hostPath and NFS never do).
    #[must_use]
    pub fn volumes(&self, uid: i64, gid: i64) -> Volumes {
        let mut worst = Volumes::New;
        for (path, mount) in self.mounts().filter(|(_, mount)| !mount.read_only) {
            match self.volume_of(mount, path, uid, gid) {
                Volumes::New => {}
                stay @ Volumes::Stay(_) => return stay,
                likely @ Volumes::Likely(_) => worst = likely,
            }
        }
        worst
    }

    /// Whether the top of a volume is PostgreSQL's data directory itself: `initdb` changes its mode, which only its owner can, and root
    /// owns it when the volume is new. A database that is there already belongs to its user.
    #[must_use]
    pub fn new_database_needs_owner(&self, uid: i64, gid: i64) -> Option<Text> {
        let is_postgres = matches!(self.component, dify::Component::Postgres | dify::Component::Pgvector);
        let old = self.version().is_some_and(|it| it < dify::Version::new(18, 0, 0));
        if !is_postgres || self.profile.family == dify::Family::Bitnami {
            return None;
        }
        let data = match self.word("PGDATA") {
            Ok(Some(own)) => own.to_owned(),
            Ok(None) if old => "/var/lib/postgresql/data".to_owned(),
            _ => return None,
        };
        self.is_mount_point(&data).then(|| {
            lang::text!(
                "the top of its volume is the data directory: a database that is there already belongs to {uid}, but in a new volume only root could make one; where it is new, run `chown -R {uid}:{gid} {data}` in a pod that mounts it, before",
                "ボリュームの最上位がデータディレクトリであるため。既存のデータベースはすでに {uid} の所有だが、新しいボリュームでは root 以外は作成できない。新しい場合は、これをマウントした Pod で先に `chown -R {uid}:{gid} {data}` を実行してください"
            )
        })
    }

    fn volume_of(&self, mount: &Mount, path: &str, uid: i64, gid: i64) -> Volumes {
        let volume = &*mount.volume.value;
        let Some(found) = self.workload.pod.spec.volumes.iter().find(|it| *it.name.value == *volume) else {
            // Of the templates of a StatefulSet, or nothing that Kubernetes would start.
            return self.template(volume, path, uid, gid);
        };
        match &found.source {
            VolumeSource::Secret(_) | VolumeSource::ConfigMap(_) | VolumeSource::Projected { .. } => Volumes::New,
            VolumeSource::HostPath(at) => {
                let at = at.as_ref().map_or("", |it| &*it.value);
                Volumes::Stay(lang::text!(
                    "volume `{volume}` is a directory of the node, which fsGroup does not change: run `chown -R {uid}:{gid} {at}` on the node",
                    "ボリューム `{volume}` はノードのディレクトリで、fsGroup では所有者が変わらないため。ノードで `chown -R {uid}:{gid} {at}` を先に実行してください"
                ))
            }
            VolumeSource::Claim(Some(claim)) => self.claim(volume, claim, path, uid, gid),
            VolumeSource::Claim(None) => Volumes::New,
            VolumeSource::Other => {
                let kind = found.kinds.first().map_or("emptyDir", |it| &*it.value);
                match kind {
                    "emptyDir" | "downwardAPI" | "image" => Volumes::New,
                    "ephemeral" => Volumes::New,
                    kind => Volumes::Stay(lang::text!(
                        "volume `{volume}` is of kind `{kind}`, which fsGroup does not change or may not: run `chown -R {uid}:{gid}` on what it holds (in the pod {path})",
                        "ボリューム `{volume}` は `{kind}` で、fsGroup では所有者が変わらない可能性があるため。その中身(Pod内では {path})に `chown -R {uid}:{gid}` を先に実行してください"
                    )),
                }
            }
        }
    }

    fn claim(&self, volume: &str, claim: &str, path: &str, uid: i64, gid: i64) -> Volumes {
        let inventory = self.facts.inventory;
        let own = |it: &&model::Claim| *it.meta.namespace == *self.workload.meta.namespace && **it.meta.name == *claim;
        let Some(found) = inventory.claims.iter().find(own) else {
            return Volumes::Stay(lang::text!(
                "the claim `{claim}` of volume `{volume}` is not in the input, and whether fsGroup changes its owner depends on its driver: in a pod that mounts it at {path} run `chown -R {uid}:{gid} {path}`",
                "ボリューム `{volume}` の PersistentVolumeClaim `{claim}` が入力になく、fsGroup で所有者が変わるかはドライバーによるため。これを {path} にマウントしたPodで `chown -R {uid}:{gid} {path}` を先に実行してください"
            ));
        };
        let spec = inventory.documents.node(found.meta.place);
        let modes = spec.get("spec").and_then(|it| it.get("accessModes"));
        self.by_modes(modes, volume, path, uid, gid)
    }

    fn template(&self, volume: &str, path: &str, uid: i64, gid: i64) -> Volumes {
        let object = self.facts.inventory.documents.node(self.workload.meta.place);
        let templates = object.get("spec").and_then(|it| it.get("volumeClaimTemplates"));
        let named = |it: &yaml::Ref<'a>| {
            it.get("metadata").and_then(|it| it.get("name")).and_then(yaml::Ref::text) == Some(volume)
        };
        let Some(template) = templates.and_then(|it| it.items().find(named)) else { return Volumes::New };
        let modes = template.get("spec").and_then(|it| it.get("accessModes"));
        self.by_modes(modes, volume, path, uid, gid)
    }

    fn by_modes(&self, modes: Option<yaml::Ref<'a>>, volume: &str, path: &str, uid: i64, gid: i64) -> Volumes {
        let modes: Vec<&str> = modes.map(|it| it.items().filter_map(yaml::Ref::text).collect()).unwrap_or_default();
        let of_one_node =
            !modes.is_empty() && modes.iter().all(|it| matches!(*it, "ReadWriteOnce" | "ReadWriteOncePod"));
        if of_one_node {
            return Volumes::Likely(lang::text!(
                "fsGroup makes volume `{volume}` the group's where its driver supports that; where it does not (NFS, local-path), run `chown -R {uid}:{gid} {path}` in a pod that mounts it, before",
                "ドライバーが対応していれば、fsGroup によってボリューム `{volume}` はこのグループの所有になります。対応していない場合(NFS、local-path など)は、これをマウントしたPodで事前に `chown -R {uid}:{gid} {path}` を実行してください"
            ));
        }
        Volumes::Stay(lang::text!(
            "volume `{volume}` is shared by several nodes, and drivers of such volumes mostly ignore fsGroup: in a pod that mounts it run `chown -R {uid}:{gid} {path}`",
            "ボリューム `{volume}` は複数のノードで共有され、その種のドライバーの多くは fsGroup を無視するため。これをマウントしたPodで `chown -R {uid}:{gid} {path}` を先に実行してください"
        ))
    }
}
