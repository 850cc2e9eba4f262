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
        let name = name_of(path);
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

/// A label of RFC 1123.
fn name_of(path: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = "writable".chars().chain(path.chars().map(plain)).take(63).collect();
    name.trim_end_matches('-').to_owned()
}

/// `/var/run` is a link to `/run` in the images that are known.
fn plain(path: &str) -> String {
    let path = path.trim_end_matches('/');
    path.strip_prefix("/var/run").map_or_else(|| path.to_owned(), |rest| format!("/run{rest}"))
}

fn is_mounted(container: &Container, path: &str) -> bool {
    let path = plain(path);
    let covers = |mount: &str| {
        let mount = plain(mount);
        path == mount || path.strip_prefix(mount.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    container.mounts.iter().filter_map(|it| it.path.as_ref()).any(|it| covers(&it.value))
}
