//! The stores that run beside Dify, where none is named elsewhere: PostgreSQL, Redis, Weaviate. One pod each.

use dify::Component;
use lang::Text;

use crate::NAMESPACE;
use crate::node::entry;
use crate::object::Object;
use crate::part::{Claim, Env, Mounted, Part, Resources, because, config_map, plain, secret};
use crate::plan::Plan;

/// The password is no argument, which every process could read, but a file in memory of the pod.
const REDIS_COMMAND: &str = "umask 077; printf 'requirepass \"%s\"\\n' \"$REDIS_PASSWORD\" > /tmp/password.conf; exec redis-server /etc/redis/redis.conf";

const REDIS_CONFIG: &str = "\
# The password: written at start from the Secret.
include /tmp/password.conf
protected-mode yes
dir /data
appendonly yes
appendfsync everysec
save \"\"
# Nobody needs these from inside Dify.
rename-command DEBUG \"\"
rename-command MODULE \"\"
";

pub(crate) fn parts(plan: &Plan) -> Vec<Part> {
    let external = &plan.settings.external;
    let claim =
        |path, volume: &str| vec![Claim { name: "data", path, size: plan.size(volume).to_owned(), borrowed: false }];
    let mut found = Vec::new();
    if external.postgres.is_none() {
        found.push(Part {
            env: vec![
                plain("POSTGRES_USER", "postgres"),
                plain("POSTGRES_DB", "dify"),
                Env::Secret("POSTGRES_PASSWORD", "DB_PASSWORD"),
                plain("PGDATA", "/var/lib/postgresql/data/pgdata"),
                because(
                    "POSTGRES_INITDB_ARGS",
                    "--auth-local=scram-sha-256 --auth-host=scram-sha-256",
                    Text::new(
                        "a password from everywhere, also from inside the pod",
                        "Pod の中からの接続にもパスワードを求めます",
                    ),
                ),
            ],
            claims: claim("/var/lib/postgresql/data", "postgres"),
            ports: &[5432],
            grace: 60,
            ..Part::new(
                Component::Postgres,
                Resources { cpu: "250m", memory: "512Mi", memory_limit: "2Gi", cpu_limit: "2" },
            )
        });
    }
    if external.redis.is_none() {
        found.push(Part {
            env: vec![secret("REDIS_PASSWORD"), Env::Secret("REDISCLI_AUTH", "REDIS_PASSWORD")],
            files: vec![Mounted {
                config: "redis",
                key: "redis.conf",
                path: "/etc/redis/redis.conf",
                text: REDIS_CONFIG.to_owned(),
            }],
            command: vec!["sh", "-c", REDIS_COMMAND],
            claims: claim("/data", "redis"),
            ports: &[6379],
            ..Part::new(
                Component::Redis,
                Resources { cpu: "100m", memory: "256Mi", memory_limit: "1Gi", cpu_limit: "1" },
            )
        });
    }
    if external.vector_store.is_none() {
        found.push(Part {
            env: vec![
                plain("PERSISTENCE_DATA_PATH", "/var/lib/weaviate"),
                plain("QUERY_DEFAULTS_LIMIT", "25"),
                plain("DEFAULT_VECTORIZER_MODULE", "none"),
                plain("CLUSTER_HOSTNAME", "node1"),
                plain("AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED", "false"),
                plain("AUTHENTICATION_APIKEY_ENABLED", "true"),
                Env::Secret("AUTHENTICATION_APIKEY_ALLOWED_KEYS", "WEAVIATE_API_KEY"),
                plain("AUTHENTICATION_APIKEY_USERS", "dify"),
                plain("AUTHORIZATION_ADMINLIST_ENABLED", "true"),
                plain("AUTHORIZATION_ADMINLIST_USERS", "dify"),
                plain("DISABLE_TELEMETRY", "true"),
            ],
            claims: claim("/var/lib/weaviate", "weaviate"),
            ports: &[8080, 50051],
            ..Part::new(
                Component::Weaviate,
                Resources { cpu: "250m", memory: "512Mi", memory_limit: "4Gi", cpu_limit: "2" },
            )
        });
    }
    found
}

pub(crate) fn config(plan: &Plan) -> Vec<Object> {
    let about = Text::new("Redis, without its password.", "Redis の設定。パスワードは含みません。");
    let data = vec![entry("redis.conf", REDIS_CONFIG)];
    let config = || config_map("redis", NAMESPACE, about.clone(), data.clone()).of("redis");
    plan.settings.external.redis.is_none().then(config).into_iter().collect()
}
