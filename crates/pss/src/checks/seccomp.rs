//! System calls must stay filtered (`policy/check_seccompProfile_baseline.go`,
//! `policy/check_seccompProfile_restricted.go`).

use model::Pod;

use super::profile::{forbidden_annotations, forbidden_types};
use super::relaxation::is_windows;
use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, together};
use crate::{Check, Level};

/// A profile, where there is one, must be the runtime's own or one of the node's. Before 1.19 only the annotations are
/// judged, since then only the fields.
pub(super) const SECCOMP_PROFILE_BASELINE: Check = Check {
    id: "seccompProfile_baseline",
    level: Level::Baseline,
    revisions: &[Revision::new(0, seccomp_profile_baseline_v1_0), Revision::new(19, seccomp_profile_baseline_v1_19)],
};

/// Every container must have such a profile, its own or the pod's. Since 1.25 nothing is asked of pods for Windows.
pub(super) const SECCOMP_PROFILE_RESTRICTED: Check = Check {
    id: "seccompProfile_restricted",
    level: Level::Restricted,
    revisions: &[
        Revision::overriding(19, &[SECCOMP_PROFILE_BASELINE.id], seccomp_profile_restricted_v1_19),
        Revision::overriding(25, &[SECCOMP_PROFILE_BASELINE.id], seccomp_profile_restricted_v1_25),
    ],
};

const POD_ANNOTATION: &str = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER_ANNOTATION_PREFIX: &str = "container.seccomp.security.alpha.kubernetes.io/";

fn seccomp_profile_baseline_v1_0(pod: &Pod) -> Option<Refusal> {
    forbidden_annotations(pod, |key, profile| concerns(pod, key) && !is_allowed_annotation(profile))
}

/// An annotation about a container that the pod does not have is passed over.
fn concerns(pod: &Pod, key: &str) -> bool {
    key == POD_ANNOTATION
        || key
            .strip_prefix(CONTAINER_ANNOTATION_PREFIX)
            .is_some_and(|name| pod.spec.containers.iter().any(|container| *container.name.value == *name))
}

/// Unlike `AppArmor`'s, an empty annotation is a forbidden one.
fn is_allowed_annotation(profile: &str) -> bool {
    profile == "runtime/default" || profile == "docker/default" || profile.starts_with("localhost/")
}

fn seccomp_profile_baseline_v1_19(pod: &Pod) -> Option<Refusal> {
    forbidden_types(
        pod,
        "seccompProfile",
        |security| security.seccomp.as_ref(),
        |container| container.security.seccomp.as_ref(),
    )
}

fn seccomp_profile_restricted_v1_19(pod: &Pod) -> Option<Refusal> {
    together(seccomp_profile_baseline_v1_19(pod), without_profile(pod))
}

fn seccomp_profile_restricted_v1_25(pod: &Pod) -> Option<Refusal> {
    if is_windows(pod) { None } else { seccomp_profile_restricted_v1_19(pod) }
}

/// Containers that have no profile of their own and none from the pod. Where the pod has a forbidden one, mending that mends
/// these containers too: the check fails for it already.
fn without_profile(pod: &Pod) -> Option<Refusal> {
    if pod.spec.security.seccomp.is_some() {
        return None;
    }
    Offenders::among_containers(pod, |container| match container.security.seccomp {
        None => Some(container.place),
        Some(_) => None,
    })
    .refused(|en, ja| {
        lang::text!(
            "pod or {en} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
            "Pod または{ja} は securityContext.seccompProfile.type に RuntimeDefault か Localhost を設定する必要があります",
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn annotations_are_named_before_1_19() {
        let body = "metadata:
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: unconfined
    container.seccomp.security.alpha.kubernetes.io/api: ''
spec: {containers: [{name: api}]}";
        let expected = Said::new(
            "forbidden annotations seccomp.security.alpha.kubernetes.io/pod=\"unconfined\", \
             container.seccomp.security.alpha.kubernetes.io/api=\"\"",
            "禁止されているアノテーション seccomp.security.alpha.kubernetes.io/pod=\"unconfined\"、\
             container.seccomp.security.alpha.kubernetes.io/api=\"\"",
            &[
                "metadata.annotations[\"seccomp.security.alpha.kubernetes.io/pod\"]",
                "metadata.annotations[\"container.seccomp.security.alpha.kubernetes.io/api\"]",
            ],
        );
        assert_eq!(said("seccompProfile_baseline", "v1.18", body), expected);
        assert_eq!(said("seccompProfile_baseline", "v1.19", body), None);
    }

    #[test]
    fn containers_without_a_profile_are_named_beside_forbidden_ones() {
        let body = "spec:
  containers: [{name: api}, {name: web, securityContext: {seccompProfile: {type: Unconfined}}}]";
        let expected = Said::new(
            "container \"web\" must not set securityContext.seccompProfile.type to \"Unconfined\"; \
             pod or container \"api\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
            "コンテナ web は securityContext.seccompProfile.type を Unconfined にできません。\
             Pod またはコンテナ api は securityContext.seccompProfile.type に RuntimeDefault か Localhost を設定する必要があります",
            &["spec.containers[1].securityContext.seccompProfile.type", "spec.containers[0]"],
        );
        assert_eq!(said("seccompProfile_restricted", "v1.19", body), expected);
    }

    #[test]
    fn a_forbidden_profile_of_the_pod_is_named_and_not_its_containers() {
        let body = "spec: {securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: api}]}";
        let expected = Said::new(
            "pod must not set securityContext.seccompProfile.type to \"Unconfined\"",
            "Pod は securityContext.seccompProfile.type を Unconfined にできません",
            &["spec.securityContext.seccompProfile.type"],
        );
        assert_eq!(said("seccompProfile_restricted", "latest", body), expected);
    }
}
