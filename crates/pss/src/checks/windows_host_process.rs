//! Windows containers must not be processes of the host (`policy/check_windowsHostProcess.go`).

use model::{Place, Pod, Windows};

use crate::check::{Refusal, Revision};
use crate::offenders::Offenders;
use crate::{Check, Level};

/// What a privileged container is on Linux. The field is judged whatever system the pod is for.
pub(super) const WINDOWS_HOST_PROCESS: Check = Check {
    id: "windowsHostProcess",
    level: Level::Baseline,
    revisions: &[Revision::new(0, windows_host_process_v1_0)],
};

fn windows_host_process_v1_0(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    if let Some(place) = host_process(pod.spec.security.windows.as_ref()) {
        offenders.add_pod(place);
    }
    for container in &pod.spec.containers {
        if let Some(place) = host_process(container.security.windows.as_ref()) {
            offenders.add_container(container, place);
        }
    }
    offenders.refused(|en, ja| {
        lang::text!(
            "{en} must not set securityContext.windowsOptions.hostProcess=true",
            "{ja} は securityContext.windowsOptions.hostProcess=true を設定できません",
        )
    })
}

fn host_process(options: Option<&Windows>) -> Option<Place> {
    options?.host_process.filter(|host_process| host_process.value).map(|host_process| host_process.place)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn pod_and_containers_are_named() {
        let body = "spec:
  securityContext: {windowsOptions: {hostProcess: true}}
  containers: [{name: api, securityContext: {windowsOptions: {hostProcess: true}}}, {name: web, securityContext: {windowsOptions: {hostProcess: true}}}]";
        let expected = Said::new(
            "pod and containers \"api\", \"web\" must not set securityContext.windowsOptions.hostProcess=true",
            "Pod とコンテナ api、web は securityContext.windowsOptions.hostProcess=true を設定できません",
            &[
                "spec.securityContext.windowsOptions.hostProcess",
                "spec.containers[0].securityContext.windowsOptions.hostProcess",
                "spec.containers[1].securityContext.windowsOptions.hostProcess",
            ],
        );
        assert_eq!(said("windowsHostProcess", "latest", body), expected);
    }
}
