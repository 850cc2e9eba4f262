//! What a pod says for all of its containers.

use edit::Value;
use model::{Profile, VolumeSource};

use crate::case::{Case, safe_if};

const RUNTIME: &str = "RuntimeDefault";

fn is_filtered(profile: &Profile) -> bool {
    profile.kind.as_ref().is_some_and(|kind| matches!(&*kind.value, RUNTIME | "Localhost"))
}

fn runtime_default() -> Value {
    Value::map([("type", RUNTIME.into())])
}

pub(crate) fn seccomp(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes = Vec::new();
    if !spec.security.seccomp.as_ref().is_some_and(is_filtered) {
        changes.push(case.set(spec.place, &["securityContext", "seccompProfile"], runtime_default()));
    }
    for container in &spec.containers {
        if container.security.seccomp.as_ref().is_some_and(|it| !is_filtered(it)) {
            changes.push(case.set(container.place, &["securityContext", "seccompProfile"], runtime_default()));
        }
    }
    case.add(safe_if(workload.component.is_some()), spec.place, changes);
}

pub(crate) fn app_armor(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let mut changes = Vec::new();
    let fields = std::iter::once((spec.place, &spec.security.app_armor))
        .chain(spec.containers.iter().map(|it| (it.place, &it.security.app_armor)));
    for (place, profile) in fields {
        if profile.as_ref().is_some_and(|it| !is_filtered(it)) {
            changes.push(case.set(place, &["securityContext", "appArmorProfile"], runtime_default()));
        }
    }
    // The older form, which the kubelet still reads.
    let annotated = workload.pod.annotations.iter().filter(|(key, value)| {
        let known = matches!(value.value.expose(), "runtime/default") || value.value.expose().starts_with("localhost/");
        key.starts_with("container.apparmor.security.beta.kubernetes.io/") && !known
    });
    changes.extend(annotated.map(|(_, value)| case.set(value.place, &[], "runtime/default".into())));
    case.add_if(false, safe_if(false), spec.place, changes);
}

pub(crate) fn own_namespaces(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let shared = [("hostNetwork", spec.host_network), ("hostPID", spec.host_pid), ("hostIPC", spec.host_ipc)];
    let shared = shared.into_iter().filter(|(_, it)| it.is_some_and(|it| it.value));
    let changes = shared.map(|(key, _)| case.set(spec.place, &[key], Value::Bool(false))).collect();
    case.add(safe_if(workload.component.is_some()), spec.place, changes);
}

/// A token that a volume brings was asked for by somebody: that is left to a person.
pub(crate) fn no_token(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    let spec = &workload.pod.spec;
    let brought = |source: &VolumeSource| matches!(source, VolumeSource::Projected { token: Some(_), .. });
    if spec.automount.is_some_and(|it| !it.value) || spec.volumes.iter().any(|it| brought(&it.source)) {
        return;
    }
    let change = case.set(spec.place, &["automountServiceAccountToken"], Value::Bool(false));
    case.add(safe_if(workload.component.is_some()), spec.place, vec![change]);
}
