//! The list of rules. Adding a rule adds its module and its line here.

mod abandoned_image;
mod added_capability;
mod admin_api_enabled;
mod allow_all_egress_policy;
mod allow_all_ingress_policy;
mod anonymous_vector_store;
mod binding_to_everyone;
mod broad_role_for_workload;
mod broken_document;
mod capabilities_not_dropped;
mod certificate_approving_role;
mod certificates_not_checked;
mod cluster_admin_binding;
mod cookies_without_tls;
mod cors_any_origin;
mod credential_in_values_file;
mod dangerous_capability;
mod dangling_binding;
mod dangling_network_policy;
mod debug_log_level;
mod debug_mode;
mod disabled_app_armor;
mod duplicate_key;
mod escalation_verb_in_role;
mod exec_in_role;
mod floating_image_tag;
mod foreign_network_policy;
mod host_namespace;
mod host_path_volume;
mod host_port;
mod host_process;
mod ignored_policy_rules;
mod input_too_large;
mod invalid_network_policy;
mod invalid_secret_encoding;
mod log_without_client_address;
mod login_disabled;
mod mismatched_companion_versions;
mod missing_ingress_policy;
mod missing_network_policy;
mod missing_probe;
mod missing_resource_limits;
mod missing_seccomp_profile;
mod muted_proxy_log;
mod namespace_without_pod_security;
mod nodes_proxy_in_role;
mod non_root_cannot_start;
mod non_root_not_enforced;
mod placeholder_credential;
mod plaintext_credential;
mod plugin_daemon_shares_database;
mod plugin_debugging_enabled;
mod plugin_signature_not_verified;
mod pod_refused_by_namespace;
mod privilege_escalation_allowed;
mod privileged_container;
mod probe_host;
mod profiling_enabled;
mod published_default_credential;
mod request_bodies_in_log;
mod restricted_volume_type;
mod runs_as_root;
mod sandbox_preload_enabled;
mod secret_values_in_file;
mod secrets_readable_by_role;
mod service_account_token_mounted;
mod service_named_dify;
mod silent_login_failures;
mod swagger_enabled;
mod token_creating_role;
mod unlimited_role;
mod unlisted_registry;
mod unpinned_image;
mod unreadable_file;
mod unrendered_template;
mod unsafe_page_setting;
mod unsafe_sysctl;
mod untagged_image;
mod untrusted_registry;
mod unusual_proc_mount;
mod unusual_selinux_option;
mod volume_creating_role;
mod vulnerable_dify_version;
mod webhook_changing_role;
mod wildcard_in_role;
mod workload_creating_role;
mod writable_root_filesystem;
mod wrong_type;

use crate::rule::Rule;

/// Every rule, by area and id.
pub static RULES: &[&Rule] = &[
    // What could not be read.
    &broken_document::BROKEN_DOCUMENT,
    &duplicate_key::DUPLICATE_KEY,
    &input_too_large::INPUT_TOO_LARGE,
    &unreadable_file::UNREADABLE_FILE,
    &unrendered_template::UNRENDERED_TEMPLATE,
    &wrong_type::WRONG_TYPE,
    // Credentials.
    &credential_in_values_file::CREDENTIAL_IN_VALUES_FILE,
    &invalid_secret_encoding::INVALID_SECRET_ENCODING,
    &placeholder_credential::PLACEHOLDER_CREDENTIAL,
    &plaintext_credential::PLAINTEXT_CREDENTIAL,
    &published_default_credential::PUBLISHED_DEFAULT_CREDENTIAL,
    &secret_values_in_file::SECRET_VALUES_IN_FILE,
    // Pods, images, settings, logs.
    &abandoned_image::ABANDONED_IMAGE,
    &added_capability::ADDED_CAPABILITY,
    &admin_api_enabled::ADMIN_API_ENABLED,
    &anonymous_vector_store::ANONYMOUS_VECTOR_STORE,
    &capabilities_not_dropped::CAPABILITIES_NOT_DROPPED,
    &certificates_not_checked::CERTIFICATES_NOT_CHECKED,
    &cookies_without_tls::COOKIES_WITHOUT_TLS,
    &cors_any_origin::CORS_ANY_ORIGIN,
    &dangerous_capability::DANGEROUS_CAPABILITY,
    &debug_log_level::DEBUG_LOG_LEVEL,
    &debug_mode::DEBUG_MODE,
    &disabled_app_armor::DISABLED_APP_ARMOR,
    &floating_image_tag::FLOATING_IMAGE_TAG,
    &host_namespace::HOST_NAMESPACE,
    &host_path_volume::HOST_PATH_VOLUME,
    &host_port::HOST_PORT,
    &host_process::HOST_PROCESS,
    &log_without_client_address::LOG_WITHOUT_CLIENT_ADDRESS,
    &login_disabled::LOGIN_DISABLED,
    &mismatched_companion_versions::MISMATCHED_COMPANION_VERSIONS,
    &missing_probe::MISSING_PROBE,
    &missing_resource_limits::MISSING_RESOURCE_LIMITS,
    &missing_seccomp_profile::MISSING_SECCOMP_PROFILE,
    &muted_proxy_log::MUTED_PROXY_LOG,
    &namespace_without_pod_security::NAMESPACE_WITHOUT_POD_SECURITY,
    &non_root_cannot_start::NON_ROOT_CANNOT_START,
    &non_root_not_enforced::NON_ROOT_NOT_ENFORCED,
    &plugin_daemon_shares_database::PLUGIN_DAEMON_SHARES_DATABASE,
    &plugin_debugging_enabled::PLUGIN_DEBUGGING_ENABLED,
    &plugin_signature_not_verified::PLUGIN_SIGNATURE_NOT_VERIFIED,
    &pod_refused_by_namespace::POD_REFUSED_BY_NAMESPACE,
    &privilege_escalation_allowed::PRIVILEGE_ESCALATION_ALLOWED,
    &privileged_container::PRIVILEGED_CONTAINER,
    &probe_host::PROBE_HOST,
    &profiling_enabled::PROFILING_ENABLED,
    &request_bodies_in_log::REQUEST_BODIES_IN_LOG,
    &restricted_volume_type::RESTRICTED_VOLUME_TYPE,
    &runs_as_root::RUNS_AS_ROOT,
    &sandbox_preload_enabled::SANDBOX_PRELOAD_ENABLED,
    &service_named_dify::SERVICE_NAMED_DIFY,
    &silent_login_failures::SILENT_LOGIN_FAILURES,
    &swagger_enabled::SWAGGER_ENABLED,
    &unlisted_registry::UNLISTED_REGISTRY,
    &unpinned_image::UNPINNED_IMAGE,
    &unsafe_page_setting::UNSAFE_PAGE_SETTING,
    &unsafe_sysctl::UNSAFE_SYSCTL,
    &untagged_image::UNTAGGED_IMAGE,
    &untrusted_registry::UNTRUSTED_REGISTRY,
    &unusual_proc_mount::UNUSUAL_PROC_MOUNT,
    &unusual_selinux_option::UNUSUAL_SELINUX_OPTION,
    &vulnerable_dify_version::VULNERABLE_DIFY_VERSION,
    &writable_root_filesystem::WRITABLE_ROOT_FILESYSTEM,
    // Access, network, encryption at rest.
    &allow_all_egress_policy::ALLOW_ALL_EGRESS_POLICY,
    &allow_all_ingress_policy::ALLOW_ALL_INGRESS_POLICY,
    &binding_to_everyone::BINDING_TO_EVERYONE,
    &broad_role_for_workload::BROAD_ROLE_FOR_WORKLOAD,
    &certificate_approving_role::CERTIFICATE_APPROVING_ROLE,
    &cluster_admin_binding::CLUSTER_ADMIN_BINDING,
    &dangling_binding::DANGLING_BINDING,
    &dangling_network_policy::DANGLING_NETWORK_POLICY,
    &escalation_verb_in_role::ESCALATION_VERB_IN_ROLE,
    &exec_in_role::EXEC_IN_ROLE,
    &foreign_network_policy::FOREIGN_NETWORK_POLICY,
    &ignored_policy_rules::IGNORED_POLICY_RULES,
    &invalid_network_policy::INVALID_NETWORK_POLICY,
    &missing_ingress_policy::MISSING_INGRESS_POLICY,
    &missing_network_policy::MISSING_NETWORK_POLICY,
    &nodes_proxy_in_role::NODES_PROXY_IN_ROLE,
    &secrets_readable_by_role::SECRETS_READABLE_BY_ROLE,
    &service_account_token_mounted::SERVICE_ACCOUNT_TOKEN_MOUNTED,
    &token_creating_role::TOKEN_CREATING_ROLE,
    &unlimited_role::UNLIMITED_ROLE,
    &volume_creating_role::VOLUME_CREATING_ROLE,
    &webhook_changing_role::WEBHOOK_CHANGING_ROLE,
    &wildcard_in_role::WILDCARD_IN_ROLE,
    &workload_creating_role::WORKLOAD_CREATING_ROLE,
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
