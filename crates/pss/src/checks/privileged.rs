//! Containers must not be privileged (`policy/check_privileged.go`).

use model::Pod;

use crate::check::{Refusal, Revision};
use crate::offenders::Offenders;
use crate::{Check, Level};

/// A privileged container is root on the host.
pub(super) const PRIVILEGED: Check =
    Check { id: "privileged", level: Level::Baseline, revisions: &[Revision::new(0, privileged_v1_0)] };

fn privileged_v1_0(pod: &Pod) -> Option<Refusal> {
    Offenders::among_containers(pod, |container| {
        container.security.privileged.filter(|privileged| privileged.value).map(|privileged| privileged.place)
    })
    .refused(|en, ja| {
        lang::text!(
            "{en} must not set securityContext.privileged=true",
            "{ja} は securityContext.privileged=true を設定できません",
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn the_container_is_named_and_its_name_cannot_break_the_line() {
        let body = "spec: {containers: [{name: \"a\\nb\", securityContext: {privileged: true}}]}";
        let expected = Said::new(
            "container \"a\\nb\" must not set securityContext.privileged=true",
            "コンテナ \"a\\nb\" は securityContext.privileged=true を設定できません",
            &["spec.containers[0].securityContext.privileged"],
        );
        assert_eq!(said("privileged", "latest", body), expected);
    }
}
