//! Which component needs which credential: what it holds beyond that only helps whoever breaks into it.

use crate::component::Component;
use crate::credential::Purpose;

/// Whether a component needs a credential of this purpose for what it does.
///
/// The roles of the api image are one here: they share their settings, and each can need nearly all of them. What is not
/// known to be needless counts as needed.
///
/// ```
/// use dify::{needs, Component, Purpose};
/// assert!(needs(Component::Sandbox, Purpose::SandboxKey));
/// assert!(!needs(Component::Sandbox, Purpose::DatabasePassword));
/// assert!(!needs(Component::PluginDaemon, Purpose::AppSecret));
/// ```
#[must_use]
pub fn needs(component: Component, purpose: Purpose) -> bool {
    use Purpose as P;
    if matches!(purpose, P::Other | P::GlobalInternalKey) {
        return true;
    }
    if component.runs_api_image() {
        return !matches!(purpose, P::AgentStubKey | P::ShellToken | P::E2bKey | P::ServerlessConnectorKey);
    }
    match component {
        // D:docker/docker-compose.yaml: pages only; its own error reporting is no secret.
        Component::Web => matches!(purpose, P::Observability),
        Component::Nginx => matches!(purpose, P::TlsKey),
        Component::SsrfProxy | Component::AgentSsrfProxy => false,
        // S:internal/static/config.go, D-1.16: both run other people's code.
        Component::Sandbox => matches!(purpose, P::SandboxKey),
        Component::AgentSandbox => matches!(purpose, P::ShellToken),
        // P:internal/types/app/config.go. A broker URL holds no more than the password of Redis, which it has.
        Component::PluginDaemon => matches!(
            purpose,
            P::PluginServerKey
                | P::PluginInnerKey
                | P::AdminKey
                | P::ServerlessConnectorKey
                | P::DatabasePassword
                | P::RedisPassword
                | P::SentinelPassword
                | P::BrokerUrl
                | P::ObjectStorage
                | P::Observability
        ),
        // D-1.16, BP:templates/credentials.tpl.
        Component::AgentBackend => matches!(
            purpose,
            P::AgentRunToken
                | P::AgentStubKey
                | P::ShellToken
                | P::E2bKey
                | P::PluginServerKey
                | P::PluginInnerKey
                | P::RedisPassword
                | P::BrokerUrl
                | P::Observability
        ),
        // A store is opened by its own credential; some names serve several stores, so only the application's are refused.
        _ => !matches!(
            purpose,
            P::AppSecret
                | P::SandboxKey
                | P::PluginServerKey
                | P::PluginInnerKey
                | P::AgentRunToken
                | P::AgentStubKey
                | P::ShellToken
                | P::BrokerUrl
                | P::Mail
                | P::OAuth
                | P::Integration
                | P::HostedModel
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::credential;
    use crate::shared::shared_by;

    #[test]
    fn both_ends_of_a_shared_credential_need_it() {
        for entry in crate::credential::CREDENTIALS {
            for (component, setting) in shared_by(entry.purpose) {
                let purpose = credential(setting).expect(setting).purpose;
                assert!(needs(*component, purpose), "{component} and {setting}");
            }
        }
    }
}
