//! Who owns the volumes of a container, where its user changes.

use lang::Text;
use model::{Mount, VolumeSource};
use yaml::Ref;

use super::Needs;
use crate::raw;

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
        let run = chown(uid, gid, &data);
        self.is_mount_point(&data).then(|| {
            lang::text!(
                "the top of its volume is the data directory: a database that is there already belongs to {uid}, but in a new volume only root could make one; where it is new, run `{run}` in a pod that mounts it, before",
                "ボリュームの最上位がデータディレクトリであるため。既存のデータベースはすでに {uid} の所有だが、新しいボリュームでは root 以外は作成できない。新しい場合は、これをマウントした Pod で先に `{run}` を実行してください"
            )
        })
    }

    fn volume_of(&self, mount: &Mount, path: &str, uid: i64, gid: i64) -> Volumes {
        let volume = &*mount.volume.value;
        let run = chown(uid, gid, path);
        let Some(found) = self.volume(mount) else {
            // Of the templates of a StatefulSet, or nothing that Kubernetes would start.
            return self.template(volume, &run);
        };
        match &found.source {
            VolumeSource::Secret(_) | VolumeSource::ConfigMap(_) | VolumeSource::Projected { .. } => Volumes::New,
            VolumeSource::HostPath(at) => {
                let run = chown(uid, gid, at.as_ref().map_or("", |it| &*it.value));
                Volumes::Stay(lang::text!(
                    "volume `{volume}` is a directory of the node, which fsGroup does not change: run `{run}` on the node",
                    "ボリューム `{volume}` はノードのディレクトリで、fsGroup では所有者が変わらないため。ノードで `{run}` を先に実行してください"
                ))
            }
            VolumeSource::Claim(Some(claim)) => self.claim(volume, claim, path, &run),
            VolumeSource::Claim(None) => Volumes::New,
            VolumeSource::Other => {
                let kind = found.kinds.first().map_or("emptyDir", |it| &*it.value);
                match kind {
                    "emptyDir" | "downwardAPI" | "image" | "ephemeral" => Volumes::New,
                    kind => Volumes::Stay(lang::text!(
                        "volume `{volume}` is of kind `{kind}`, which fsGroup does not change or may not: run `chown -R {uid}:{gid}` on what it holds (in the pod {path})",
                        "ボリューム `{volume}` は `{kind}` で、fsGroup では所有者が変わらない可能性があるため。その中身(Pod内では {path})に `chown -R {uid}:{gid}` を先に実行してください"
                    )),
                }
            }
        }
    }

    fn claim(&self, volume: &str, claim: &str, path: &str, run: &str) -> Volumes {
        let inventory = self.facts.inventory;
        let own = |it: &&model::Claim| *it.meta.namespace == *self.workload.meta.namespace && **it.meta.name == *claim;
        let Some(found) = inventory.claims.iter().find(own) else {
            return Volumes::Stay(lang::text!(
                "the claim `{claim}` of volume `{volume}` is not in the input, and whether fsGroup changes its owner depends on its driver: in a pod that mounts it at {path} run `{run}`",
                "ボリューム `{volume}` の PersistentVolumeClaim `{claim}` が入力になく、fsGroup で所有者が変わるかはドライバーによるため。これを {path} にマウントしたPodで `{run}` を先に実行してください"
            ));
        };
        by_modes(inventory.documents.node(found.meta.place), volume, run)
    }

    fn template(&self, volume: &str, run: &str) -> Volumes {
        let object = self.facts.inventory.documents.node(self.workload.meta.place);
        let named = |it: &Ref<'a>| raw::below(*it, &["metadata", "name"]).and_then(Ref::text) == Some(volume);
        let templates = raw::below(object, &["spec", "volumeClaimTemplates"]);
        templates.and_then(|it| it.items().find(named)).map_or(Volumes::New, |it| by_modes(it, volume, run))
    }
}

/// By the access modes of a claim, or of a template of one.
fn by_modes(claim: Ref<'_>, volume: &str, run: &str) -> Volumes {
    let modes = raw::below(claim, &["spec", "accessModes"]);
    let modes: Vec<&str> = modes.map(|it| it.items().filter_map(Ref::text).collect()).unwrap_or_default();
    let of_one_node = !modes.is_empty() && modes.iter().all(|it| matches!(*it, "ReadWriteOnce" | "ReadWriteOncePod"));
    if of_one_node {
        return Volumes::Likely(lang::text!(
            "fsGroup makes volume `{volume}` the group's where its driver supports that; where it does not (NFS, local-path), run `{run}` in a pod that mounts it, before",
            "ドライバーが対応していれば、fsGroup によってボリューム `{volume}` はこのグループの所有になります。対応していない場合(NFS、local-path など)は、これをマウントしたPodで事前に `{run}` を実行してください"
        ));
    }
    Volumes::Stay(lang::text!(
        "volume `{volume}` is shared by several nodes, and drivers of such volumes mostly ignore fsGroup: in a pod that mounts it run `{run}`",
        "ボリューム `{volume}` は複数のノードで共有され、その種のドライバーの多くは fsGroup を無視するため。これをマウントしたPodで `{run}` を先に実行してください"
    ))
}

/// The command that hands over what is at a path; `PATH` stands for one that no command line may hold.
fn chown(uid: i64, gid: i64, path: &str) -> String {
    let path = lang::shell_word(path).unwrap_or_else(|| "PATH".to_owned());
    format!("chown -R {uid}:{gid} {path}")
}
