//! Another user than root, and a root file system that is only read.

use dify::profile::{Mark, ReadOnlyRoot};
use edit::{Change, Value};

use crate::case::{Case, profile_of, safe_if};
use crate::scratch::Scratch;
use crate::user::{SQUID_PATHS, changes_its_user, is_proxy, preparation, user};

/// `runAsNonRoot` where a user that is not root is already there.
pub(crate) fn enforce(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let pod = &workload.pod.spec.security;
    let mut scratch = Scratch::of(&workload.pod.spec);
    // What brings volumes is one fix, since two containers may share one.
    let mut prepared = Vec::new();
    for container in &workload.pod.spec.containers {
        let own = &container.security;
        if own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value) {
            continue;
        }
        let mut changes = vec![case.set(container.place, &["securityContext", "runAsNonRoot"], Value::Bool(true))];
        let named = own.run_as_user.or(pod.run_as_user);
        let (confirmed, safe) = match (named, user(workload, container)) {
            (Some(uid), _) if uid.value != 0 => (true, true),
            // Kubelet cannot judge the name of a user, so the number is written too.
            (None, Some(user)) => {
                changes.push(case.set(container.place, &["securityContext", "runAsUser"], Value::Int(user.uid)));
                changes.push(case.set(container.place, &["securityContext", "runAsGroup"], Value::Int(user.gid)));
                if changes_its_user(workload, container) {
                    prepared.append(&mut changes);
                    prepared.extend(preparation(case, &mut scratch, workload, container));
                }
                (user.confirmed, user.confirmed && user.as_shipped)
            }
            _ => continue,
        };
        case.add_if(confirmed, safe_if(safe), container.place, changes);
    }
    case.add_if(false, safe_if(false), workload.pod.spec.place, prepared);
}

pub(crate) fn other_user(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes: Vec<Change> = Vec::new();
    let mut all = true;
    let mut first = None;
    let mut confirmed = true;
    let mut scratch = Scratch::of(spec);
    for container in &spec.containers {
        let own = &container.security;
        let uid = own.run_as_user.or(spec.security.run_as_user);
        let non_root = own.run_as_non_root.or(spec.security.run_as_non_root);
        if uid.is_some_and(|it| it.value != 0) || (uid.is_none() && non_root.is_some_and(|it| it.value)) {
            continue;
        }
        let Some(user) = user(workload, container) else {
            all = false;
            continue;
        };
        let mut set = |key, value| changes.push(case.set(container.place, &["securityContext", key], value));
        set("runAsNonRoot", Value::Bool(true));
        set("runAsUser", Value::Int(user.uid));
        set("runAsGroup", Value::Int(user.gid));
        changes.extend(preparation(case, &mut scratch, workload, container));
        confirmed &= user.confirmed;
        first = first.or(Some(user.uid));
        if user.has_volumes && spec.security.fs_group.is_none() {
            changes.push(case.set(spec.place, &["securityContext", "fsGroup"], Value::Int(user.gid)));
        }
    }
    let Some(uid) = first else { return };
    if all && spec.security.run_as_user.is_some_and(|it| it.value == 0) {
        changes.push(case.set(spec.place, &["securityContext", "runAsUser"], Value::Int(uid)));
    }
    case.add_if(confirmed, safe_if(false), spec.place, changes);
}

/// With a volume for each path that the catalogue says is written to and that has none.
pub(crate) fn read_only(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut scratch = Scratch::of(spec);
    let (mut changes, mut confirmed) = (Vec::new(), true);
    for container in spec.containers.iter().filter(|it| !it.security.read_only_root.is_some_and(|it| it.value)) {
        // Another user comes first, with volumes of its own.
        let Some(profile) = profile_of(workload, container).filter(|_| !changes_its_user(workload, container)) else {
            continue;
        };
        let paths = match profile.read_only_root {
            ReadOnlyRoot::Yes | ReadOnlyRoot::Inferred => profile.writable_paths,
            // What had to be prepared is prepared: Squid is started directly.
            ReadOnlyRoot::Prepared(_) if is_proxy(workload, container) && user(workload, container).is_some() => {
                SQUID_PATHS
            }
            _ => continue,
        };
        changes.push(case.set(container.place, &["securityContext", "readOnlyRootFilesystem"], Value::Bool(true)));
        changes.extend(paths.iter().flat_map(|path| scratch.at(case, container, path)));
        confirmed &= profile.read_only_root == ReadOnlyRoot::Yes && profile.confidence.files == Mark::Code;
    }
    case.add_if(confirmed, safe_if(false), spec.place, changes);
}
