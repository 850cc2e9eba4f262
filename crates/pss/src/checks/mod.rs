//! The nineteen checks.

mod allow_privilege_escalation;
mod app_armor;
mod capabilities;
mod host_namespaces;
mod host_ports;
mod host_probes;
mod privileged;
mod proc_mount;
mod profile;
mod relaxation;
mod run_as;
mod se_linux;
mod seccomp;
mod sysctls;
mod volumes;
mod windows_host_process;

use crate::Check;

/// Every check, in the order in which the reference reports them: those of the baseline level by id, then those of the
/// restricted level by id (`policy/registry.go`; uppercase letters come before lowercase ones).
pub static CHECKS: [Check; 19] = [
    app_armor::APP_ARMOR_PROFILE,
    capabilities::CAPABILITIES_BASELINE,
    host_namespaces::HOST_NAMESPACES,
    volumes::HOST_PATH_VOLUMES,
    host_ports::HOST_PORTS,
    host_probes::HOST_PROBES_AND_HOST_LIFECYCLE,
    privileged::PRIVILEGED,
    proc_mount::PROC_MOUNT,
    se_linux::SE_LINUX_OPTIONS,
    seccomp::SECCOMP_PROFILE_BASELINE,
    sysctls::SYSCTLS,
    windows_host_process::WINDOWS_HOST_PROCESS,
    allow_privilege_escalation::ALLOW_PRIVILEGE_ESCALATION,
    capabilities::CAPABILITIES_RESTRICTED,
    proc_mount::PROC_MOUNT_RESTRICTED,
    volumes::RESTRICTED_VOLUMES,
    run_as::RUN_AS_NON_ROOT,
    run_as::RUN_AS_USER,
    seccomp::SECCOMP_PROFILE_RESTRICTED,
];
