//! What a container's own `securityContext` says.

use dify::profile::Root;
use edit::Value;
use model::Container;

use crate::case::{Case, is_known, is_sandbox, profile_of, safe_if};

pub(crate) fn no_escalation(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let security = &container.security;
        // The API server refuses the two together.
        let needs_more =
            security.privileged.is_some_and(|it| it.value) || adds(container, &["SYS_ADMIN", "CAP_SYS_ADMIN"]);
        if security.allow_privilege_escalation.is_some_and(|it| !it.value) || needs_more {
            continue;
        }
        let change = case.set(container.place, &["securityContext", "allowPrivilegeEscalation"], Value::Bool(false));
        case.add(safe_if(workload.component.is_some() && !is_sandbox(workload)), container.place, vec![change]);
    }
}

fn adds(container: &Container, names: &[&str]) -> bool {
    container.security.capabilities.iter().flat_map(|it| &it.add).any(|name| names.contains(&&*name.value))
}

pub(crate) fn not_privileged(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in workload.pod.spec.containers.iter().filter(|it| it.security.privileged.is_some_and(|it| it.value))
    {
        let change = case.set(container.place, &["securityContext", "privileged"], Value::Bool(false));
        case.add(safe_if(false), container.place, vec![change]);
    }
}

/// Whoever starts as root may use what the runtime grants, so only parts of Dify that do not are mended without a look.
pub(crate) fn drop_capabilities(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let kept = container.security.capabilities.as_ref();
        if kept.is_some_and(|it| it.drop.iter().any(|name| &*name.value == "ALL")) {
            continue;
        }
        let way = |last| ["securityContext", "capabilities", last];
        let mut changes = vec![case.set(container.place, &way("drop"), Value::texts(["ALL"]))];
        let profile = profile_of(workload, container);
        let needed = profile.as_ref().map_or(&[][..], |it| it.capabilities);
        if !needed.is_empty() {
            let own = kept.into_iter().flat_map(|it| &it.add).map(|it| &*it.value).filter(|it| !needed.contains(it));
            let all = Value::texts(own.chain(needed.iter().copied()));
            changes.push(case.set(container.place, &way("add"), all));
        }
        let starts_as_root = profile.is_none_or(|it| it.root != Root::No);
        case.add(safe_if(is_known(workload) && !starts_as_root), container.place, changes);
    }
}
