//! What a container's own `securityContext` says.

use dify::Component;
use dify::profile::{Mark, Root};
use edit::Value;
use model::{Container, Workload};

use crate::case::{Case, is_known, is_sandbox, profile_of, safe_if};

pub(crate) fn no_escalation(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let security = &container.security;
        // The API server refuses the two together.
        let needs_more = is_privileged(container) || adds(container, &["SYS_ADMIN", "CAP_SYS_ADMIN"]);
        if security.allow_privilege_escalation.is_some_and(|it| !it.value) || needs_more {
            continue;
        }
        let change = case.set(container.place, &["securityContext", "allowPrivilegeEscalation"], Value::Bool(false));
        let known = workload.component.is_some() && !is_sandbox(workload);
        case.add_if(known, safe_if(known), container.place, vec![change]);
    }
}

fn adds(container: &Container, names: &[&str]) -> bool {
    container.security.capabilities.iter().flat_map(|it| &it.add).any(|name| names.contains(&&*name.value))
}

/// An unknown container that asks for it sets up the node, and is of no use without: that is left to a person.
pub(crate) fn not_privileged(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in workload.pod.spec.containers.iter().filter(|it| is_privileged(it)) {
        if profile_of(workload, container).is_some() {
            let change = case.set(container.place, &["securityContext", "privileged"], Value::Bool(false));
            case.add_if(is_known(workload), safe_if(false), container.place, vec![change]);
        }
    }
}

fn is_privileged(container: &Container) -> bool {
    container.security.privileged.is_some_and(|it| it.value)
}

/// nginx and Squid start as root and become another user: without capabilities they do not start.
fn changes_its_user(workload: &Workload, container: &Container) -> bool {
    let (own, pod) = (&container.security, &workload.pod.spec.security);
    let user = own.run_as_user.or(pod.run_as_user).is_some_and(|it| it.value != 0);
    let non_root = own.run_as_non_root.or(pod.run_as_non_root).is_some_and(|it| it.value);
    let proxy = matches!(workload.component, Some(Component::Nginx | Component::SsrfProxy | Component::AgentSsrfProxy));
    proxy && !user && !non_root && profile_of(workload, container).is_some()
}

/// Whoever starts as root may use what the runtime grants, so only parts of Dify that do not are mended without a look.
pub(crate) fn drop_capabilities(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in &workload.pod.spec.containers {
        let kept = container.security.capabilities.as_ref();
        let dropped = kept.is_some_and(|it| it.drop.iter().any(|name| &*name.value == "ALL"));
        if dropped || is_privileged(container) || changes_its_user(workload, container) {
            continue;
        }
        let way = |last| ["securityContext", "capabilities", last];
        let mut changes = vec![case.set(container.place, &way("drop"), Value::texts(["ALL"]))];
        let profile = profile_of(workload, container);
        let needed = profile.as_ref().map_or(&[][..], |it| it.capabilities);
        if !needed.is_empty() {
            let own = kept.into_iter().flat_map(|it| &it.add).map(|it| &*it.value);
            let own: Vec<&str> = own.filter(|it| !needed.contains(it)).collect();
            if !own.iter().all(|it| is_capability(it)) {
                continue;
            }
            changes.push(case.set(
                container.place,
                &way("add"),
                Value::texts(own.into_iter().chain(needed.iter().copied())),
            ));
        }
        let starts_as_root = profile.as_ref().is_none_or(|it| it.root != Root::No);
        let confirmed = profile.is_some_and(|it| it.confidence.capabilities == Mark::Code);
        case.add_if(confirmed, safe_if(is_known(workload) && !starts_as_root), container.place, changes);
    }
}

/// Whether it has the form of a capability's name: only that is written a second time.
fn is_capability(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}
