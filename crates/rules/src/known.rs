//! Which credentials Dify's parts cannot do without.

use dify::{Component, Credential, Purpose};

use crate::facts::Facts;

/// The other ends that are parts of this deployment: a key is needed only where there is something that it opens.
pub(crate) struct OtherEnds {
    sandbox: bool,
    plugin_daemon: bool,
}

impl OtherEnds {
    /// Looks for them once.
    pub(crate) fn of(facts: &Facts<'_>) -> OtherEnds {
        let is_here = |component| facts.of(component).next().is_some();
        OtherEnds { sandbox: is_here(Component::Sandbox), plugin_daemon: is_here(Component::PluginDaemon) }
    }

    /// The settings that a component cannot do without. The agents' tokens have a rule of their own.
    pub(crate) fn required(&self, component: Component) -> impl Iterator<Item = &'static Credential> {
        const PURPOSES: &[Purpose] = &[
            Purpose::AppSecret,
            Purpose::DatabasePassword,
            Purpose::RedisPassword,
            Purpose::SandboxKey,
            Purpose::PluginServerKey,
            Purpose::PluginInnerKey,
        ];
        let is_here = |purpose: &&Purpose| match purpose {
            Purpose::SandboxKey => self.sandbox,
            Purpose::PluginServerKey | Purpose::PluginInnerKey => self.plugin_daemon,
            _ => true,
        };
        PURPOSES
            .iter()
            .filter(is_here)
            .flat_map(|purpose| dify::shared_by(*purpose))
            .filter(move |(end, _)| *end == component && component.is_dify_own())
            .filter_map(|(_, setting)| dify::credential(setting))
    }
}

/// Whether who knows it needs nothing more: with Dify's own secret anybody forges a session at the console, which faces the outside. The
/// other credentials open what only the inside reaches.
pub(crate) fn opens_the_console(purpose: Option<Purpose>) -> bool {
    purpose == Some(Purpose::AppSecret)
}

/// The setting by which an agent's part knows its callers.
pub(crate) const fn agent_token(component: Component) -> Option<&'static str> {
    match component {
        Component::AgentBackend => Some("DIFY_AGENT_API_TOKEN"),
        Component::AgentSandbox => Some("SHELLCTL_AUTH_TOKEN"),
        _ => None,
    }
}
