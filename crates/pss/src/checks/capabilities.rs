//! Capabilities: only the usual ones may be added; at the restricted level all are dropped and at most one comes back
//! (`policy/check_capabilities_baseline.go`, `policy/check_capabilities_restricted.go`).

use model::{Container, Located, Pod};

use super::relaxation::is_windows;
use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values, together};
use crate::{Check, Level};

/// What container runtimes grant by default, without `NET_RAW`.
pub(super) const CAPABILITIES_BASELINE: Check = Check {
    id: "capabilities_baseline",
    level: Level::Baseline,
    revisions: &[Revision::new(0, capabilities_baseline_v1_0)],
};

/// Since 1.25 nothing is asked of pods for Windows, not even what the overridden baseline check asks.
pub(super) const CAPABILITIES_RESTRICTED: Check = Check {
    id: "capabilities_restricted",
    level: Level::Restricted,
    revisions: &[
        Revision::overriding(22, &[CAPABILITIES_BASELINE.id], capabilities_restricted_v1_22),
        Revision::overriding(25, &[CAPABILITIES_BASELINE.id], capabilities_restricted_v1_25),
    ],
};

const DEFAULT_SET: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

fn capabilities_baseline_v1_0(pod: &Pod) -> Option<Refusal> {
    added_beyond(pod, |name| DEFAULT_SET.contains(&name))
}

fn capabilities_restricted_v1_22(pod: &Pod) -> Option<Refusal> {
    together(without_drop_all(pod), added_beyond(pod, |name| name == "NET_BIND_SERVICE"))
}

fn capabilities_restricted_v1_25(pod: &Pod) -> Option<Refusal> {
    if is_windows(pod) { None } else { capabilities_restricted_v1_22(pod) }
}

fn added_beyond(pod: &Pod, allowed: impl Fn(&str) -> bool) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut names = Values::new();
    for container in &pod.spec.containers {
        for name in added(container).iter().filter(|name| !allowed(&name.value)) {
            offenders.add_container(container, name.place);
            names.insert(&name.value);
        }
    }
    offenders.refused_for(names, |(en, ja), (names_en, names_ja)| {
        lang::text!(
            "{en} must not include {names_en} in securityContext.capabilities.add",
            "{ja} は securityContext.capabilities.add に {names_ja} を含めることができません",
        )
    })
}

fn added(container: &Container) -> &[Located<Box<str>>] {
    container.security.capabilities.as_ref().map_or(&[], |capabilities| &capabilities.add)
}

fn without_drop_all(pod: &Pod) -> Option<Refusal> {
    Offenders::among_containers(pod, |container| match &container.security.capabilities {
        None => Some(container.place),
        Some(capabilities) => {
            let drops_all = capabilities.drop.iter().any(|name| &*name.value == "ALL");
            (!drops_all).then_some(capabilities.place)
        }
    })
    .refused(|en, ja| {
        lang::text!(
            "{en} must set securityContext.capabilities.drop=[\"ALL\"]",
            "{ja} は securityContext.capabilities.drop=[\"ALL\"] を設定する必要があります",
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    const BODY: &str = "spec:
  containers:
  - {name: api, securityContext: {capabilities: {add: [SYS_ADMIN, NET_ADMIN, SYS_CHROOT], drop: [NET_RAW]}}}
  - {name: web, securityContext: {capabilities: {add: [NET_ADMIN], drop: [ALL]}}}
  - {name: bare}";

    #[test]
    fn baseline_names_what_is_added() {
        let expected = Said::new(
            "containers \"api\", \"web\" must not include \"NET_ADMIN\", \"SYS_ADMIN\" in securityContext.capabilities.add",
            "コンテナ api、web は securityContext.capabilities.add に NET_ADMIN、SYS_ADMIN を含めることができません",
            &[
                "spec.containers[0].securityContext.capabilities.add[0]",
                "spec.containers[0].securityContext.capabilities.add[1]",
                "spec.containers[1].securityContext.capabilities.add[0]",
            ],
        );
        assert_eq!(said("capabilities_baseline", "v1.0", BODY), expected);
    }

    #[test]
    fn restricted_names_what_is_not_dropped_and_what_is_added() {
        let expected = Said::new(
            "containers \"api\", \"bare\" must set securityContext.capabilities.drop=[\"ALL\"]; \
             containers \"api\", \"web\" must not include \"NET_ADMIN\", \"SYS_ADMIN\", \"SYS_CHROOT\" in securityContext.capabilities.add",
            "コンテナ api、bare は securityContext.capabilities.drop=[\"ALL\"] を設定する必要があります。\
             コンテナ api、web は securityContext.capabilities.add に NET_ADMIN、SYS_ADMIN、SYS_CHROOT を含めることができません",
            &[
                "spec.containers[0].securityContext.capabilities",
                "spec.containers[2]",
                "spec.containers[0].securityContext.capabilities.add[0]",
                "spec.containers[0].securityContext.capabilities.add[1]",
                "spec.containers[0].securityContext.capabilities.add[2]",
                "spec.containers[1].securityContext.capabilities.add[0]",
            ],
        );
        assert_eq!(said("capabilities_restricted", "latest", BODY), expected);
    }
}
