//! The list of rules. Adding a rule adds its module and its line here.

mod allow_all_egress_policy;
mod allow_all_ingress_policy;
mod api_ingress_open;
mod binding_to_everyone;
mod broad_role_for_workload;
mod broken_document;
mod bypassed_ssrf_proxy;
mod certificate_approving_role;
mod cluster_admin_binding;
mod dangling_binding;
mod dangling_network_policy;
mod egress_to_anywhere;
mod escalation_verb_in_role;
mod exec_in_role;
mod exposed_inner_api;
mod exposed_internal_component;
mod exposed_plugin_debug_port;
mod exposed_store;
mod external_ips;
mod foreign_network_policy;
mod generic_key_name;
mod identity_first_provider;
mod ignored_policy_rules;
mod ingress_without_tls;
mod invalid_encryption_key;
mod invalid_network_policy;
mod kms_v1;
mod legacy_encryption_kind;
mod lingering_identity;
mod metadata_reachable;
mod missing_ingress_policy;
mod missing_network_policy;
mod missing_secrets_encryption;
mod missing_ssrf_proxy;
mod node_port_service;
mod nodes_proxy_in_role;
mod open_load_balancer;
mod published_encryption_key;
mod reused_encryption_key;
mod reused_key_name;
mod sandbox_egress_open;
mod secrets_readable_by_role;
mod service_account_token_mounted;
mod ssrf_proxy_opens_sandbox;
mod ssrf_proxy_without_destination_rules;
mod token_creating_role;
mod unlimited_role;
mod unneeded_port;
mod volume_creating_role;
mod weak_encryption_provider;
mod webhook_changing_role;
mod wildcard_in_role;
mod workload_creating_role;

use crate::rule::Rule;

/// Every rule, by area and id.
pub static RULES: &[&Rule] = &[
    // What could not be read.
    &broken_document::BROKEN_DOCUMENT,
    // Credentials.
    // Pods, images, settings, logs.
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
    &workload_creating_role::WORKLOAD_CREATING_ROLE,
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
