//! Volumes: no paths of the host, and at the restricted level only the kinds that are listed
//! (`policy/check_hostPathVolumes.go`, `policy/check_restrictedVolumes.go`).

use model::{Located, Place, Pod, Volume};

use crate::check::{Refusal, Revision};
use crate::offenders::{Values, quoted};
use crate::{Check, Level};

/// A volume with a `hostPath` is refused whatever other sources stand beside it.
pub(super) const HOST_PATH_VOLUMES: Check =
    Check { id: "hostPathVolumes", level: Level::Baseline, revisions: &[Revision::new(0, host_path_volumes_v1_0)] };

/// A volume with several sources, which validation refuses anyway, passes if one of them is allowed: so does the reference.
pub(super) const RESTRICTED_VOLUMES: Check = Check {
    id: "restrictedVolumes",
    level: Level::Restricted,
    revisions: &[Revision::overriding(0, &[HOST_PATH_VOLUMES.id], restricted_volumes_v1_0)],
};

const ALLOWED: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

/// In the order in which the reference looks for the one to name.
const RESTRICTED: [&str; 21] = [
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "nfs",
    "iscsi",
    "glusterfs",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "fc",
    "azureFile",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "portworxVolume",
    "scaleIO",
    "storageos",
];

fn host_path_volumes_v1_0(pod: &Pod) -> Option<Refusal> {
    refused(
        pod,
        |volume| source(volume, "hostPath"),
        |(en, ja), _| lang::text!("{en} must not use hostPath", "{ja} は hostPath を使用できません"),
    )
}

fn restricted_volumes_v1_0(pod: &Pod) -> Option<Refusal> {
    refused(pod, restricted_source, |(en, ja), (kinds_en, kinds_ja)| {
        lang::text!(
            "{en} must not use the restricted types {kinds_en}",
            "{ja} は制限されている種類 {kinds_ja} を使用できません",
        )
    })
}

/// The source that makes a volume a restricted one. Without any source the API server makes it an `emptyDir`
/// (`SetDefaults_Volume` in Kubernetes' `pkg/apis/core/v1/defaults.go`). A key that is no source of the API counts as
/// none: the API server drops it before it defaults.
fn restricted_source(volume: &Volume) -> Option<&Located<Box<str>>> {
    if ALLOWED.iter().any(|kind| source(volume, kind).is_some()) {
        return None;
    }
    RESTRICTED.iter().find_map(|kind| source(volume, kind))
}

fn source<'a>(volume: &'a Volume, kind: &str) -> Option<&'a Located<Box<str>>> {
    volume.kinds.iter().find(|written| *written.value == *kind)
}

fn refused<'a>(
    pod: &'a Pod,
    offence: impl Fn(&'a Volume) -> Option<&'a Located<Box<str>>>,
    sentence: impl FnOnce((&str, &str), (&str, &str)) -> lang::Text,
) -> Option<Refusal> {
    let mut names: Vec<&str> = Vec::new();
    let mut kinds = Values::new();
    let mut places: Vec<Place> = Vec::new();
    for volume in &pod.spec.volumes {
        if let Some(kind) = offence(volume) {
            names.push(&volume.name.value);
            kinds.insert(&kind.value);
            places.push(kind.place);
        }
    }
    if names.is_empty() {
        return None;
    }
    let noun = if names.len() == 1 { "volume" } else { "volumes" };
    let names = quoted(names);
    let (en, ja) = names.both();
    let subject = lang::text!("{noun} {en}", "ボリューム {ja}");
    let detail = sentence(subject.both(), quoted(kinds).both());
    Some(Refusal { detail, places })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    const BODY: &str = "spec:
  volumes: [{name: logs, hostPath: {path: /var/log}}, {name: data, nfs: {server: s, path: /}}, {name: tmp}]";

    #[test]
    fn volumes_and_kinds_are_named() {
        let host_path = Said::new(
            "volume \"logs\" must not use hostPath",
            "ボリューム logs は hostPath を使用できません",
            &["spec.volumes[0].hostPath"],
        );
        assert_eq!(said("hostPathVolumes", "latest", BODY), host_path);
        let restricted = Said::new(
            "volumes \"logs\", \"data\" must not use the restricted types \"hostPath\", \"nfs\"",
            "ボリューム logs、data は制限されている種類 hostPath、nfs を使用できません",
            &["spec.volumes[0].hostPath", "spec.volumes[1].nfs"],
        );
        assert_eq!(said("restrictedVolumes", "latest", BODY), restricted);
    }
}
