//! What seccomp and `AppArmor` have in common: a profile by its type, of the pod or of a container, and older annotations.

use model::{Container, Place, Pod, PodSecurity, Profile};

use crate::check::Refusal;
use crate::offenders::{Offenders, Values};

/// Profiles that are neither the runtime's own nor one of the node's. `field` names them in the sentence.
pub(super) fn forbidden_types(
    pod: &Pod,
    field: &str,
    of_pod: impl Fn(&PodSecurity) -> Option<&Profile>,
    of_container: impl Fn(&Container) -> Option<&Profile>,
) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut values = Values::new();
    if let Some((value, place)) = of_pod(&pod.spec.security).and_then(forbidden_type) {
        offenders.add_pod(place);
        values.insert(value);
    }
    for container in &pod.spec.containers {
        if let Some((value, place)) = of_container(container).and_then(forbidden_type) {
            offenders.add_container(container, place);
            values.insert(value);
        }
    }
    offenders.refused_for(values, |(en, ja), (values_en, values_ja)| {
        lang::text!(
            "{en} must not set securityContext.{field}.type to {values_en}",
            "{ja} は securityContext.{field}.type を {values_ja} にできません",
        )
    })
}

/// A profile without a type is one of an empty type, which is none of those allowed.
fn forbidden_type(profile: &Profile) -> Option<(&str, Place)> {
    match &profile.kind {
        None => Some(("", profile.place)),
        Some(kind) => match &*kind.value {
            "RuntimeDefault" | "Localhost" => None,
            other => Some((other, kind.place)),
        },
    }
}

/// Annotations that are forbidden by key and value.
pub(super) fn forbidden_annotations(pod: &Pod, is_forbidden: impl Fn(&str, &str) -> bool) -> Option<Refusal> {
    let mut settings = Vec::new();
    let mut places = Vec::new();
    for (key, value) in &pod.annotations {
        if is_forbidden(key, value.expose()) {
            // The name of a profile is no secret: it is what the person must see.
            settings.push(format!("{key}={:?}", value.expose()));
            places.push(value.place);
        }
    }
    if settings.is_empty() {
        return None;
    }
    let noun = if settings.len() == 1 { "annotation" } else { "annotations" };
    let (en, ja) = (settings.join(", "), settings.join("、"));
    Some(Refusal {
        detail: lang::text!("forbidden {noun} {en}", "禁止されているアノテーション {ja}"), places
    })
}
