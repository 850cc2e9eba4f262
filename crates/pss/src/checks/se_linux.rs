//! `SELinux` labels must stay those of containers (`policy/check_seLinuxOptions.go`).

use std::collections::BTreeSet;

use model::{Located, Pod, SeLinux};

use crate::check::{Refusal, Revision};
use crate::offenders::Offenders;
use crate::{Check, Level};

/// A few types are allowed, no user and no role; empty is the same as absent. Since 1.31 `container_engine_t` is one of the
/// types.
pub(super) const SE_LINUX_OPTIONS: Check = Check {
    id: "seLinuxOptions",
    level: Level::Baseline,
    revisions: &[Revision::new(0, se_linux_options_v1_0), Revision::new(31, se_linux_options_v1_31)],
};

fn se_linux_options_v1_0(pod: &Pod) -> Option<Refusal> {
    options_beyond(pod, &["container_t", "container_init_t", "container_kvm_t"])
}

fn se_linux_options_v1_31(pod: &Pod) -> Option<Refusal> {
    options_beyond(pod, &["container_t", "container_init_t", "container_kvm_t", "container_engine_t"])
}

fn options_beyond(pod: &Pod, types: &[&str]) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut settings = BTreeSet::new();
    for (field, value) in forbidden(pod.spec.security.se_linux.as_ref(), types) {
        offenders.add_pod(value.place);
        settings.insert((field, &*value.value));
    }
    for container in &pod.spec.containers {
        for (field, value) in forbidden(container.security.se_linux.as_ref(), types) {
            offenders.add_container(container, value.place);
            settings.insert((field, &*value.value));
        }
    }
    offenders.refused(|en, ja| {
        let settings: Vec<String> = settings.iter().map(|(field, value)| format!("{field}={value:?}")).collect();
        let (settings_en, settings_ja) = (settings.join(", "), settings.join("、"));
        lang::text!(
            "{en} must not set {settings_en} in securityContext.seLinuxOptions",
            "{ja} は securityContext.seLinuxOptions に {settings_ja} を設定できません",
        )
    })
}

fn forbidden<'a>(
    options: Option<&'a SeLinux>,
    types: &[&str],
) -> impl Iterator<Item = (&'static str, &'a Located<Box<str>>)> {
    let set = |field: &'a Option<Located<Box<str>>>| field.as_ref().filter(|value| !value.value.is_empty());
    let kind = options.and_then(|options| set(&options.kind)).filter(|kind| !types.contains(&&*kind.value));
    let user = options.and_then(|options| set(&options.user));
    let role = options.and_then(|options| set(&options.role));
    [("type", kind), ("user", user), ("role", role)].into_iter().filter_map(|(field, value)| Some((field, value?)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn each_option_is_named() {
        let body = "spec:
  securityContext: {seLinuxOptions: {type: container_t, role: r}}
  containers: [{name: api, securityContext: {seLinuxOptions: {type: spc_t, user: u, level: 's0:c1,c2'}}}]";
        let expected = Said::new(
            "pod and container \"api\" must not set role=\"r\", type=\"spc_t\", user=\"u\" in securityContext.seLinuxOptions",
            "Pod とコンテナ api は securityContext.seLinuxOptions に role=\"r\"、type=\"spc_t\"、user=\"u\" を設定できません",
            &[
                "spec.securityContext.seLinuxOptions.role",
                "spec.containers[0].securityContext.seLinuxOptions.type",
                "spec.containers[0].securityContext.seLinuxOptions.user",
            ],
        );
        assert_eq!(said("seLinuxOptions", "latest", body), expected);
    }
}
