//! Volumes for what may be lost.

use std::collections::BTreeSet;

use edit::{Change, Value};
use model::{Container, Place, PodSpec};

use crate::case::Case;

/// The volumes that a pod has, and those that are being added: two containers that write to the same path share one.
pub(crate) struct Scratch {
    spec: Place,
    volumes: BTreeSet<String>,
}

impl Scratch {
    pub(crate) fn of(spec: &PodSpec) -> Scratch {
        Scratch { spec: spec.place, volumes: spec.volumes.iter().map(|it| it.name.value.to_string()).collect() }
    }

    /// An `emptyDir` at a path of a container; nothing where a volume is mounted there.
    pub(crate) fn at(&mut self, case: &Case<'_>, container: &Container, path: &str) -> Vec<Change> {
        if is_mounted(container, path) {
            return Vec::new();
        }
        let name = format!("writable{}", path.replace(['/', '.', '_'], "-"));
        let mut changes = Vec::new();
        if self.volumes.insert(name.clone()) {
            let volume = Value::map([("name", name.as_str().into()), ("emptyDir", Value::Map(Vec::new()))]);
            changes.push(Change::Push(case.path(self.spec, &["volumes"]), volume));
        }
        let mount = Value::map([("name", name.as_str().into()), ("mountPath", path.into())]);
        changes.push(Change::Push(case.path(container.place, &["volumeMounts"]), mount));
        changes
    }
}

fn is_mounted(container: &Container, path: &str) -> bool {
    let covers = |mount: &str| path == mount || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'));
    container.mounts.iter().filter_map(|it| it.path.as_ref()).any(|it| covers(it.value.trim_end_matches('/')))
}
