//! What belongs together when values are compared: one environment, and purposes that are one secret by their nature.

use dify::Purpose;
use model::OriginId;

use crate::value::Holder;
use crate::written::Written;

/// Where a value belongs: a namespace, or a settings file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope<'a> {
    /// What is applied into a namespace.
    Namespace(&'a str),
    /// A file.
    File(OriginId),
}

/// Where a written credential belongs.
pub(crate) fn of<'a>(it: &Written<'a>) -> Scope<'a> {
    match it.holder {
        Holder::Container(workload, _) => Scope::Namespace(&workload.meta.namespace),
        Holder::Config(config) => Scope::Namespace(&config.meta.namespace),
        Holder::Annotated(meta) | Holder::Field(meta) => Scope::Namespace(&meta.namespace),
        Holder::Settings(file) => Scope::File(file.origin),
    }
}

/// Purposes that share one value by their nature, as one: everything of Redis', and pgvector where it is the same PostgreSQL.
pub(crate) fn family(purpose: Option<Purpose>) -> Option<Purpose> {
    purpose.map(|purpose| match purpose {
        Purpose::BrokerUrl | Purpose::SentinelPassword => Purpose::RedisPassword,
        Purpose::VectorStoreKey("pgvector" | "pgvecto-rs") => Purpose::DatabasePassword,
        other => other,
    })
}

/// The word of a path that names an environment: `overlays/prod/api.yaml`, `values-staging.yaml`. The last one counts.
pub(crate) fn environment_of(path: &str) -> Option<&'static str> {
    const WORDS: &[(&str, &str)] = &[
        ("prod", "production"),
        ("production", "production"),
        ("prd", "production"),
        ("live", "production"),
        ("staging", "staging"),
        ("stage", "staging"),
        ("stg", "staging"),
        ("preprod", "staging"),
        ("dev", "development"),
        ("develop", "development"),
        ("development", "development"),
        ("test", "test"),
        ("testing", "test"),
        ("qa", "test"),
        ("uat", "uat"),
        ("local", "local"),
        ("demo", "demo"),
    ];
    path.to_ascii_lowercase()
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .find_map(|word| WORDS.iter().find(|(known, _)| *known == word).map(|(_, name)| *name))
}

#[cfg(test)]
mod tests {
    use super::environment_of;

    #[test]
    fn environments_of_paths() {
        for (path, name) in [
            ("overlays/prod/api.yaml", Some("production")),
            ("values-staging.yaml", Some("staging")),
            ("dev/values.prod.yaml", Some("production")),
            ("values.yaml", None),
            ("products/values.yaml", None),
        ] {
            assert_eq!(environment_of(path), name, "{path}");
        }
    }
}
