//! What a copy for the sandbox leaves out.

use std::collections::BTreeSet;

use model::{ConfigKind, Inventory, Place, Taken};
use yaml::Path;

use crate::parts::is_caged;

/// The entries of a ConfigMap or Secret, as paths from the object, that no sandbox of its namespace takes: code of users stands
/// beside the copy, and passwords of others have no business there. The last one comes first.
pub(crate) fn needless(inventory: &Inventory, place: Place) -> Vec<Path> {
    let Some(config) = inventory.configs.iter().find(|it| it.meta.place == place) else { return Vec::new() };
    let inside = inventory.workloads.iter().filter(|it| it.meta.namespace == config.meta.namespace && is_caged(it));
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for workload in inside {
        let pulled = workload.pod.spec.pull_secrets.iter().any(|it| *it.value == *config.meta.name.value);
        match workload.takes(config) {
            Taken::Keys(more) if !(pulled && config.kind == ConfigKind::Secret) => keys.extend(more),
            Taken::Keys(_) | Taken::Whole => return Vec::new(),
        }
    }
    let above = inventory.documents.path(place).0.len();
    let needless = config.entries.iter().filter(|it| !keys.contains(&*it.key.value));
    needless.rev().map(|it| Path(inventory.documents.path(it.value.place).0[above..].to_vec())).collect()
}
