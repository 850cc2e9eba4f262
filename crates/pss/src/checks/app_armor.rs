//! `AppArmor` must not be switched off (`policy/check_appArmorProfile.go`).

use model::Pod;

use super::profile::{forbidden_annotations, forbidden_types};
use crate::check::{Refusal, Revision};
use crate::offenders::together;
use crate::{Check, Level};

/// The fields of the pod and of its containers, and the older annotations, are all judged at every version.
pub(super) const APP_ARMOR_PROFILE: Check =
    Check { id: "appArmorProfile", level: Level::Baseline, revisions: &[Revision::new(0, app_armor_profile_v1_0)] };

const ANNOTATION_PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";

fn app_armor_profile_v1_0(pod: &Pod) -> Option<Refusal> {
    let fields = forbidden_types(
        pod,
        "appArmorProfile",
        |security| security.app_armor.as_ref(),
        |container| container.security.app_armor.as_ref(),
    );
    let annotations = forbidden_annotations(pod, |key, profile| {
        key.starts_with(ANNOTATION_PREFIX) && !is_allowed_annotation(profile)
    });
    together(fields, annotations)
}

/// Unlike seccomp's, an empty annotation asks for nothing.
fn is_allowed_annotation(profile: &str) -> bool {
    profile.is_empty() || profile == "runtime/default" || profile.starts_with("localhost/")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn fields_and_annotations_are_named() {
        let body = "metadata:
  annotations:
    container.apparmor.security.beta.kubernetes.io/web: unconfined
    container.apparmor.security.beta.kubernetes.io/api: Other
spec:
  securityContext: {appArmorProfile: {type: Unconfined}}
  containers: [{name: api, securityContext: {appArmorProfile: {}}}]";
        let expected = Said::new(
            "pod and container \"api\" must not set securityContext.appArmorProfile.type to \"\", \"Unconfined\"; \
             forbidden annotations container.apparmor.security.beta.kubernetes.io/web=\"unconfined\", \
             container.apparmor.security.beta.kubernetes.io/api=\"Other\"",
            "Pod とコンテナ api は securityContext.appArmorProfile.type を \"\"、Unconfined にできません。\
             禁止されているアノテーション container.apparmor.security.beta.kubernetes.io/web=\"unconfined\"、\
             container.apparmor.security.beta.kubernetes.io/api=\"Other\"",
            &[
                "spec.securityContext.appArmorProfile.type",
                "spec.containers[0].securityContext.appArmorProfile",
                "metadata.annotations[\"container.apparmor.security.beta.kubernetes.io/web\"]",
                "metadata.annotations[\"container.apparmor.security.beta.kubernetes.io/api\"]",
            ],
        );
        assert_eq!(said("appArmorProfile", "latest", body), expected);
    }
}
