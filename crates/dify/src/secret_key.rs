//! In which Secret, and under which of its keys, a credential is kept.

use crate::credential::credential;

/// The Secret of a deployment in the guide's names.
pub const SECRET: &str = "dify-secret";

/// The Secret of the sandboxes' namespace: a Secret cannot be read across namespaces, and code of users stands beside this one.
pub const SANDBOX_SECRET: &str = "dify-sandbox-secret";

/// The key under which a deployment in the guide's names keeps what `setting` holds: one for each credential, whatever each end
/// calls it (compose's names of the source, dify.md 2.1). A setting that nobody shares keeps its own name. `None` for what
/// is no credential.
///
/// A URL that holds a password has a key of its own: it is made of the password's.
///
/// ```
/// use dify::secret_key;
/// assert_eq!(secret_key("POSTGRES_PASSWORD"), Some("DB_PASSWORD"));
/// assert_eq!(secret_key("CODE_EXECUTION_API_KEY"), secret_key("API_KEY"));
/// assert_eq!(secret_key("HOSTED_OPENAI_API_KEY"), Some("HOSTED_OPENAI_API_KEY"));
/// assert_eq!(secret_key("LOG_LEVEL"), None);
/// ```
#[must_use]
pub fn secret_key(setting: &str) -> Option<&str> {
    let known = credential(setting)?;
    let kept = KEPT.iter().find(|(_, ends)| ends.contains(&known.setting));
    Some(kept.map_or(setting, |(key, _)| key))
}

/// The key, and what the ends call it.
#[rustfmt::skip]
static KEPT: &[(&str, &[&str])] = &[
    ("DB_PASSWORD", &[
        "POSTGRES_PASSWORD", "PGPASSWORD", "MYSQL_ROOT_PASSWORD", "MYSQL_PASSWORD", "MYSQL_PWD", "POSTGRESQL_PASSWORD",
        "POSTGRES_POSTGRES_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD",
    ]),
    ("REDIS_PASSWORD", &["REDISCLI_AUTH", "requirepass", "masterauth", "REDIS_MASTER_PASSWORD", "SESSION_REDIS_PASSWORD"]),
    ("REDIS_SENTINEL_PASSWORD", &["CELERY_SENTINEL_PASSWORD"]),
    ("SANDBOX_API_KEY", &["API_KEY", "CODE_EXECUTION_API_KEY"]),
    ("PLUGIN_DAEMON_KEY", &["SERVER_KEY", "DIFY_AGENT_PLUGIN_DAEMON_API_KEY"]),
    ("PLUGIN_DIFY_INNER_API_KEY", &["INNER_API_KEY_FOR_PLUGIN", "DIFY_INNER_API_KEY", "DIFY_AGENT_INNER_API_KEY"]),
    ("DIFY_AGENT_API_TOKEN", &["AGENT_BACKEND_API_TOKEN"]),
    ("SHELLCTL_AUTH_TOKEN", &["DIFY_AGENT_SHELLCTL_AUTH_TOKEN", "DIFY_AGENT_LOCAL_SANDBOX_AUTH_TOKEN"]),
    ("WEAVIATE_API_KEY", &["AUTHENTICATION_APIKEY_ALLOWED_KEYS", "WEAVIATE_AUTHENTICATION_APIKEY_ALLOWED_KEYS"]),
    ("QDRANT_API_KEY", &["QDRANT__SERVICE__API_KEY"]),
    ("PGVECTOR_PASSWORD", &["PGVECTOR_POSTGRES_PASSWORD"]),
    ("CHROMA_AUTH_CREDENTIALS", &["CHROMA_SERVER_AUTHN_CREDENTIALS"]),
    ("OPENSEARCH_PASSWORD", &["OPENSEARCH_INITIAL_ADMIN_PASSWORD"]),
    ("ELASTICSEARCH_PASSWORD", &["ELASTIC_PASSWORD"]),
    ("OCEANBASE_VECTOR_PASSWORD", &["OB_TENANT_PASSWORD", "ROOT_PASSWORD"]),
    ("OPENGAUSS_PASSWORD", &["GS_PASSWORD"]),
    ("VASTBASE_PASSWORD", &["VB_PASSWORD"]),
    ("COUCHBASE_PASSWORD", &["COUCHBASE_ADMINISTRATOR_PASSWORD"]),
    ("ORACLE_PASSWORD", &["ORACLE_PWD"]),
    ("S3_ACCESS_KEY", &["AWS_ACCESS_KEY", "PLUGIN_AWS_ACCESS_KEY"]),
    ("S3_SECRET_KEY", &["AWS_SECRET_KEY", "PLUGIN_AWS_SECRET_KEY"]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::Component;
    use crate::shared::SHARED;

    #[test]
    fn every_end_is_a_credential_of_the_keys_purpose() {
        for (key, ends) in KEPT {
            // The key itself is what one of the ends calls it.
            let purpose = credential(key).expect(key).purpose;
            for end in *ends {
                assert_eq!(credential(end).expect(end).purpose, purpose, "{key} and {end}");
            }
            assert_eq!(secret_key(key), Some(*key));
        }
    }

    #[test]
    fn ends_that_share_a_credential_share_its_key() {
        for (purpose, ends) in SHARED.iter() {
            let mut keys: HashMap<&str, Component> = HashMap::new();
            for (component, setting) in ends {
                // A store's own setting has one name for several roles: `POSTGRES_PASSWORD` is also pgvector's.
                if credential(setting).expect(setting).purpose == *purpose {
                    keys.insert(secret_key(setting).expect(setting), *component);
                }
            }
            // Sentinel's own password stands beside Redis' where both have one.
            assert!(keys.len() == 1, "{purpose:?}: {keys:?}");
        }
    }
}
