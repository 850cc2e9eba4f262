//! Settings that a Service's name sets: Kubernetes gives each pod `NAME_PORT=tcp://10.0.0.1:80` for each Service, in the style of
//! Docker's links, and these settings are read as a port's number.

use crate::component::Component;
use crate::entry::Class;
use crate::known::{Known, read};

/// A setting that is read as a port's number, and what comes of a text that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortSetting {
    /// Its name, which ends in `_PORT`.
    pub name: &'static str,
    /// How it is known.
    pub known: Known,
}

const fn setting(name: &'static str, known: Known) -> PortSetting {
    PortSetting { name, known }
}

const CONFIGS: Known = read("D:api/configs, PositiveInt: it fails at start");
const DAEMON: Known = read("P:internal/types/app/config.go, uint16: it panics at start");

/// What the entrypoint of api hands to gunicorn.
const SERVING: &[PortSetting] = &[setting("DIFY_PORT", read("D:api/docker/entrypoint.sh"))];

/// What every role of the image reads at import.
const API: &[PortSetting] = &[
    setting("DB_PORT", CONFIGS),
    setting("REDIS_PORT", CONFIGS),
    setting("SMTP_PORT", CONFIGS),
    setting("ELASTICSEARCH_PORT", CONFIGS),
    setting("OPENSEARCH_PORT", CONFIGS),
    setting("CHROMA_PORT", CONFIGS),
    setting("PGVECTOR_PORT", CONFIGS),
    setting("PGVECTO_RS_PORT", CONFIGS),
    setting("MYSCALE_PORT", CONFIGS),
    setting("ORACLE_PORT", CONFIGS),
    setting("RELYT_PORT", CONFIGS),
    setting("TIDB_VECTOR_PORT", CONFIGS),
    setting("OCEANBASE_VECTOR_PORT", CONFIGS),
    setting("OPENGAUSS_PORT", CONFIGS),
    setting("VASTBASE_PORT", CONFIGS),
    setting("MATRIXONE_PORT", CONFIGS),
    setting("QDRANT_GRPC_PORT", CONFIGS),
    setting("ANALYTICDB_PORT", CONFIGS),
];

const PLUGIN_DAEMON: &[PortSetting] = &[
    setting("SERVER_PORT", DAEMON),
    setting("DB_PORT", DAEMON),
    setting("REDIS_PORT", DAEMON),
    setting("PLUGIN_REMOTE_INSTALLING_PORT", DAEMON),
];

const SANDBOX: &[PortSetting] =
    &[setting("SANDBOX_PORT", read("S:internal/static/config.go, Atoi: it listens on a random port"))];

/// The settings that a component reads as a port's number.
///
/// ```
/// use dify::{Component, port_settings};
/// let reads = |component, name| port_settings(component).any(|it| it.name == name);
/// assert!(reads(Component::Api, "DIFY_PORT") && !reads(Component::Worker, "DIFY_PORT"));
/// assert!(reads(Component::Worker, "REDIS_PORT") && reads(Component::Sandbox, "SANDBOX_PORT"));
/// assert!(!reads(Component::Web, "REDIS_PORT"));
/// ```
pub fn port_settings(component: Component) -> impl Iterator<Item = &'static PortSetting> {
    let serves = matches!(component, Component::Api | Component::ApiWebsocket);
    let own: &[PortSetting] = match component {
        Component::PluginDaemon => PLUGIN_DAEMON,
        Component::Sandbox => SANDBOX,
        _ if component.entry().class == Class::ApiRole => API,
        _ => &[],
    };
    own.iter().chain(if serves { SERVING } else { &[] })
}

/// The variable that Kubernetes makes of a Service's name and its first port.
///
/// ```
/// assert_eq!(dify::link_of("pgvecto-rs"), "PGVECTO_RS_PORT");
/// ```
#[must_use]
pub fn link_of(service: &str) -> String {
    format!("{}_PORT", service.to_ascii_uppercase().replace('-', "_"))
}
