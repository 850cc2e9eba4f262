//! Which image each part runs.

use dify::{Component, companions};

use crate::plan::Plan;

/// The image of a component, from the registry and with the digest that the settings name.
pub(crate) fn image(plan: &Plan, component: Component) -> String {
    let version = plan.version.to_string();
    let together = companions(&plan.version);
    let (repository, tag) = match component {
        Component::Web => ("langgenius/dify-web", version),
        Component::AgentBackend => ("langgenius/dify-agent-backend", version),
        Component::AgentSandbox => ("langgenius/dify-agent-local-sandbox", version),
        Component::PluginDaemon => {
            let daemon = together.and_then(|it| it.plugin_daemon).map_or_else(|| version.clone(), |it| it.to_string());
            ("langgenius/dify-plugin-daemon", format!("{daemon}-local"))
        }
        Component::Sandbox => {
            let sandbox = together.map_or_else(|| version.clone(), |it| it.sandbox.1.to_string());
            ("langgenius/dify-sandbox", sandbox)
        }
        // The images of the compose file, or of the same line, by a tag that does not move to another version.
        Component::Nginx => ("nginx", "1.28.0".to_owned()),
        Component::SsrfProxy | Component::AgentSsrfProxy => ("ubuntu/squid", "6.6-24.04_beta".to_owned()),
        Component::Postgres => ("postgres", "15.13-alpine3.21".to_owned()),
        Component::Redis => ("redis", "7.4.4-alpine3.21".to_owned()),
        Component::Weaviate => ("semitechnologies/weaviate", "1.27.27".to_owned()),
        _ => ("langgenius/dify-api", version),
    };
    let digests = &plan.settings.digests;
    let digest = digests.iter().find(|(name, _)| name.trim_start_matches("docker.io/") == repository);
    let registry = plan.settings.registry.as_ref().map_or(String::new(), |it| format!("{it}/"));
    match digest {
        Some((_, digest)) => format!("{registry}{repository}:{tag}@{digest}"),
        None => format!("{registry}{repository}:{tag}"),
    }
}
