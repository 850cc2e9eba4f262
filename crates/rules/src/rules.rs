//! The list of rules. Adding a rule adds its module and its line here.

mod added_capability;
mod broken_document;
mod capabilities_not_dropped;
mod dangerous_capability;
mod disabled_app_armor;
mod host_namespace;
mod host_path_volume;
mod host_port;
mod host_process;
mod missing_seccomp_profile;
mod non_root_cannot_start;
mod non_root_not_enforced;
mod privilege_escalation_allowed;
mod privileged_container;
mod probe_host;
mod restricted_volume_type;
mod runs_as_root;
mod unsafe_sysctl;
mod unusual_proc_mount;
mod unusual_selinux_option;

use crate::rule::Rule;

/// Every rule, by area and id.
pub static RULES: &[&Rule] = &[
    // What could not be read.
    &broken_document::BROKEN_DOCUMENT,
    // Credentials.
    // Pods, images, settings, logs.
    &added_capability::ADDED_CAPABILITY,
    &capabilities_not_dropped::CAPABILITIES_NOT_DROPPED,
    &dangerous_capability::DANGEROUS_CAPABILITY,
    &disabled_app_armor::DISABLED_APP_ARMOR,
    &host_namespace::HOST_NAMESPACE,
    &host_path_volume::HOST_PATH_VOLUME,
    &host_port::HOST_PORT,
    &host_process::HOST_PROCESS,
    &missing_seccomp_profile::MISSING_SECCOMP_PROFILE,
    &non_root_cannot_start::NON_ROOT_CANNOT_START,
    &non_root_not_enforced::NON_ROOT_NOT_ENFORCED,
    &privilege_escalation_allowed::PRIVILEGE_ESCALATION_ALLOWED,
    &privileged_container::PRIVILEGED_CONTAINER,
    &probe_host::PROBE_HOST,
    &restricted_volume_type::RESTRICTED_VOLUME_TYPE,
    &runs_as_root::RUNS_AS_ROOT,
    &unsafe_sysctl::UNSAFE_SYSCTL,
    &unusual_proc_mount::UNUSUAL_PROC_MOUNT,
    &unusual_selinux_option::UNUSUAL_SELINUX_OPTION,
    // Access, network, encryption at rest.
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
