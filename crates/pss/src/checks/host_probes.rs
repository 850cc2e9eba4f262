//! Probes and lifecycle hooks must not be sent to another host (`policy/check_hostProbesAndhostLifecycle.go`).

use model::{Container, Handler, Pod};

use crate::check::{Refusal, Revision};
use crate::offenders::{Offenders, Values, both, quoted};
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
    offenders.refused(|en, ja| {
        let hosts = quoted(hosts);
        let (hosts_en, hosts_ja) = both(&hosts);
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
