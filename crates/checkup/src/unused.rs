//! Keys of Secrets that no container takes.

use std::collections::HashSet;

use model::{Config, EnvFromKind, EnvSource, Inventory, VolumeSource, Workload};

use crate::held::credential_keys;

/// Where a workload takes a Secret from.
pub(crate) fn takes(workload: &Workload, config: &Config) -> bool {
    let (whole, keys) = taken(workload, config);
    whole || !keys.is_empty()
}

/// The keys that hold credentials and that no container of the input takes. Nothing is said where the input runs nothing.
pub(crate) fn unused<'a>(inventory: &'a Inventory, config: &'a Config) -> Vec<&'a str> {
    // Types of their own are read by others: the API server, an ingress, the kubelet.
    let own =
        config.secret_type.as_ref().is_some_and(|it| !matches!(&*it.value, "Opaque" | "kubernetes.io/basic-auth"));
    if inventory.workloads.is_empty() || own {
        return Vec::new();
    }
    let mut keys: HashSet<&str> = HashSet::new();
    for workload in &inventory.workloads {
        let (whole, taken) = taken(workload, config);
        if whole {
            return Vec::new();
        }
        keys.extend(taken);
    }
    credential_keys(config).filter(|it| !keys.contains(it)).collect()
}

/// Whether a workload takes the whole Secret, and which single keys.
fn taken<'a>(workload: &'a Workload, config: &Config) -> (bool, Vec<&'a str>) {
    if workload.meta.namespace != config.meta.namespace {
        return (false, Vec::new());
    }
    let name = &*config.meta.name.value;
    let spec = &workload.pod.spec;
    let mounted = spec.volumes.iter().any(|volume| match &volume.source {
        VolumeSource::Secret(Some(it)) => *it.value == *name,
        VolumeSource::Projected { secrets, .. } => secrets.iter().any(|it| *it.value == *name),
        _ => false,
    });
    let from = |it: &model::EnvFrom| it.kind == EnvFromKind::Secret && *it.name.value == *name;
    let whole = mounted || spec.containers.iter().flat_map(|it| &it.env_from).any(from);
    let keys = spec.containers.iter().flat_map(|it| &it.env).filter_map(|it| match &it.source {
        EnvSource::SecretKey { name: of, key, .. } if *of.value == *name => Some(&*key.value),
        _ => None,
    });
    (whole, keys.collect())
}
