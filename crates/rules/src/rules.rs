//! The list of rules. Adding a rule adds its module and its line here.

mod abandoned_image;
mod added_capability;
mod admin_api_enabled;
mod allow_all_egress_policy;
mod allow_all_ingress_policy;
mod anonymous_vector_store;
mod api_ingress_open;
mod api_service_changing_role;
mod auto_generated_key_per_pod;
mod binding_to_everyone;
mod broad_role_for_workload;
mod broken_document;
mod bypassed_ssrf_proxy;
mod capabilities_not_dropped;
mod certificate_approving_role;
mod certificates_not_checked;
mod cluster_admin_binding;
mod cookies_without_tls;
mod cors_any_origin;
mod credential_in_values_file;
mod credential_mismatch;
mod credential_reused_across_environments;
mod dangerous_capability;
mod dangling_binding;
mod dangling_network_policy;
mod debug_log_level;
mod debug_mode;
mod disabled_app_armor;
mod duplicate_env;
mod duplicate_key;
mod egress_to_anywhere;
mod empty_credential;
mod escalation_verb_in_role;
mod exec_in_role;
mod expired_suppression;
mod exposed_inner_api;
mod exposed_internal_component;
mod exposed_plugin_debug_port;
mod exposed_store;
mod external_ips;
mod floating_image_tag;
mod foreign_network_policy;
mod generic_key_name;
mod hardened_too_far;
mod host_namespace;
mod host_path_volume;
mod host_port;
mod host_process;
mod identity_first_provider;
mod ignored_policy_rules;
mod incomplete_suppression;
mod ingress_without_tls;
mod input_too_large;
mod invalid_encryption_key;
mod invalid_network_policy;
mod invalid_secret_encoding;
mod kms_v1;
mod legacy_encryption_kind;
mod lingering_identity;
mod log_without_client_address;
mod login_disabled;
mod long_lived_service_account_token;
mod metadata_reachable;
mod mismatched_companion_versions;
mod missing_ingress_policy;
mod missing_network_policy;
mod missing_probe;
mod missing_resource_limits;
mod missing_seccomp_profile;
mod missing_secrets_encryption;
mod missing_ssrf_proxy;
mod muted_proxy_log;
mod namespace_changing_role;
mod namespace_without_pod_security;
mod network_policy_changing_role;
mod node_port_service;
mod nodes_proxy_in_role;
mod non_root_cannot_start;
mod non_root_not_enforced;
mod open_load_balancer;
mod open_setup_page;
mod overlong_setup_password;
mod permissive_security_context_constraints;
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
mod published_encryption_key;
mod replaced_object;
mod request_bodies_in_log;
mod restricted_volume_type;
mod reused_encryption_key;
mod reused_key_name;
mod runs_as_root;
mod sandbox_egress_open;
mod sandbox_preload_enabled;
mod secret_values_in_file;
mod secrets_readable_by_role;
mod security_exemption_in_role;
mod service_account_token_mounted;
mod service_named_dify;
mod shadowed_internal_api_key;
mod shared_credential;
mod silent_login_failures;
mod ssrf_proxy_opens_sandbox;
mod ssrf_proxy_without_destination_rules;
mod swagger_enabled;
mod token_creating_role;
mod unauthenticated_agent;
mod unknown_field;
mod unknown_kind;
mod unlimited_role;
mod unlisted_registry;
mod unneeded_connection;
mod unneeded_credential;
mod unneeded_port;
mod unpinned_image;
mod unreadable_file;
mod unrendered_template;
mod unsafe_page_setting;
mod unsafe_sysctl;
mod untagged_image;
mod untrusted_registry;
mod unused_suppression;
mod unusual_proc_mount;
mod unusual_selinux_option;
mod url_breaking_credential;
mod volume_creating_role;
mod vulnerable_dify_version;
mod weak_credential;
mod weak_encryption_provider;
mod webhook_changing_role;
mod whole_secret_in_environment;
mod wildcard_in_role;
mod workload_creating_role;
mod writable_root_filesystem;
mod wrong_type;

pub(crate) use self::expired_suppression::EXPIRED_SUPPRESSION;
pub(crate) use self::incomplete_suppression::INCOMPLETE_SUPPRESSION;
pub(crate) use self::unreadable_file::UNREADABLE_FILE;
pub(crate) use self::unused_suppression::UNUSED_SUPPRESSION;
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
    &unknown_kind::UNKNOWN_KIND,
    &unknown_field::UNKNOWN_FIELD,
    &replaced_object::REPLACED_OBJECT,
    // Suppressions.
    &expired_suppression::EXPIRED_SUPPRESSION,
    &incomplete_suppression::INCOMPLETE_SUPPRESSION,
    &unused_suppression::UNUSED_SUPPRESSION,
    // Credentials.
    &auto_generated_key_per_pod::AUTO_GENERATED_KEY_PER_POD,
    &credential_in_values_file::CREDENTIAL_IN_VALUES_FILE,
    &credential_mismatch::CREDENTIAL_MISMATCH,
    &credential_reused_across_environments::CREDENTIAL_REUSED_ACROSS_ENVIRONMENTS,
    &duplicate_env::DUPLICATE_ENV,
    &empty_credential::EMPTY_CREDENTIAL,
    &invalid_secret_encoding::INVALID_SECRET_ENCODING,
    &open_setup_page::OPEN_SETUP_PAGE,
    &overlong_setup_password::OVERLONG_SETUP_PASSWORD,
    &placeholder_credential::PLACEHOLDER_CREDENTIAL,
    &plaintext_credential::PLAINTEXT_CREDENTIAL,
    &published_default_credential::PUBLISHED_DEFAULT_CREDENTIAL,
    &secret_values_in_file::SECRET_VALUES_IN_FILE,
    &shadowed_internal_api_key::SHADOWED_INTERNAL_API_KEY,
    &shared_credential::SHARED_CREDENTIAL,
    &unauthenticated_agent::UNAUTHENTICATED_AGENT,
    &unneeded_credential::UNNEEDED_CREDENTIAL,
    &url_breaking_credential::URL_BREAKING_CREDENTIAL,
    &weak_credential::WEAK_CREDENTIAL,
    &whole_secret_in_environment::WHOLE_SECRET_IN_ENVIRONMENT,
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
    &hardened_too_far::HARDENED_TOO_FAR,
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
    &api_ingress_open::API_INGRESS_OPEN,
    &binding_to_everyone::BINDING_TO_EVERYONE,
    &broad_role_for_workload::BROAD_ROLE_FOR_WORKLOAD,
    &bypassed_ssrf_proxy::BYPASSED_SSRF_PROXY,
    &certificate_approving_role::CERTIFICATE_APPROVING_ROLE,
    &cluster_admin_binding::CLUSTER_ADMIN_BINDING,
    &dangling_binding::DANGLING_BINDING,
    &dangling_network_policy::DANGLING_NETWORK_POLICY,
    &egress_to_anywhere::EGRESS_TO_ANYWHERE,
    &unneeded_connection::UNNEEDED_CONNECTION,
    &escalation_verb_in_role::ESCALATION_VERB_IN_ROLE,
    &exec_in_role::EXEC_IN_ROLE,
    &exposed_inner_api::EXPOSED_INNER_API,
    &exposed_internal_component::EXPOSED_INTERNAL_COMPONENT,
    &exposed_plugin_debug_port::EXPOSED_PLUGIN_DEBUG_PORT,
    &exposed_store::EXPOSED_STORE,
    &external_ips::EXTERNAL_IPS,
    &foreign_network_policy::FOREIGN_NETWORK_POLICY,
    &generic_key_name::GENERIC_KEY_NAME,
    &identity_first_provider::IDENTITY_FIRST_PROVIDER,
    &ignored_policy_rules::IGNORED_POLICY_RULES,
    &ingress_without_tls::INGRESS_WITHOUT_TLS,
    &invalid_encryption_key::INVALID_ENCRYPTION_KEY,
    &invalid_network_policy::INVALID_NETWORK_POLICY,
    &kms_v1::KMS_V1,
    &legacy_encryption_kind::LEGACY_ENCRYPTION_KIND,
    &lingering_identity::LINGERING_IDENTITY,
    &metadata_reachable::METADATA_REACHABLE,
    &missing_ingress_policy::MISSING_INGRESS_POLICY,
    &missing_network_policy::MISSING_NETWORK_POLICY,
    &missing_secrets_encryption::MISSING_SECRETS_ENCRYPTION,
    &missing_ssrf_proxy::MISSING_SSRF_PROXY,
    &namespace_changing_role::NAMESPACE_CHANGING_ROLE,
    &network_policy_changing_role::NETWORK_POLICY_CHANGING_ROLE,
    &node_port_service::NODE_PORT_SERVICE,
    &nodes_proxy_in_role::NODES_PROXY_IN_ROLE,
    &open_load_balancer::OPEN_LOAD_BALANCER,
    &published_encryption_key::PUBLISHED_ENCRYPTION_KEY,
    &reused_encryption_key::REUSED_ENCRYPTION_KEY,
    &reused_key_name::REUSED_KEY_NAME,
    &sandbox_egress_open::SANDBOX_EGRESS_OPEN,
    &secrets_readable_by_role::SECRETS_READABLE_BY_ROLE,
    &service_account_token_mounted::SERVICE_ACCOUNT_TOKEN_MOUNTED,
    &ssrf_proxy_opens_sandbox::SSRF_PROXY_OPENS_SANDBOX,
    &ssrf_proxy_without_destination_rules::SSRF_PROXY_WITHOUT_DESTINATION_RULES,
    &token_creating_role::TOKEN_CREATING_ROLE,
    &unlimited_role::UNLIMITED_ROLE,
    &unneeded_port::UNNEEDED_PORT,
    &volume_creating_role::VOLUME_CREATING_ROLE,
    &weak_encryption_provider::WEAK_ENCRYPTION_PROVIDER,
    &webhook_changing_role::WEBHOOK_CHANGING_ROLE,
    &wildcard_in_role::WILDCARD_IN_ROLE,
    &permissive_security_context_constraints::PERMISSIVE_SECURITY_CONTEXT_CONSTRAINTS,
    &long_lived_service_account_token::LONG_LIVED_SERVICE_ACCOUNT_TOKEN,
    &security_exemption_in_role::SECURITY_EXEMPTION_IN_ROLE,
    &api_service_changing_role::API_SERVICE_CHANGING_ROLE,
    &workload_creating_role::WORKLOAD_CREATING_ROLE,
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
