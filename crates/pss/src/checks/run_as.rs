//! Containers must not run as root (`policy/check_runAsNonRoot.go`, `policy/check_runAsUser.go`).

use model::Pod;

use super::relaxation::has_own_user_namespace;
use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, together};
use crate::{Check, Level};

/// `runAsNonRoot` must be true for every container: its own, or the pod's where it has none. Since 1.35 nothing is asked of
/// a pod with a user namespace of its own. Windows is no exception.
pub(super) const RUN_AS_NON_ROOT: Check = Check {
    id: "runAsNonRoot",
    level: Level::Restricted,
    revisions: &[Revision::new(0, run_as_non_root_v1_0), Revision::new(35, run_as_non_root_v1_35)],
};

/// `runAsUser` must not be 0 anywhere, not even at the pod when every container has another. The same exception since 1.35.
pub(super) const RUN_AS_USER: Check = Check {
    id: "runAsUser",
    level: Level::Restricted,
    revisions: &[Revision::new(23, run_as_user_v1_23), Revision::new(35, run_as_user_v1_35)],
};

fn run_as_non_root_v1_0(pod: &Pod) -> Option<Refusal> {
    let of_pod = &pod.spec.security.run_as_non_root;
    let mut set_false = Offenders::default();
    let mut unset = Offenders::default();
    if let Some(of_pod) = of_pod
        && !of_pod.value
    {
        set_false.add_pod(of_pod.place);
    }
    for container in &pod.spec.containers {
        match &container.security.run_as_non_root {
            Some(own) if !own.value => set_false.add_container(container, own.place),
            // Who changes a pod's false into true has done it for these containers too.
            None if of_pod.is_none() => unset.add_container(container, container.place),
            Some(_) | None => {}
        }
    }
    let set_false = set_false.refused(|en, ja| {
        lang::text!(
            "{en} must not set securityContext.runAsNonRoot=false",
            "{ja} は securityContext.runAsNonRoot=false を設定できません",
        )
    });
    let unset = unset.refused(|en, ja| {
        lang::text!(
            "pod or {en} must set securityContext.runAsNonRoot=true",
            "Pod または{ja} は securityContext.runAsNonRoot=true を設定する必要があります",
        )
    });
    together(set_false, unset)
}

fn run_as_non_root_v1_35(pod: &Pod) -> Option<Refusal> {
    if has_own_user_namespace(pod) { None } else { run_as_non_root_v1_0(pod) }
}

fn run_as_user_v1_23(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    if let Some(user) = &pod.spec.security.run_as_user
        && user.value == 0
    {
        offenders.add_pod(user.place);
    }
    for container in &pod.spec.containers {
        if let Some(user) = &container.security.run_as_user
            && user.value == 0
        {
            offenders.add_container(container, user.place);
        }
    }
    offenders.refused(|en, ja| {
        lang::text!(
            "{en} must not set securityContext.runAsUser=0",
            "{ja} は securityContext.runAsUser=0 を設定できません",
        )
    })
}

fn run_as_user_v1_35(pod: &Pod) -> Option<Refusal> {
    if has_own_user_namespace(pod) { None } else { run_as_user_v1_23(pod) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn containers_without_either_are_named_beside_those_that_say_false() {
        let body = "spec:
  containers: [{name: api}, {name: web, securityContext: {runAsNonRoot: false}}, {name: good, securityContext: {runAsNonRoot: true}}]";
        let expected = Said::new(
            "container \"web\" must not set securityContext.runAsNonRoot=false; \
             pod or container \"api\" must set securityContext.runAsNonRoot=true",
            "コンテナ web は securityContext.runAsNonRoot=false を設定できません。\
             Pod またはコンテナ api は securityContext.runAsNonRoot=true を設定する必要があります",
            &["spec.containers[1].securityContext.runAsNonRoot", "spec.containers[0]"],
        );
        assert_eq!(said("runAsNonRoot", "latest", body), expected);
    }

    #[test]
    fn a_pod_that_says_false_is_named_and_not_its_containers() {
        let body = "spec: {securityContext: {runAsNonRoot: false}, containers: [{name: api}]}";
        let expected = Said::new(
            "pod must not set securityContext.runAsNonRoot=false",
            "Pod は securityContext.runAsNonRoot=false を設定できません",
            &["spec.securityContext.runAsNonRoot"],
        );
        assert_eq!(said("runAsNonRoot", "latest", body), expected);
    }

    #[test]
    fn user_0_is_named_at_both() {
        let body =
            "spec: {securityContext: {runAsUser: 0}, containers: [{name: api, securityContext: {runAsUser: 0}}]}";
        let expected = Said::new(
            "pod and container \"api\" must not set securityContext.runAsUser=0",
            "Pod とコンテナ api は securityContext.runAsUser=0 を設定できません",
            &["spec.securityContext.runAsUser", "spec.containers[0].securityContext.runAsUser"],
        );
        assert_eq!(said("runAsUser", "latest", body), expected);
    }
}
