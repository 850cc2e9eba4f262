//! Ports of the host must not be taken (`policy/check_hostPorts.go`).

use std::collections::BTreeSet;

use model::{Container, ContainerPort, ContainerRole, Located, Pod};

use crate::check::{Refusal, Revision};
use crate::offenders::Offenders;
use crate::{Check, Level};

/// Zero is the same as absent.
pub(super) const HOST_PORTS: Check =
    Check { id: "hostPorts", level: Level::Baseline, revisions: &[Revision::new(0, host_ports_v1_0)] };

fn host_ports_v1_0(pod: &Pod) -> Option<Refusal> {
    let mut offenders = Offenders::default();
    let mut ports = BTreeSet::new();
    let mut defaulted = false;
    for container in &pod.spec.containers {
        for port in &container.ports {
            let Some((host_port, by_default)) = host_port(pod, container, port) else { continue };
            offenders.add_container(container, host_port.place);
            ports.insert(host_port.value);
            defaulted |= by_default;
        }
    }
    offenders.refused(|en, ja| {
        let noun = if ports.len() == 1 { "hostPort" } else { "hostPorts" };
        let numbers: Vec<String> = ports.iter().map(i64::to_string).collect();
        let (numbers_en, numbers_ja) = (numbers.join(", "), numbers.join("、"));
        if defaulted {
            lang::text!(
                "{en} must not use {noun} {numbers_en} (with hostNetwork=true a containerPort becomes a hostPort)",
                "{ja} は hostPort {numbers_ja} を使用できません(hostNetwork=true では containerPort が hostPort になります)",
            )
        } else {
            lang::text!(
                "{en} must not use {noun} {numbers_en}",
                "{ja} は hostPort {numbers_ja} を使用できません",
            )
        }
    })
}

/// The port of the host that is taken, and whether only by default. On the network of the host the API server fills in
/// `hostPort` from `containerPort`, for init and regular containers (`SetDefaults_Pod` in Kubernetes'
/// `pkg/apis/core/v1/defaults.go`).
fn host_port(pod: &Pod, container: &Container, port: &ContainerPort) -> Option<(Located<i64>, bool)> {
    let taken = |port: &Option<Located<i64>>| port.filter(|port| port.value != 0);
    let on_host_network = pod.spec.host_network.is_some_and(|shared| shared.value);
    let is_defaulted = on_host_network && container.role != ContainerRole::Ephemeral;
    match taken(&port.host_port) {
        Some(written) => Some((written, false)),
        None if is_defaulted => taken(&port.container_port).map(|port| (port, true)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn written_ports_are_named_in_order() {
        let body = "spec: {containers: [{name: api, ports: [{containerPort: 80, hostPort: 9090}, {hostPort: 800}, {hostPort: 0}]}]}";
        let expected = Said::new(
            "container \"api\" must not use hostPorts 800, 9090",
            "コンテナ api は hostPort 800、9090 を使用できません",
            &["spec.containers[0].ports[0].hostPort", "spec.containers[0].ports[1].hostPort"],
        );
        assert_eq!(said("hostPorts", "latest", body), expected);
    }

    #[test]
    fn a_port_that_the_api_server_takes_is_explained() {
        let body = "spec: {hostNetwork: true, containers: [{name: api, ports: [{containerPort: 5001}]}]}";
        let expected = Said::new(
            "container \"api\" must not use hostPort 5001 (with hostNetwork=true a containerPort becomes a hostPort)",
            "コンテナ api は hostPort 5001 を使用できません(hostNetwork=true では containerPort が hostPort になります)",
            &["spec.containers[0].ports[0].containerPort"],
        );
        assert_eq!(said("hostPorts", "latest", body), expected);
    }
}
