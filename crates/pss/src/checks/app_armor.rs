//! `AppArmor` must not be switched off (`policy/check_appArmorProfile.go`).

use model::{Place, Pod, Profile};

use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values, both, quoted, together};
use crate::{Check, Level};

/// The fields of the pod and of its containers, and the older annotations, are all judged at every version.
pub(super) const APP_ARMOR_PROFILE: Check =
    Check { id: "appArmorProfile", level: Level::Baseline, revisions: &[Revision::new(0, app_armor_profile_v1_0)] };

const ANNOTATION_PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";

fn app_armor_profile_v1_0(pod: &Pod) -> Option<Refusal> {
    together(forbidden_fields(pod), forbidden_annotations(pod))
}

fn forbidden_fields(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut values = Values::new();
    if let Some((value, place)) = forbidden_type(pod.spec.security.app_armor.as_ref()) {
        offenders.add_pod(place);
        values.insert(value);
    }
    for container in &pod.spec.containers {
        if let Some((value, place)) = forbidden_type(container.security.app_armor.as_ref()) {
            offenders.add_container(container, place);
            values.insert(value);
        }
    }
    offenders.refused(|en, ja| {
        let values = quoted(values);
        let (values_en, values_ja) = both(&values);
        lang::text!(
            "{en} must not set securityContext.appArmorProfile.type to {values_en}",
            "{ja} は securityContext.appArmorProfile.type を {values_ja} にできません",
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

fn forbidden_annotations(pod: &Pod) -> Option<Refusal> {
    let allowed = |value: &str| value.is_empty() || value == "runtime/default" || value.starts_with("localhost/");
    let forbidden: Vec<_> = pod
        .annotations
        .iter()
        .filter(|(key, value)| key.starts_with(ANNOTATION_PREFIX) && !allowed(value.expose()))
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
