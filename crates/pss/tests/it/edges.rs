//! What is easily read differently: empty and absent, one and several, here and there, and every boundary between versions
//! that no mutant is about.

use crate::cases::{ALWAYS, Case, NEVER, case, run, since};

const EDGES: &[Case] = &[
    // An empty type is a type; an absent profile is none.
    case(
        "an AppArmor profile without a type",
        "appArmorProfile",
        ALWAYS,
        "spec: {securityContext: {appArmorProfile: {}}}",
    ),
    case(
        "an AppArmor profile of an empty type",
        "appArmorProfile",
        ALWAYS,
        "spec: {securityContext: {appArmorProfile: {type: ''}}}",
    ),
    case(
        "an AppArmor profile that is null",
        "appArmorProfile",
        NEVER,
        "spec: {securityContext: {appArmorProfile: null}}",
    ),
    case(
        "the AppArmor profiles allowed",
        "appArmorProfile",
        NEVER,
        "spec: {securityContext: {appArmorProfile: {type: Localhost, localhostProfile: p}}, containers: [{name: c, securityContext: {appArmorProfile: {type: RuntimeDefault}}}]}",
    ),
    case(
        "an AppArmor type in the annotation's spelling",
        "appArmorProfile",
        ALWAYS,
        "spec: {securityContext: {appArmorProfile: {type: runtime/default}}}",
    ),
    case(
        "the AppArmor annotation of a container that is not there",
        "appArmorProfile",
        ALWAYS,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/gone: unconfined}}",
    ),
    case(
        "the AppArmor annotation of nothing",
        "appArmorProfile",
        ALWAYS,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/: unconfined}}",
    ),
    case(
        "the AppArmor annotation of the runtime's profile",
        "appArmorProfile",
        NEVER,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: runtime/default}}",
    ),
    case(
        "docker/default is not an AppArmor profile",
        "appArmorProfile",
        ALWAYS,
        "metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/c: docker/default}}",
    ),
    case(
        "the whole default set",
        "capabilities_baseline",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_CHROOT]}}}]}",
    ),
    case(
        "NET_RAW",
        "capabilities_baseline",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]}",
    ),
    case(
        "a capability with its prefix",
        "capabilities_baseline",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [CAP_CHOWN]}}}]}",
    ),
    case(
        "a capability in lower case",
        "capabilities_baseline",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [chown]}}}]}",
    ),
    case(
        "an empty list of capabilities",
        "capabilities_baseline",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: []}}}]}",
    ),
    case(
        "drop all in lower case",
        "capabilities_restricted",
        since(22),
        "spec: {containers: [{name: c, securityContext: {capabilities: {drop: [all]}}}]}",
    ),
    case(
        "drop ALL among others",
        "capabilities_restricted",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {capabilities: {drop: [KILL, ALL]}}}]}",
    ),
    case(
        "one of the default set is added back",
        "capabilities_restricted",
        since(22),
        "spec: {containers: [{name: c, securityContext: {capabilities: {add: [CHOWN], drop: [ALL]}}}]}",
    ),
    case(
        "Windows with a capability",
        "capabilities_baseline",
        ALWAYS,
        "spec: {os: {name: windows}, containers: [{name: c, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]}",
    ),
    case("Linux by name", "capabilities_restricted", since(22), "spec: {os: {name: linux}, containers: [{name: c}]}"),
    case(
        "Windows with a capital letter",
        "capabilities_restricted",
        since(22),
        "spec: {os: {name: Windows}, containers: [{name: c}]}",
    ),
    case(
        "Windows still needs runAsNonRoot",
        "runAsNonRoot",
        ALWAYS,
        "spec: {os: {name: windows}, containers: [{name: c}]}",
    ),
    case("Windows and user 0", "runAsUser", since(23), "spec: {os: {name: windows}, securityContext: {runAsUser: 0}}"),
    case("hostNetwork", "hostNamespaces", ALWAYS, "spec: {hostNetwork: true}"),
    case(
        "host namespaces that are not shared",
        "hostNamespaces",
        NEVER,
        "spec: {hostNetwork: false, hostPID: false, hostIPC: null}",
    ),
    case("a hostPath without a path", "hostPathVolumes", ALWAYS, "spec: {volumes: [{name: v, hostPath: {}}]}"),
    case("a hostPath that is null", "hostPathVolumes", NEVER, "spec: {volumes: [{name: v, hostPath: null}]}"),
    case(
        "a hostPath beside an emptyDir",
        "hostPathVolumes",
        ALWAYS,
        "spec: {volumes: [{name: v, emptyDir: {}, hostPath: {path: /}}]}",
    ),
    case(
        "a hostPath beside an emptyDir",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: v, emptyDir: {}, hostPath: {path: /}}]}",
    ),
    case(
        "two restricted sources",
        "restrictedVolumes",
        ALWAYS,
        "spec: {volumes: [{name: v, nfs: {}, hostPath: {path: /}}]}",
    ),
    case(
        "the other kinds allowed",
        "restrictedVolumes",
        NEVER,
        "spec: {volumes: [{name: a, configMap: {}}, {name: b, downwardAPI: {}}, {name: c, emptyDir: {}}, {name: d, persistentVolumeClaim: {claimName: c}}, {name: e, projected: {}}, {name: f, secret: {}}]}",
    ),
    case(
        "the second volume",
        "restrictedVolumes",
        ALWAYS,
        "spec: {volumes: [{name: a, emptyDir: {}}, {name: b, hostPath: {path: /}}]}",
    ),
    case(
        "hostPort 0",
        "hostPorts",
        NEVER,
        "spec: {containers: [{name: c, ports: [{containerPort: 80, hostPort: 0}]}]}",
    ),
    case(
        "the second port",
        "hostPorts",
        ALWAYS,
        "spec: {containers: [{name: c, ports: [{containerPort: 80}, {containerPort: 81, hostPort: 81}]}]}",
    ),
    case(
        "an empty host",
        "hostProbesAndHostLifecycle",
        NEVER,
        "spec: {containers: [{name: c, livenessProbe: {httpGet: {port: 80, host: ''}, tcpSocket: {port: 80, host: ''}}}]}",
    ),
    case(
        "localhost is a host",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, readinessProbe: {httpGet: {port: 80, host: localhost}}}]}",
    ),
    case(
        "two actions in one handler",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, readinessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80, host: h}}}]}",
    ),
    case(
        "a tcpSocket hook",
        "hostProbesAndHostLifecycle",
        since(34),
        "spec: {containers: [{name: c, lifecycle: {preStop: {tcpSocket: {port: 80, host: h}}}}]}",
    ),
    case(
        "a Host header is no host",
        "hostProbesAndHostLifecycle",
        NEVER,
        "spec: {containers: [{name: c, livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Host, value: h}]}}}]}",
    ),
    case(
        "privileged that is false",
        "privileged",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {privileged: false}}, {name: d, securityContext: {privileged: null}}]}",
    ),
    case(
        "an empty procMount",
        "procMount",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {procMount: ''}}]}",
    ),
    case(
        "an absent procMount is defaulted",
        "procMount",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {procMount: null}}, {name: d, securityContext: {procMount: Default}}]}",
    ),
    case(
        "procMount with the host's users",
        "procMount",
        ALWAYS,
        "spec: {hostUsers: true, containers: [{name: c, securityContext: {procMount: Unmasked}}]}",
    ),
    case(
        "procMount of a restricted pod with its own users",
        "procMount_restricted",
        since(35),
        "spec: {hostUsers: false, containers: [{name: c, securityContext: {procMount: Unmasked}}]}",
    ),
    case(
        "runAsNonRoot with the host's users",
        "runAsNonRoot",
        ALWAYS,
        "spec: {hostUsers: true, containers: [{name: c}]}",
    ),
    case(
        "a pod's runAsNonRoot=false that every container overrides",
        "runAsNonRoot",
        ALWAYS,
        "spec: {securityContext: {runAsNonRoot: false}, containers: [{name: c, securityContext: {runAsNonRoot: true}}]}",
    ),
    case(
        "runAsNonRoot of every container",
        "runAsNonRoot",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {runAsNonRoot: true}}]}",
    ),
    case(
        "a user does not make up for runAsNonRoot",
        "runAsNonRoot",
        ALWAYS,
        "spec: {securityContext: {runAsUser: 1000}, containers: [{name: c}]}",
    ),
    case("group 0", "runAsUser", NEVER, "spec: {securityContext: {runAsUser: 1000, runAsGroup: 0, fsGroup: 0}}"),
    case(
        "the SELinux types allowed",
        "seLinuxOptions",
        NEVER,
        "spec: {securityContext: {seLinuxOptions: {type: container_t, level: 's0'}}, initContainers: [{name: a, securityContext: {seLinuxOptions: {type: container_init_t}}}], containers: [{name: b, securityContext: {seLinuxOptions: {type: container_kvm_t}}}]}",
    ),
    case(
        "empty SELinux options",
        "seLinuxOptions",
        NEVER,
        "spec: {securityContext: {seLinuxOptions: {type: '', user: '', role: ''}}}",
    ),
    case(
        "another SELinux type",
        "seLinuxOptions",
        ALWAYS,
        "spec: {containers: [{name: c, securityContext: {seLinuxOptions: {type: spc_t}}}]}",
    ),
    case(
        "an empty seccomp annotation",
        "seccompProfile_baseline",
        0..19,
        "metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: ''}}",
    ),
    case(
        "the seccomp annotations allowed",
        "seccompProfile_baseline",
        NEVER,
        "metadata: {annotations: {seccomp.security.alpha.kubernetes.io/pod: docker/default, container.seccomp.security.alpha.kubernetes.io/a: runtime/default, container.seccomp.security.alpha.kubernetes.io/b: localhost/p}}\nspec: {containers: [{name: a}, {name: b}]}",
    ),
    case(
        "the seccomp annotation of a container that is not there",
        "seccompProfile_baseline",
        NEVER,
        "metadata: {annotations: {container.seccomp.security.alpha.kubernetes.io/gone: unconfined}}\nspec: {containers: [{name: c}]}",
    ),
    case(
        "the seccomp annotation of an ephemeral container",
        "seccompProfile_baseline",
        0..19,
        "metadata: {annotations: {container.seccomp.security.alpha.kubernetes.io/debug: unconfined}}\nspec: {ephemeralContainers: [{name: debug}]}",
    ),
    case(
        "a pod's seccomp field",
        "seccompProfile_baseline",
        since(19),
        "spec: {securityContext: {seccompProfile: {type: Unconfined}}}",
    ),
    case(
        "a seccomp profile without a type",
        "seccompProfile_baseline",
        since(19),
        "spec: {containers: [{name: c, securityContext: {seccompProfile: {}}}]}",
    ),
    case(
        "the seccomp profiles allowed",
        "seccompProfile_baseline",
        NEVER,
        "spec: {securityContext: {seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, securityContext: {seccompProfile: {type: Localhost}}}]}",
    ),
    case(
        "a pod's forbidden seccomp that every container overrides",
        "seccompProfile_restricted",
        since(19),
        "spec: {securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: c, securityContext: {seccompProfile: {type: RuntimeDefault}}}]}",
    ),
    case(
        "seccomp of every container",
        "seccompProfile_restricted",
        NEVER,
        "spec: {containers: [{name: c, securityContext: {seccompProfile: {type: Localhost}}}]}",
    ),
    case("no seccomp at all", "seccompProfile_restricted", since(19), "spec: {containers: [{name: c}]}"),
    case(
        "the first sysctls",
        "sysctls",
        NEVER,
        "spec: {securityContext: {sysctls: [{name: kernel.shm_rmid_forced}, {name: net.ipv4.ip_local_port_range}, {name: net.ipv4.tcp_syncookies}, {name: net.ipv4.ping_group_range}, {name: net.ipv4.ip_unprivileged_port_start}]}}",
    ),
    case(
        "tcp_keepalive_time",
        "sysctls",
        0..29,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time}]}}",
    ),
    case("tcp_fin_timeout", "sysctls", 0..29, "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout}]}}"),
    case(
        "tcp_keepalive_intvl",
        "sysctls",
        0..29,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_intvl}]}}",
    ),
    case(
        "tcp_keepalive_probes",
        "sysctls",
        0..29,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_probes}]}}",
    ),
    case("tcp_rmem", "sysctls", 0..32, "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_rmem}]}}"),
    case("tcp_wmem", "sysctls", 0..32, "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_wmem}]}}"),
    case(
        "a sysctl with slashes",
        "sysctls",
        ALWAYS,
        "spec: {securityContext: {sysctls: [{name: net/ipv4/tcp_syncookies}]}}",
    ),
    case(
        "an unsafe sysctl after a safe one",
        "sysctls",
        ALWAYS,
        "spec: {securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies}, {name: kernel.msgmax}]}}",
    ),
    case(
        "a pod's hostProcess",
        "windowsHostProcess",
        ALWAYS,
        "spec: {securityContext: {windowsOptions: {hostProcess: true}}}",
    ),
    case(
        "hostProcess of a Windows pod",
        "windowsHostProcess",
        ALWAYS,
        "spec: {os: {name: windows}, securityContext: {windowsOptions: {hostProcess: true}}}",
    ),
    case(
        "hostProcess that is false",
        "windowsHostProcess",
        NEVER,
        "spec: {securityContext: {windowsOptions: {hostProcess: false}}, containers: [{name: c, securityContext: {windowsOptions: {}}}]}",
    ),
];

#[test]
fn edges() {
    run(EDGES);
}

/// Each source alone, so that a missing one in either list is seen.
#[test]
fn every_restricted_kind_of_volume() {
    let kinds = [
        "hostPath",
        "gcePersistentDisk",
        "awsElasticBlockStore",
        "gitRepo",
        "nfs",
        "iscsi",
        "glusterfs",
        "rbd",
        "flexVolume",
        "cinder",
        "cephfs",
        "flocker",
        "fc",
        "azureFile",
        "vsphereVolume",
        "quobyte",
        "azureDisk",
        "photonPersistentDisk",
        "portworxVolume",
        "scaleIO",
        "storageos",
    ];
    for kind in kinds {
        let inventory = crate::cases::pod(&format!("spec: {{volumes: [{{name: v, {kind}: {{}}}}]}}"));
        let violations = pss::evaluate(&inventory.workloads[0].pod, pss::Level::Restricted, pss::Version::Latest);
        assert_eq!(violations.len(), 1, "{kind}");
        assert!(violations[0].detail.get(lang::Lang::En).contains(&format!("\"{kind}\"")), "{kind}");
    }
}

/// An allowed source makes up for whatever stands beside it, so that a missing one in the list is seen.
#[test]
fn every_allowed_kind_of_volume() {
    let kinds = [
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];
    for kind in kinds {
        for beside in ["", "hostPath: {path: /}"] {
            let inventory = crate::cases::pod(&format!("spec: {{volumes: [{{name: v, {kind}: {{}}, {beside}}}]}}"));
            let violations = pss::evaluate(&inventory.workloads[0].pod, pss::Level::Restricted, pss::Version::Latest);
            assert!(violations.is_empty(), "{kind} {beside}");
        }
    }
}
