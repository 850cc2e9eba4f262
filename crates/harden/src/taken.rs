//! What a pod takes of a ConfigMap or Secret: single keys, or all of it.

use std::collections::BTreeSet;

use model::{Config, ConfigKind, EnvFromKind, EnvSource, Inventory, Place, VolumeSource, Workload};
use yaml::Path;

use crate::parts::is_caged;

/// The entries of a ConfigMap or Secret, as paths from the object, that no sandbox of its namespace takes: code of users stands
/// beside the copy, and passwords of others have no business there. The last one comes first.
pub(crate) fn needless(inventory: &Inventory, place: Place) -> Vec<Path> {
    let Some(config) = inventory.configs.iter().find(|it| it.meta.place == place) else { return Vec::new() };
    let inside = inventory.workloads.iter().filter(|it| it.meta.namespace == config.meta.namespace && is_caged(it));
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for workload in inside {
        match taken(workload, config) {
            Taken::Whole => return Vec::new(),
            Taken::Keys(more) => keys.extend(more),
        }
    }
    let above = inventory.documents.path(place).0.len();
    let needless = config.entries.iter().filter(|it| !keys.contains(&*it.key.value));
    needless.rev().map(|it| Path(inventory.documents.path(it.value.place).0[above..].to_vec())).collect()
}

/// What a workload takes of a ConfigMap or Secret.
enum Taken<'a> {
    Whole,
    Keys(Vec<&'a str>),
}

fn taken<'a>(workload: &'a Workload, config: &Config) -> Taken<'a> {
    let secret = config.kind == ConfigKind::Secret;
    let name = &*config.meta.name.value;
    let mut keys = Vec::new();
    for container in &workload.pod.spec.containers {
        let whole = |it: &&model::EnvFrom| (it.kind == EnvFromKind::Secret) == secret && *it.name.value == *name;
        if container.env_from.iter().any(|it| whole(&it)) {
            return Taken::Whole;
        }
        for variable in &container.env {
            match &variable.source {
                EnvSource::SecretKey { name: it, key, .. } if secret && *it.value == *name => keys.push(&*key.value),
                EnvSource::ConfigMapKey { name: it, key, .. } if !secret && *it.value == *name => {
                    keys.push(&*key.value);
                }
                _ => {}
            }
        }
    }
    let mounted = workload.pod.spec.volumes.iter().any(|it| brings(&it.source, config));
    let pulled = secret && workload.pod.spec.pull_secrets.iter().any(|it| *it.value == *name);
    if mounted || pulled { Taken::Whole } else { Taken::Keys(keys) }
}

/// Whether a volume brings a ConfigMap or Secret to a pod.
pub(crate) fn brings(source: &VolumeSource, config: &Config) -> bool {
    let name = &*config.meta.name.value;
    match (source, config.kind) {
        (VolumeSource::Secret(Some(it)), ConfigKind::Secret)
        | (VolumeSource::ConfigMap(Some(it)), ConfigKind::ConfigMap) => *it.value == *name,
        (VolumeSource::Projected { secrets, .. }, ConfigKind::Secret) => secrets.iter().any(|it| *it.value == *name),
        (VolumeSource::Projected { config_maps, .. }, ConfigKind::ConfigMap) => {
            config_maps.iter().any(|it| *it.value == *name)
        }
        _ => false,
    }
}
