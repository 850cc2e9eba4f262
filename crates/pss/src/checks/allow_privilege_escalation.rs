//! `allowPrivilegeEscalation` must be false (`policy/check_allowPrivilegeEscalation.go`).

use model::Pod;

use super::relaxation::is_windows;
use crate::check::{Refusal, Revision};
use crate::offenders::Offenders;
use crate::{Check, Level};

/// The field came with Kubernetes 1.8. Since 1.25 pods for Windows need not set it.
pub(super) const ALLOW_PRIVILEGE_ESCALATION: Check = Check {
    id: "allowPrivilegeEscalation",
    level: Level::Restricted,
    revisions: &[
        Revision::new(8, allow_privilege_escalation_v1_8),
        Revision::new(25, allow_privilege_escalation_v1_25),
    ],
};

fn allow_privilege_escalation_v1_8(pod: &Pod) -> Option<Refusal> {
    Offenders::among_containers(pod, |container| match &container.security.allow_privilege_escalation {
        None => Some(container.place),
        Some(allowed) => allowed.value.then_some(allowed.place),
    })
    .refused(|en, ja| {
        lang::text!(
            "{en} must set securityContext.allowPrivilegeEscalation=false",
            "{ja} は securityContext.allowPrivilegeEscalation=false を設定する必要があります",
        )
    })
}

fn allow_privilege_escalation_v1_25(pod: &Pod) -> Option<Refusal> {
    if is_windows(pod) { None } else { allow_privilege_escalation_v1_8(pod) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn absent_and_true_are_named() {
        let body = "spec:
  initContainers: [{name: init, securityContext: {allowPrivilegeEscalation: true}}]
  containers: [{name: api}, {name: good, securityContext: {allowPrivilegeEscalation: false}}]";
        let expected = Said::new(
            r#"containers "init", "api" must set securityContext.allowPrivilegeEscalation=false"#,
            "コンテナ init、api は securityContext.allowPrivilegeEscalation=false を設定する必要があります",
            &["spec.initContainers[0].securityContext.allowPrivilegeEscalation", "spec.containers[0]"],
        );
        assert_eq!(said("allowPrivilegeEscalation", "v1.8", body), expected);
    }
}
