//! Fields that the API server fills in are judged as filled in (`SetDefaults_Pod` and `SetDefaults_Volume`).

use crate::cases::{ALWAYS, Case, NEVER, case, run};

const DEFAULTS: &[Case] = &[
    case(
        "host network, regular",
        "hostPorts",
        ALWAYS,
        "spec: {hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]}",
    ),
    case(
        "host network, init",
        "hostPorts",
        ALWAYS,
        "spec: {hostNetwork: true, initContainers: [{name: c, ports: [{containerPort: 80}]}]}",
    ),
    case(
        "host network, ephemeral: not defaulted",
        "hostPorts",
        NEVER,
        "spec: {hostNetwork: true, ephemeralContainers: [{name: c, ports: [{containerPort: 80}]}]}",
    ),
    case(
        "host network, ephemeral: written",
        "hostPorts",
        ALWAYS,
        "spec: {hostNetwork: true, ephemeralContainers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}",
    ),
    case(
        "host network, a written 0",
        "hostPorts",
        ALWAYS,
        "spec: {hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80, hostPort: 0}]}]}",
    ),
    case(
        "host network, no port",
        "hostPorts",
        NEVER,
        "spec: {hostNetwork: true, containers: [{name: c, ports: [{name: p}]}]}",
    ),
    case(
        "host network, container port 0",
        "hostPorts",
        NEVER,
        "spec: {hostNetwork: true, containers: [{name: c, ports: [{containerPort: 0}]}]}",
    ),
    case(
        "host network that is false",
        "hostPorts",
        NEVER,
        "spec: {hostNetwork: false, containers: [{name: c, ports: [{containerPort: 80}]}]}",
    ),
    case("no host network", "hostPorts", NEVER, "spec: {containers: [{name: c, ports: [{containerPort: 80}]}]}"),
    case("a volume without a source", "restrictedVolumes", NEVER, "spec: {volumes: [{name: v}]}"),
    case(
        "a volume of a null source",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: v, hostPath: null, nfs: }]}",
    ),
    case(
        "a key that is no source is dropped before",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: v, HostPath: {path: /}}]}",
    ),
];

#[test]
fn defaults() {
    run(DEFAULTS);
}
