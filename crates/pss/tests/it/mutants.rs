//! The single-clause mistakes that implementations of the standards make, twelve of which pass the reference's own cases. Each
//! case bears the name of the mistake that it would find.

use std::collections::BTreeSet;

use crate::cases::{ALWAYS, Case, NEVER, case, run, since};

const IGNORED: &[Case] = &[
    case(
        "ignored: ephemeralContainers",
        "privileged",
        ALWAYS,
        "spec: {ephemeralContainers: [{name: c, securityContext: {privileged: true}}]}",
    ),
    case(
        "ignored: initContainers",
        "privileged",
        ALWAYS,
        "spec: {initContainers: [{name: c, securityContext: {privileged: true}}]}",
    ),
    case("ignored: hostPID/IPC", "hostNamespaces", ALWAYS, "spec: {hostPID: true}"),
    case("ignored: hostPID/IPC", "hostNamespaces", ALWAYS, "spec: {hostIPC: true}"),
    case(
        "ignored: container-level hostProcess",
        "windowsHostProcess",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {windowsOptions: {hostProcess: true}}}]}",
    ),
    case(
        "ignored: appArmorProfile field",
        "appArmorProfile",
        ALWAYS,
        "spec: {securityContext: {appArmorProfile: {type: Unconfined}}}",
    ),
    case(
        "ignored: appArmorProfile field",
        "appArmorProfile",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {appArmorProfile: {type: Unconfined}}}]}",
    ),
    case(
        "ignored: AppArmor annotation",
        "appArmorProfile",
        ALWAYS,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: unconfined}}",
    ),
    case(
        "ignored: SELinux user",
        "seLinuxOptions",
        ALWAYS,
        "spec: {securityContext: {seLinuxOptions: {user: system_u}}}",
    ),
    case(
        "ignored: SELinux role",
        "seLinuxOptions",
        ALWAYS,
        "spec: {securityContext: {seLinuxOptions: {role: system_r}}}",
    ),
    case(
        "ignored: lifecycle hooks",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, lifecycle: {postStart: {httpGet: {port: 80, host: h}}}}]}",
    ),
    case(
        "ignored: lifecycle hooks",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, lifecycle: {preStop: {httpGet: {port: 80, host: h}}}}]}",
    ),
    case(
        "ignored: startupProbe",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, startupProbe: {httpGet: {port: 80, host: h}}}]}",
    ),
    case(
        "ignored: tcpSocket probes",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, livenessProbe: {tcpSocket: {port: 80, host: h}}}]}",
    ),
    case(
        "ignored: pod-level runAsUser 0",
        "runAsUser",
        since(23),
        "spec: {securityContext: {runAsUser: 0}, containers: [{name: c, securityContext: {runAsUser: 1}}]}",
    ),
    case(
        "ignored: container runAsUser 0",
        "runAsUser",
        since(23),
        "spec: {securityContext: {runAsUser: 1}, containers: [{name: c, securityContext: {runAsUser: 0}}]}",
    ),
    case(
        "ignored: container runAsNonRoot=false",
        "runAsNonRoot",
        ALWAYS,
        "spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c, securityContext: {runAsNonRoot: false}}]}",
    ),
    case(
        "ignored: drop ALL",
        "capabilities_restricted",
        since(22),
        "spec: {containers: [{name: c, securityContext: {capabilities: {drop: [NET_RAW]}}}]}",
    ),
    case("ignored: drop ALL", "capabilities_restricted", since(22), "spec: {containers: [{name: c}]}"),
    case(
        "ignored: hostPort",
        "hostPorts",
        ALWAYS,
        "spec: {containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}",
    ),
    case(
        "ignored: pod seccomp annotation",
        "seccompProfile_baseline",
        0..19,
        "metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: unconfined}}",
    ),
    case(
        "ignored: container seccomp annotation",
        "seccompProfile_baseline",
        0..19,
        "metadata: {annotations: {container.seccomp.security.alpha.kubernetes.io/c: unconfined}}\nspec: {containers: [{name: c}]}",
    ),
];

const WRONGLY_REJECTED: &[Case] = &[
    case(
        "wrongly rejected: empty AppArmor annotation",
        "appArmorProfile",
        NEVER,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: ''}}",
    ),
    case(
        "wrongly rejected: localhost/ AppArmor",
        "appArmorProfile",
        NEVER,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: localhost/x}}",
    ),
    case(
        "wrongly rejected: NET_BIND_SERVICE",
        "capabilities_restricted",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}}}]}",
    ),
    case("wrongly rejected: csi volume", "restrictedVolumes", NEVER, "spec: {volumes: [{name: v, csi: {driver: d}}]}"),
    case(
        "wrongly rejected: ephemeral volume",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: v, ephemeral: {}}]}",
    ),
    case(
        "wrongly rejected: image volume",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: v, image: {reference: r}}]}",
    ),
    case(
        "wrongly rejected: inherited pod seccomp",
        "seccompProfile_restricted",
        NEVER,
        "spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: c}]}",
    ),
    case(
        "wrongly rejected: inherited pod runAsNonRoot",
        "runAsNonRoot",
        NEVER,
        "spec: {securityContext: {runAsNonRoot: true}, containers: [{name: c}]}",
    ),
];

const WRONG_VERSION: &[Case] = &[
    case(
        "wrong version: container_engine_t never",
        "seLinuxOptions",
        0..31,
        "spec: {securityContext: {seLinuxOptions: {type: container_engine_t}}}",
    ),
    case(
        "wrong version: container_engine_t from 1.30",
        "seLinuxOptions",
        0..31,
        "spec: {containers: [{name: c, securityContext: {seLinuxOptions: {type: container_engine_t}}}]}",
    ),
    case(
        "wrong version: procMount without the userns relaxation",
        "procMount",
        0..35,
        "spec: {hostUsers: false, containers: [{name: c, securityContext: {procMount: Unmasked}}]}",
    ),
    case(
        "wrong version: runAsNonRoot/runAsUser without the userns relaxation",
        "runAsNonRoot",
        0..35,
        "spec: {hostUsers: false, containers: [{name: c}]}",
    ),
    case(
        "wrong version: runAsNonRoot/runAsUser without the userns relaxation",
        "runAsUser",
        23..35,
        "spec: {hostUsers: false, containers: [{name: c, securityContext: {runAsUser: 0}}]}",
    ),
    case(
        "wrong version: userns from 1.34",
        "procMount",
        0..35,
        "spec: {hostUsers: false, initContainers: [{name: c, securityContext: {procMount: Unmasked}}]}",
    ),
    case(
        "wrong version: userns from 1.34",
        "runAsNonRoot",
        0..35,
        "spec: {hostUsers: false, initContainers: [{name: c}]}",
    ),
    case(
        "wrong version: userns from 1.34",
        "runAsUser",
        23..35,
        "spec: {hostUsers: false, securityContext: {runAsUser: 0}}",
    ),
    case(
        "wrong version: windows from 1.24",
        "allowPrivilegeEscalation",
        8..25,
        "spec: {os: {name: windows}, containers: [{name: c}]}",
    ),
    case(
        "wrong version: windows from 1.24",
        "capabilities_restricted",
        22..25,
        "spec: {os: {name: windows}, containers: [{name: c}]}",
    ),
    case(
        "wrong version: windows from 1.24",
        "seccompProfile_restricted",
        19..25,
        "spec: {os: {name: windows}, containers: [{name: c}]}",
    ),
    case(
        "wrong version: windows never",
        "allowPrivilegeEscalation",
        8..25,
        "spec: {os: {name: windows}, initContainers: [{name: c}]}",
    ),
    case(
        "wrong version: windows never",
        "capabilities_restricted",
        22..25,
        "spec: {os: {name: windows}, initContainers: [{name: c}]}",
    ),
    case(
        "wrong version: windows never",
        "seccompProfile_restricted",
        19..25,
        "spec: {os: {name: windows}, initContainers: [{name: c}]}",
    ),
    case(
        "wrong version: the 1.27 sysctl at 1.26",
        "sysctls",
        0..27,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports}]}}",
    ),
    case(
        "wrong version: no 1.32 sysctls",
        "sysctls",
        0..32,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}, {name: net.ipv4.tcp_wmem}]}}",
    ),
    case(
        "wrong version: no 1.37 sysctl",
        "sysctls",
        0..37,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_slow_start_after_idle}]}}",
    ),
    case(
        "wrong version: no 1.37 sysctl",
        "sysctls",
        0..37,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat}]}}",
    ),
    case(
        "wrong version: allowPrivilegeEscalation from 1.0",
        "allowPrivilegeEscalation",
        since(8),
        "spec: {containers: [{name: c}]}",
    ),
];

#[test]
fn ignored() {
    run(IGNORED);
}

#[test]
fn wrongly_rejected() {
    run(WRONGLY_REJECTED);
}

#[test]
fn wrong_version() {
    run(WRONG_VERSION);
}

#[test]
fn all_37_are_here() {
    let names: BTreeSet<&str> =
        [IGNORED, WRONGLY_REJECTED, WRONG_VERSION].into_iter().flatten().map(Case::name).collect();
    assert_eq!(names.len(), 37);
}
