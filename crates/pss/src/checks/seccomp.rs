//! System calls must stay filtered (`policy/check_seccompProfile_baseline.go`,
//! `policy/check_seccompProfile_restricted.go`).

use model::{Located, Opaque, Place, Pod, Profile};

use super::relaxation::is_windows;
use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values, both, quoted, together};
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

/// An annotation about a container that the pod does not have is passed over; an empty value is a forbidden one.
fn seccomp_profile_baseline_v1_0(pod: &Pod) -> Option<Refusal> {
    let forbidden: Vec<&(Box<str>, Located<Opaque>)> = pod
        .annotations
        .iter()
        .filter(|(key, value)| concerns(pod, key) && !is_allowed_annotation(value.expose()))
        .collect();
    if forbidden.is_empty() {
        return None;
    }
    // The names of the profiles are no secrets: they are what the person must see.
    let mut settings: Vec<String> =
        forbidden.iter().map(|(key, value)| format!("{key}={:?}", value.expose())).collect();
    settings.sort();
    let noun = if settings.len() == 1 { "annotation" } else { "annotations" };
    let (en, ja) = (settings.join(", "), settings.join("、"));
    Some(Refusal {
        detail: lang::text!("forbidden {noun} {en}", "禁止されているアノテーション {ja}"),
        places: forbidden.iter().map(|(_, value)| value.place).collect(),
    })
}

fn concerns(pod: &Pod, key: &str) -> bool {
    key == POD_ANNOTATION
        || key
            .strip_prefix(CONTAINER_ANNOTATION_PREFIX)
            .is_some_and(|name| pod.spec.containers.iter().any(|container| *container.name.value == *name))
}

fn is_allowed_annotation(value: &str) -> bool {
    value == "runtime/default" || value == "docker/default" || value.starts_with("localhost/")
}

fn seccomp_profile_baseline_v1_19(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut values = Values::new();
    if let Some((value, place)) = forbidden_type(pod.spec.security.seccomp.as_ref()) {
        offenders.add_pod(place);
        values.insert(value);
    }
    for container in &pod.spec.containers {
        if let Some((value, place)) = forbidden_type(container.security.seccomp.as_ref()) {
            offenders.add_container(container, place);
            values.insert(value);
        }
    }
    offenders.refused(|en, ja| {
        let values = quoted(values);
        let (values_en, values_ja) = both(&values);
        lang::text!(
            "{en} must not set securityContext.seccompProfile.type to {values_en}",
            "{ja} は securityContext.seccompProfile.type を {values_ja} にできません",
        )
    })
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

/// A profile without a type is one of an empty type, which is none of those allowed.
fn forbidden_type(profile: Option<&Profile>) -> Option<(&str, Place)> {
    let profile = profile?;
    match &profile.kind {
        None => Some(("", profile.place)),
        Some(kind) => match &*kind.value {
            "RuntimeDefault" | "Localhost" => None,
            other => Some((other, kind.place)),
        },
    }
}
