//! `/proc` must stay masked (`policy/check_procMount_baseline.go`, `policy/check_procMount_restricted.go`).

use model::Pod;

use super::relaxation::has_own_user_namespace;
use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values};
use crate::{Check, Level};

/// Since 1.35 a pod with a user namespace of its own may unmask it.
pub(super) const PROC_MOUNT: Check = Check {
    id: "procMount",
    level: Level::Baseline,
    revisions: &[Revision::new(0, proc_mount_v1_0), Revision::new(35, proc_mount_v1_35)],
};

/// What the baseline check asked before it was relaxed, kept for the restricted level.
pub(super) const PROC_MOUNT_RESTRICTED: Check = Check {
    id: "procMount_restricted",
    level: Level::Restricted,
    revisions: &[Revision::overriding(35, &[PROC_MOUNT.id], proc_mount_v1_0)],
};

/// Absent is defaulted; an empty value is a value, and not the allowed one.
fn proc_mount_v1_0(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut values = Values::new();
    for container in &pod.spec.containers {
        if let Some(mount) = &container.security.proc_mount
            && &*mount.value != "Default"
        {
            offenders.add_container(container, mount.place);
            values.insert(&mount.value);
        }
    }
    offenders.refused_for(values, |(en, ja), (values_en, values_ja)| {
        lang::text!(
            "{en} must not set securityContext.procMount to {values_en}",
            "{ja} は securityContext.procMount を {values_ja} にできません",
        )
    })
}

fn proc_mount_v1_35(pod: &Pod) -> Option<Refusal> {
    if has_own_user_namespace(pod) { None } else { proc_mount_v1_0(pod) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn both_checks_name_the_value() {
        let body = "spec: {containers: [{name: api, securityContext: {procMount: Unmasked}}]}";
        let expected = Said::new(
            "container \"api\" must not set securityContext.procMount to \"Unmasked\"",
            "コンテナ api は securityContext.procMount を Unmasked にできません",
            &["spec.containers[0].securityContext.procMount"],
        );
        assert_eq!(said("procMount", "latest", body), expected);
        assert_eq!(said("procMount_restricted", "latest", body), expected);
    }
}
