//! Kernel parameters: only those that reach no further than the pod (`policy/check_sysctls.go`).

use model::Pod;

use crate::check::{Refusal, Revision};
use crate::offenders::quoted;
use crate::{Check, Level};

/// The list of safe parameters grew four times.
pub(super) const SYSCTLS: Check = Check {
    id: "sysctls",
    level: Level::Baseline,
    revisions: &[
        Revision::new(0, sysctls_v1_0),
        Revision::new(27, sysctls_v1_27),
        Revision::new(29, sysctls_v1_29),
        Revision::new(32, sysctls_v1_32),
        Revision::new(37, sysctls_v1_37),
    ],
};

/// The safe parameters by the minor version that called them so.
const SAFE: &[(u32, &[&str])] = &[
    (
        0,
        &[
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_unprivileged_port_start",
        ],
    ),
    (27, &["net.ipv4.ip_local_reserved_ports"]),
    (
        29,
        &[
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
        ],
    ),
    (32, &["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
    (37, &["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"]),
];

fn sysctls_v1_0(pod: &Pod) -> Option<Refusal> {
    sysctls_beyond(pod, 0)
}

fn sysctls_v1_27(pod: &Pod) -> Option<Refusal> {
    sysctls_beyond(pod, 27)
}

fn sysctls_v1_29(pod: &Pod) -> Option<Refusal> {
    sysctls_beyond(pod, 29)
}

fn sysctls_v1_32(pod: &Pod) -> Option<Refusal> {
    sysctls_beyond(pod, 32)
}

fn sysctls_v1_37(pod: &Pod) -> Option<Refusal> {
    sysctls_beyond(pod, 37)
}

fn sysctls_beyond(pod: &Pod, minor: u32) -> Option<Refusal> {
    let is_safe = |name: &str| SAFE.iter().any(|(since, names)| *since <= minor && names.contains(&name));
    let unsafe_ones = || pod.spec.security.sysctls.iter().filter(|name| !is_safe(&name.value));
    unsafe_ones().next()?;
    let names = quoted(unsafe_ones().map(|name| &*name.value));
    let (en, ja) = names.both();
    Some(Refusal {
        detail: lang::text!("pod must not set the sysctls {en}", "Pod は sysctl {ja} を設定できません"),
        places: unsafe_ones().map(|name| name.place).collect(),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Said, said};

    #[test]
    fn only_unsafe_ones_are_named() {
        let body = "spec:
  securityContext:
    sysctls: [{name: kernel.msgmax, value: '1'}, {name: net.ipv4.tcp_syncookies, value: '1'}, {name: fs.file-max, value: '1'}]";
        let expected = Said::new(
            "pod must not set the sysctls \"kernel.msgmax\", \"fs.file-max\"",
            "Pod は sysctl kernel.msgmax、fs.file-max を設定できません",
            &["spec.securityContext.sysctls[0].name", "spec.securityContext.sysctls[2].name"],
        );
        assert_eq!(said("sysctls", "latest", body), expected);
    }
}
