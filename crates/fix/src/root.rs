//! Another user than root, and a root file system that is only read.

use std::collections::BTreeSet;

use dify::Profile;
use dify::profile::{Mark, ReadOnlyRoot, Root};
use dify::{Component, Image};
use edit::{Change, Value};
use model::{Container, Workload};

use crate::case::{Case, profile_of, safe_if};

/// Numbers of user and group for a container, where the catalogue knows them and no preparation is needed first.
fn ids(workload: &Workload, container: &Container) -> Option<(i64, i64, Profile)> {
    let profile = profile_of(workload, container)?;
    let needs_configuration =
        matches!(workload.component, Some(Component::Nginx | Component::SsrfProxy | Component::AgentSsrfProxy));
    if matches!(profile.root, Root::Required(_)) || needs_configuration {
        return None;
    }
    let image = container.image.as_ref().and_then(|it| Image::parse(&it.value));
    let bitnami = image.is_some_and(|it| it.publisher().is_some_and(|name| name.starts_with("bitnami")));
    // Bitnami's images of the same software have one user for all.
    let uid = if bitnami { 1001 } else { profile.uid? };
    let gid = if bitnami { 1001 } else { profile.gid? };
    (uid > 0).then_some((i64::from(uid), i64::from(gid), profile))
}

/// `runAsNonRoot` where a user that is not root is already there.
pub(crate) fn enforce(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let pod = &workload.pod.spec.security;
    for container in &workload.pod.spec.containers {
        let own = &container.security;
        if own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value) {
            continue;
        }
        let mut changes = vec![case.set(container.place, &["securityContext", "runAsNonRoot"], Value::Bool(true))];
        let named = own.run_as_user.or(pod.run_as_user);
        let (confirmed, safe) = match (named, ids(workload, container)) {
            (Some(uid), _) if uid.value != 0 => (true, true),
            // Kubelet cannot judge the name of a user, so the number is written too.
            (None, Some((uid, gid, profile))) => {
                changes.push(case.set(container.place, &["securityContext", "runAsUser"], Value::Int(uid)));
                changes.push(case.set(container.place, &["securityContext", "runAsGroup"], Value::Int(gid)));
                let confirmed = profile.confidence.user == Mark::Code;
                (confirmed, confirmed && profile.root == Root::No)
            }
            _ => continue,
        };
        case.add_if(confirmed, safe_if(safe), container.place, changes);
    }
}

pub(crate) fn other_user(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes: Vec<Change> = Vec::new();
    let mut all = true;
    let mut group = None;
    let mut confirmed = true;
    for container in &spec.containers {
        let own = &container.security;
        let uid = own.run_as_user.or(spec.security.run_as_user);
        let non_root = own.run_as_non_root.or(spec.security.run_as_non_root);
        if uid.is_some_and(|it| it.value != 0) || (uid.is_none() && non_root.is_some_and(|it| it.value)) {
            continue;
        }
        let Some((uid, gid, profile)) = ids(workload, container) else {
            all = false;
            continue;
        };
        let mut set = |key, value| changes.push(case.set(container.place, &["securityContext", key], value));
        set("runAsNonRoot", Value::Bool(true));
        set("runAsUser", Value::Int(uid));
        set("runAsGroup", Value::Int(gid));
        group = Some((uid, gid));
        confirmed &= profile.confidence.user == Mark::Code;
    }
    let Some((uid, gid)) = group else { return };
    if spec.security.fs_group.is_none() {
        changes.push(case.set(spec.place, &["securityContext", "fsGroup"], Value::Int(gid)));
    }
    if all && spec.security.run_as_user.is_some_and(|it| it.value == 0) {
        changes.push(case.set(spec.place, &["securityContext", "runAsUser"], Value::Int(uid)));
    }
    case.add_if(confirmed, safe_if(false), spec.place, changes);
}

/// With a volume for each path that the catalogue says is written to and that has none. Volumes are the pod's, and a name may stand
/// there once: its containers are mended together.
pub(crate) fn read_only(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut volumes: BTreeSet<String> = spec.volumes.iter().map(|it| it.name.value.to_string()).collect();
    let (mut changes, mut confirmed) = (Vec::new(), true);
    for container in spec.containers.iter().filter(|it| !it.security.read_only_root.is_some_and(|it| it.value)) {
        let Some(profile) = profile_of(workload, container) else { continue };
        if !matches!(profile.read_only_root, ReadOnlyRoot::Yes | ReadOnlyRoot::Inferred) {
            continue;
        }
        changes.push(case.set(container.place, &["securityContext", "readOnlyRootFilesystem"], Value::Bool(true)));
        for path in profile.writable_paths.iter().filter(|path| !is_mounted(container, path)) {
            let name = format!("writable{}", path.replace(['/', '.'], "-"));
            if volumes.insert(name.clone()) {
                let volume = Value::map([("name", name.as_str().into()), ("emptyDir", Value::Map(Vec::new()))]);
                changes.push(Change::Push(case.path(spec.place, &["volumes"]), volume));
            }
            let mount = Value::map([("name", name.as_str().into()), ("mountPath", (*path).into())]);
            changes.push(Change::Push(case.path(container.place, &["volumeMounts"]), mount));
        }
        confirmed &= profile.read_only_root == ReadOnlyRoot::Yes && profile.confidence.files == Mark::Code;
    }
    case.add_if(confirmed, safe_if(false), spec.place, changes);
}

fn is_mounted(container: &Container, path: &str) -> bool {
    let covers = |mount: &str| path == mount || path.strip_prefix(mount).is_some_and(|rest| rest.starts_with('/'));
    container.mounts.iter().filter_map(|it| it.path.as_ref()).any(|it| covers(it.value.trim_end_matches('/')))
}
