//! Keys of Secrets that no container takes.

use std::collections::HashSet;

use model::{Config, Inventory, Taken, Workload};

use crate::held::credential_keys;

/// Where a workload takes a Secret from.
pub(crate) fn takes(workload: &Workload, config: &Config) -> bool {
    workload.takes(config) != Taken::Keys(Vec::new())
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
        match workload.takes(config) {
            Taken::Whole => return Vec::new(),
            Taken::Keys(taken) => keys.extend(taken),
        }
    }
    credential_keys(config).filter(|it| !keys.contains(it)).collect()
}
