//! Probes and lifecycle hooks must not be sent to another host (`policy/check_hostProbesAndhostLifecycle.go`).

use model::{Container, Handler, Pod};

use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values};
use crate::{Check, Level};

/// The kubelet sends them from the host's network, so a host of the pod's choosing is a way to reach what the pod cannot
/// ([KEP-4940](https://github.com/kubernetes/enhancements/issues/4940)). An empty host is the same as none.
pub(super) const HOST_PROBES_AND_HOST_LIFECYCLE: Check = Check {
    id: "hostProbesAndHostLifecycle",
    level: Level::Baseline,
    revisions: &[Revision::new(34, host_probes_and_host_lifecycle_v1_34)],
};

fn host_probes_and_host_lifecycle_v1_34(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut hosts = Values::new();
    for container in &pod.spec.containers {
        for host in handlers(container).flat_map(|handler| &handler.hosts).filter(|host| !host.value.is_empty()) {
            offenders.add_container(container, host.place);
            hosts.insert(&host.value);
        }
    }
    offenders.refused_for(hosts, |(en, ja), (hosts_en, hosts_ja)| {
        lang::text!(
            "{en} must not set the host of a probe or lifecycle hook to {hosts_en}",
            "{ja} はプローブやライフサイクルフックの host に {hosts_ja} を指定できません",
        )
    })
}

fn handlers(container: &Container) -> impl Iterator<Item = &Handler> {
    let probes = container.probes.iter().map(|probe| &probe.handler);
    let hooks = [&container.lifecycle.post_start, &container.lifecycle.pre_stop].into_iter().flatten();
    probes.chain(hooks)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn each_host_is_named_once() {
        let body = "spec:
  containers:
  - name: api
    livenessProbe: {httpGet: {port: 80, host: 169.254.169.254}}
    readinessProbe: {httpGet: {port: 80, host: ''}}
    lifecycle: {preStop: {tcpSocket: {port: 80, host: 169.254.169.254}}}";
        let expected = Said::new(
            "container \"api\" must not set the host of a probe or lifecycle hook to \"169.254.169.254\"",
            "コンテナ api はプローブやライフサイクルフックの host に 169.254.169.254 を指定できません",
            &["spec.containers[0].livenessProbe.httpGet.host", "spec.containers[0].lifecycle.preStop.tcpSocket.host"],
        );
        assert_eq!(said("hostProbesAndHostLifecycle", "v1.34", body), expected);
    }
}
