//! What a container's own `securityContext` says.

use dify::profile::{Mark, Root};
use edit::{Change, Value};
use model::{Container, ContainerRole};

use crate::case::{Case, is_known, is_sandbox, profile_of, safe_if};
use crate::user::changes_its_user;

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

/// An unknown container that asks for it sets up the node, and is of no use without: that is left to a person, but for one that only
/// sets sysctls of the node, which belongs to the node's own set-up.
pub(crate) fn not_privileged(case: &mut Case<'_>) {
    let Some(workload) = case.workload() else { return };
    for container in workload.pod.spec.containers.iter().filter(|it| is_privileged(it)) {
        if profile_of(workload, container).is_some() {
            let change = case.set(container.place, &["securityContext", "privileged"], Value::Bool(false));
            case.add_if(is_known(workload), safe_if(false), container.place, vec![change]);
        } else if container.role == ContainerRole::Init && only_sets_sysctls(container) {
            let inits = workload.pod.spec.containers.iter().filter(|it| it.role == ContainerRole::Init).count();
            let path = if inits == 1 {
                case.path(workload.pod.spec.place, &["initContainers"])
            } else {
                case.path(container.place, &[])
            };
            case.add_if(false, safe_if(false), container.place, vec![Change::Remove(path)]);
        }
    }
}

/// `sysctl -w name=value...`, alone or as the lines of a shell's script.
fn only_sets_sysctls(container: &Container) -> bool {
    let words: Vec<&str> = container.command.iter().chain(&container.args).map(|it| it.expose()).collect();
    let script = match words.as_slice() {
        ["sh" | "bash" | "/bin/sh" | "/bin/bash", flags, script] if flags.starts_with('-') => (*script).to_owned(),
        words => words.join(" "),
    };
    let is_sysctl = |line: &str| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|it| it.rsplit('/').next() == Some("sysctl"))
            && words.all(|it| it.starts_with('-') || it.contains('='))
    };
    let mut lines = script.split(['\n', ';', '&']).map(str::trim).filter(|it| !it.is_empty()).peekable();
    lines.peek().is_some() && lines.all(is_sysctl)
}

fn is_privileged(container: &Container) -> bool {
    container.security.privileged.is_some_and(|it| it.value)
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
