//! Credentials with two ends: what must be changed together.

use crate::component::Component;
use crate::credential::Purpose;

/// The ends that must hold the same value: change one alone and the other is refused. Empty where only one end exists, or where
/// the other end is not part of the deployment.
///
/// ```
/// use dify::{shared_by, Component, Purpose};
/// assert!(shared_by(Purpose::SandboxKey).contains(&(Component::Sandbox, "API_KEY")));
/// ```
#[must_use]
pub fn shared_by(purpose: Purpose) -> &'static [(Component, &'static str)] {
    SHARED.iter().find(|(of, _)| *of == purpose).map_or(&[], |(_, ends)| ends)
}

/// One row for each purpose, with both ends of it.
type Shared = (Purpose, &'static [(Component, &'static str)]);

/// D:docker/docker-compose.yaml, D-1.16, BP:charts/dify/templates/credentials.tpl.
#[rustfmt::skip]
pub(crate) static SHARED: &[Shared] = &[
    (Purpose::AppSecret, &[
        (Component::Api, "SECRET_KEY"), (Component::ApiWebsocket, "SECRET_KEY"),
        (Component::Worker, "SECRET_KEY"), (Component::WorkerBeat, "SECRET_KEY"),
    ]),
    (Purpose::DatabasePassword, &[
        (Component::Postgres, "POSTGRES_PASSWORD"), (Component::Mysql, "MYSQL_ROOT_PASSWORD"),
        (Component::Api, "DB_PASSWORD"), (Component::ApiWebsocket, "DB_PASSWORD"), (Component::Worker, "DB_PASSWORD"),
        (Component::WorkerBeat, "DB_PASSWORD"), (Component::Migration, "DB_PASSWORD"), (Component::PluginDaemon, "DB_PASSWORD"),
    ]),
    (Purpose::RedisPassword, &[
        (Component::Redis, "requirepass"), (Component::Redis, "REDIS_PASSWORD"), (Component::Redis, "REDISCLI_AUTH"),
        (Component::Api, "REDIS_PASSWORD"), (Component::ApiWebsocket, "REDIS_PASSWORD"), (Component::Worker, "REDIS_PASSWORD"),
        (Component::WorkerBeat, "REDIS_PASSWORD"), (Component::PluginDaemon, "REDIS_PASSWORD"),
    ]),
    (Purpose::SentinelPassword, &[
        (Component::Redis, "requirepass"),
        (Component::Api, "REDIS_SENTINEL_PASSWORD"), (Component::Api, "CELERY_SENTINEL_PASSWORD"),
        (Component::Worker, "REDIS_SENTINEL_PASSWORD"), (Component::Worker, "CELERY_SENTINEL_PASSWORD"),
        (Component::PluginDaemon, "REDIS_SENTINEL_PASSWORD"),
    ]),
    // The password inside is Redis'; whoever compares must take it out of the URL.
    (Purpose::BrokerUrl, &[
        (Component::Api, "CELERY_BROKER_URL"), (Component::ApiWebsocket, "CELERY_BROKER_URL"),
        (Component::Worker, "CELERY_BROKER_URL"), (Component::WorkerBeat, "CELERY_BROKER_URL"),
    ]),
    (Purpose::SandboxKey, &[
        (Component::Sandbox, "API_KEY"),
        (Component::Api, "CODE_EXECUTION_API_KEY"), (Component::Worker, "CODE_EXECUTION_API_KEY"),
    ]),
    (Purpose::PluginServerKey, &[
        (Component::PluginDaemon, "SERVER_KEY"),
        (Component::Api, "PLUGIN_DAEMON_KEY"), (Component::Worker, "PLUGIN_DAEMON_KEY"),
        (Component::AgentBackend, "DIFY_AGENT_PLUGIN_DAEMON_API_KEY"),
    ]),
    (Purpose::PluginInnerKey, &[
        (Component::Api, "INNER_API_KEY_FOR_PLUGIN"), (Component::Worker, "INNER_API_KEY_FOR_PLUGIN"),
        (Component::PluginDaemon, "DIFY_INNER_API_KEY"), (Component::AgentBackend, "DIFY_AGENT_INNER_API_KEY"),
    ]),
    (Purpose::AgentRunToken, &[
        (Component::AgentBackend, "DIFY_AGENT_API_TOKEN"),
        (Component::Api, "AGENT_BACKEND_API_TOKEN"), (Component::Worker, "AGENT_BACKEND_API_TOKEN"),
    ]),
    (Purpose::ShellToken, &[
        (Component::AgentSandbox, "SHELLCTL_AUTH_TOKEN"), (Component::AgentBackend, "DIFY_AGENT_SHELLCTL_AUTH_TOKEN"),
    ]),
    (Purpose::VectorStoreKey("weaviate"), &[
        (Component::Weaviate, "AUTHENTICATION_APIKEY_ALLOWED_KEYS"),
        (Component::Api, "WEAVIATE_API_KEY"), (Component::Worker, "WEAVIATE_API_KEY"),
    ]),
    (Purpose::VectorStoreKey("qdrant"), &[
        (Component::Qdrant, "QDRANT__SERVICE__API_KEY"),
        (Component::Api, "QDRANT_API_KEY"), (Component::Worker, "QDRANT_API_KEY"),
    ]),
    (Purpose::VectorStoreKey("pgvector"), &[
        (Component::Pgvector, "POSTGRES_PASSWORD"),
        (Component::Api, "PGVECTOR_PASSWORD"), (Component::Worker, "PGVECTOR_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("pgvecto-rs"), &[
        (Component::PgvectoRs, "POSTGRES_PASSWORD"),
        (Component::Api, "PGVECTO_RS_PASSWORD"), (Component::Worker, "PGVECTO_RS_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("chroma"), &[
        (Component::Chroma, "CHROMA_SERVER_AUTHN_CREDENTIALS"),
        (Component::Api, "CHROMA_AUTH_CREDENTIALS"), (Component::Worker, "CHROMA_AUTH_CREDENTIALS"),
    ]),
    (Purpose::VectorStoreKey("opensearch"), &[
        (Component::Opensearch, "OPENSEARCH_INITIAL_ADMIN_PASSWORD"),
        (Component::Api, "OPENSEARCH_PASSWORD"), (Component::Worker, "OPENSEARCH_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("elasticsearch"), &[
        (Component::Elasticsearch, "ELASTIC_PASSWORD"),
        (Component::Api, "ELASTICSEARCH_PASSWORD"), (Component::Worker, "ELASTICSEARCH_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("oceanbase"), &[
        (Component::Oceanbase, "OB_TENANT_PASSWORD"), (Component::Oceanbase, "ROOT_PASSWORD"),
        (Component::Api, "OCEANBASE_VECTOR_PASSWORD"), (Component::Worker, "OCEANBASE_VECTOR_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("opengauss"), &[
        (Component::Opengauss, "GS_PASSWORD"),
        (Component::Api, "OPENGAUSS_PASSWORD"), (Component::Worker, "OPENGAUSS_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("vastbase"), &[
        (Component::Vastbase, "VB_PASSWORD"),
        (Component::Api, "VASTBASE_PASSWORD"), (Component::Worker, "VASTBASE_PASSWORD"),
    ]),
    (Purpose::VectorStoreKey("couchbase"), &[
        (Component::Couchbase, "COUCHBASE_ADMINISTRATOR_PASSWORD"),
        (Component::Api, "COUCHBASE_PASSWORD"), (Component::Worker, "COUCHBASE_PASSWORD"),
    ]),
    // The admin key of the plugin daemon and of the api are two keys under one name, so nothing is shared; object storage
    // is shared only with a store inside the deployment, whose access key is not always its root user.
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::credential::credential;

    #[test]
    fn shared_settings_are_credentials_of_their_purpose() {
        let mut seen = HashSet::new();
        for (purpose, ends) in SHARED {
            assert!(seen.insert(*purpose), "{purpose:?} twice");
            assert!(ends.len() > 1, "{purpose:?}");
            for (component, setting) in *ends {
                let found = credential(setting).expect(setting).purpose;
                // A store's own setting has one name for several roles: `POSTGRES_PASSWORD` is also pgvector's.
                assert!(found == *purpose || component.is_store(), "{setting} of {component}: {found:?}");
            }
        }
    }
}
