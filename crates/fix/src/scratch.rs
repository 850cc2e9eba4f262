//! Volumes for what may be lost.

use edit::{Change, Value};
use model::{Container, Workload};

use crate::case::Case;

/// An `emptyDir` at a path; nothing where a volume is mounted there.
pub(crate) fn scratch(case: &Case<'_>, workload: &Workload, container: &Container, path: &str) -> Vec<Change> {
    if is_mounted(container, path) {
        return Vec::new();
    }
    let spec = &workload.pod.spec;
    let name = format!("writable{}", path.replace(['/', '.', '_'], "-"));
    let mut changes = Vec::new();
    if !spec.volumes.iter().any(|it| *it.name.value == *name) {
        let volume = Value::map([("name", name.as_str().into()), ("emptyDir", Value::Map(Vec::new()))]);
        changes.push(Change::Push(case.path(spec.place, &["volumes"]), volume));
    }
    let mount = Value::map([("name", name.as_str().into()), ("mountPath", path.into())]);
    changes.push(Change::Push(case.path(container.place, &["volumeMounts"]), mount));
    changes
}

fn is_mounted(container: &Container, path: &str) -> bool {
    let covers = |mount: &str| path == mount || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'));
    container.mounts.iter().filter_map(|it| it.path.as_ref()).any(|it| covers(it.value.trim_end_matches('/')))
}
