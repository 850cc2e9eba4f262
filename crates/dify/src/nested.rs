//! Credentials by their place: the keys of Helm values and of Secrets, where the last name alone says too little.
//!
//! `password` is somebody's; the keys around it say whose. The table is read from the top, the first row that fits wins, so
//! the narrow rows stand before the wide ones. It covers BP's, DC's and MS's values line by line, and other charts by the same
//! words.

use std::sync::LazyLock;

use crate::component::Component;
use crate::credential::{Purpose, credential};
use crate::entry::Class;
use crate::judgement::looks_like_credential;
use crate::words::words;

/// A key, and what must stand around it (in any key of the path, written together in small letters).
struct Place {
    around: &'static [&'static str],
    keys: &'static [&'static str],
    purpose: Purpose,
}

impl Place {
    fn is_around(&self, path: &[String]) -> bool {
        self.around.is_empty() || path.iter().any(|key| self.around.iter().any(|name| stands_in(name, key)))
    }
}

const fn place(around: &'static [&'static str], keys: &'static [&'static str], purpose: Purpose) -> Place {
    Place { around, keys, purpose }
}

/// Keys under which stores keep what opens them.
const STORE_KEYS: &[&str] = &[
    "password",
    "adminpassword",
    "rootpassword",
    "userpassword",
    "postgrespassword",
    "apikey",
    "token",
    "allowedkeys",
    "accesskey",
    "secretkey",
    "accesskeyid",
    "accesskeysecret",
    "credentials",
    "readonlyapikey",
];

/// Keys under which databases keep theirs.
const DATABASE_KEYS: &[&str] = &[
    "password",
    "postgrespassword",
    "rootpassword",
    "adminpassword",
    "replicationpassword",
    "repmgrpassword",
    "pgpassword",
    "mysqlrootpassword",
    "mysqlpassword",
    "mysqlreplicationpassword",
    "dbpassword",
    "postgresqlpassword",
    "databasepassword",
    "superuserpassword",
    "userpassword",
];

/// Keys under which object stores keep theirs.
const STORAGE_KEYS: &[&str] = &[
    "accesskey",
    "secretkey",
    "accesskeyid",
    "secretaccesskey",
    "accesskeysecret",
    "secretid",
    "key",
    "accountkey",
    "rootuser",
    "rootpassword",
    "connectionstring",
    "serviceaccountjson",
    "serviceaccountjsonbase64",
    "apikey",
    "credentials",
    "password",
];

/// Rows that are narrower than those of the vector stores.
#[rustfmt::skip]
static NARROW: &[Place] = &[
    // Names that mean the same wherever they stand.
    place(&[], &["appsecretkey", "difysecretkey", "flasksecretkey"], Purpose::AppSecret),
    place(&[], &["shellctlauthtoken"], Purpose::ShellToken),
    place(&[], &["serversecretkey"], Purpose::AgentStubKey),
    place(&[], &["plugindaemonkey", "plugindaemonserverkey"], Purpose::PluginServerKey),
    place(&[], &["plugindifyinnerapikey", "difyinnerapikey", "innerapikeyforplugin"], Purpose::PluginInnerKey),
    place(&[], &["sandboxapikey", "codeexecutionapikey", "codeexecutionkey"], Purpose::SandboxKey),
    place(&[], &["initpassword", "setuppassword"], Purpose::SetupPassword),
    place(&[], &["adminapikey"], Purpose::AdminKey),
    place(&[], &["celerybrokerurl", "brokerurl"], Purpose::BrokerUrl),
    place(&[], &["redissentinelpassword", "sentinelpassword"], Purpose::SentinelPassword),
    place(&[], &["redispassword", "valkeypassword", "requirepass", "masterauth"], Purpose::RedisPassword),
    place(&[], &["postgrespassword", "postgresqlpassword", "pgpassword", "dbpassword", "mysqlrootpassword", "mysqlpassword", "replicationpassword"],
        Purpose::DatabasePassword),
    place(&[], &["weaviateapikey"], Purpose::VectorStoreKey("weaviate")),
    place(&[], &["qdrantapikey"], Purpose::VectorStoreKey("qdrant")),
    // Dify's own parts.
    place(&["agentbackend", "difyagent"], &["apitoken", "token"], Purpose::AgentRunToken),
    place(&["agentbackend", "difyagent"], &["e2bapikey"], Purpose::E2bKey),
    place(&["localsandbox", "agentsandbox"], &["authtoken", "token"], Purpose::ShellToken),
    place(&["sandbox"], &["apikey", "key"], Purpose::SandboxKey),
    place(&["plugin"], &["serverkey"], Purpose::PluginServerKey),
    place(&["plugin"], &["difyapikey", "innerapikey", "internalapikey"], Purpose::PluginInnerKey),
    place(&["global"], &["internalapikey"], Purpose::GlobalInternalKey),
    // Vector stores that are cloud services alone. Those that run as Pods have their names in their entries.
    place(&["tidbonqdrant"], STORE_KEYS, Purpose::VectorStoreKey("tidb-on-qdrant")),
    place(&["tencentvector"], STORE_KEYS, Purpose::VectorStoreKey("tencent")),
    place(&["baiduvector"], STORE_KEYS, Purpose::VectorStoreKey("baidu")),
    place(&["vikingdb"], STORE_KEYS, Purpose::VectorStoreKey("vikingdb")),
    place(&["tablestore"], STORE_KEYS, Purpose::VectorStoreKey("tablestore")),
    place(&["analyticdb"], STORE_KEYS, Purpose::VectorStoreKey("analyticdb")),
    place(&["lindorm"], STORE_KEYS, Purpose::VectorStoreKey("lindorm")),
    place(&["upstash"], STORE_KEYS, Purpose::VectorStoreKey("upstash")),
    place(&["hologres"], STORE_KEYS, Purpose::VectorStoreKey("hologres")),
    place(&["relyt"], STORE_KEYS, Purpose::VectorStoreKey("relyt")),
];

/// Vector stores that run as Pods, by the names of their entries: the longer name first, since `pgvector` stands in `pgvectors`.
/// They come before the databases that some of them are.
static VECTOR_STORES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let stores = Component::ALL.iter().map(|it| it.entry()).filter(|it| it.class == Class::VectorStore);
    let mut rows: Vec<Place> =
        stores.map(|it| place(it.chart_names, STORE_KEYS, Purpose::VectorStoreKey(it.id))).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.around.iter().map(|name| name.len()).max()));
    rows
});

#[rustfmt::skip]
static WIDE: &[Place] = &[
    // Databases and Redis.
    place(&["sentinel"], &["password"], Purpose::SentinelPassword),
    place(&["redis", "valkey"], &["password"], Purpose::RedisPassword),
    place(&["redis", "broker", "celery"], &["url"], Purpose::BrokerUrl),
    place(&["postgres", "mysql", "mariadb", "database"], DATABASE_KEYS, Purpose::DatabasePassword),
    place(&["db"], &["password"], Purpose::DatabasePassword),
    // Object storage.
    place(&["s3", "azureblob", "oss", "gcs", "cos", "obs", "tos", "bos", "minio", "objectstorage", "objectstore", "supabase", "oci"],
        STORAGE_KEYS, Purpose::ObjectStorage),
    place(&["storage"], &["accesskey", "secretkey", "accesskeyid", "accesskeysecret", "secretid", "accountkey", "connectionstring"], Purpose::ObjectStorage),
    // The rest.
    place(&["mail", "smtp", "resend", "sendgrid"], &["apikey", "password"], Purpose::Mail),
    place(&["otel", "otlp", "sentry", "opentelemetry"], &["apikey", "dsn", "token"], Purpose::Observability),
    place(&["oauth", "github", "google"], &["clientsecret"], Purpose::OAuth),
    place(&["notion"], &["clientsecret", "internalsecret"], Purpose::Integration),
    place(&["unstructured"], &["apikey"], Purpose::Extraction),
    // Words so wide that an umbrella chart has them above everything else.
    place(&["api", "worker"], &["internalapikey", "innerapikey"], Purpose::PluginInnerKey),
    place(&["api", "worker", "backend", "dify", "global", "app"], &["secretkey"], Purpose::AppSecret),
];

fn places() -> impl Iterator<Item = &'static Place> {
    NARROW.iter().chain(VECTOR_STORES.iter()).chain(WIDE)
}

/// Keys under which only the *names* of Secrets and of their keys stand.
const REFERENCES: &[&str] = &[
    "secretkeyref",
    "configmapkeyref",
    "secretref",
    "remoteref",
    "remoterefs",
    "envsecrets",
    "secretstore",
    "secretstoreref",
];

/// What the value at this path opens, or `None` if it is no credential. Numbers in the path (places in a list) say nothing.
///
/// ```
/// use dify::{credential_at, Purpose};
/// assert_eq!(credential_at(&["sandbox", "auth", "apiKey"]), Some(Purpose::SandboxKey));
/// assert_eq!(credential_at(&["externalRedis", "sentinel", "password"]), Some(Purpose::SentinelPassword));
/// assert_eq!(credential_at(&["data", "postgres-password"]), Some(Purpose::DatabasePassword));
/// assert_eq!(credential_at(&["someChart", "adminPassword"]), Some(Purpose::Other));
/// assert_eq!(credential_at(&["redis", "auth", "existingSecretPasswordKey"]), None);
/// ```
#[must_use]
pub fn credential_at(path: &[&str]) -> Option<Purpose> {
    let is_name = |key: &&str| !key.bytes().all(|byte| byte.is_ascii_digit());
    let last = path.iter().copied().rfind(is_name)?;
    if !may_open(last) && credential(last).is_none() {
        return None;
    }
    let path: Vec<&str> = path.iter().copied().filter(is_name).collect();
    let (&last, before) = path.split_last()?;
    let around: Vec<String> = before.iter().map(|key| together(key)).collect();
    if around.iter().any(|key| REFERENCES.contains(&key.as_str())) {
        return None;
    }
    // An ExternalSecret names the keys of its Secret: `spec.data[].secretKey`.
    if last == "secretKey" && before.ends_with(&["data"]) {
        return None;
    }
    if let Some(known) = credential(last) {
        return Some(known.purpose);
    }
    let key = together(last);
    // `key` alone is what tolerations and affinities have too: only its own parent can make it a credential.
    let around = if key == "key" { &around[around.len().saturating_sub(1)..] } else { &around[..] };
    let fits = |place: &&Place| place.keys.contains(&key.as_str()) && place.is_around(around);
    let place = places().find(fits);
    if let Some(place) = place {
        return Some(place.purpose);
    }
    looks_like_credential(last).then_some(Purpose::Other)
}

/// Pieces of which every key of [`places`] and every name that [`looks_like_credential`] accepts has one.
const STEMS: &[&[u8]] = &[
    b"pass",
    b"pwd",
    b"secret",
    b"token",
    b"key",
    b"credential",
    b"auth",
    b"dsn",
    b"url",
    b"json",
    b"connection",
    b"user",
];

/// Whether a key is worth taking apart: nearly all keys of a deployment are not, and this is asked of each.
fn may_open(key: &str) -> bool {
    let key = key.as_bytes();
    STEMS.iter().any(|stem| key.windows(stem.len()).any(|piece| piece.eq_ignore_ascii_case(stem)))
}

/// The words of a key without what separates them.
fn together(key: &str) -> String {
    words(key).concat()
}

/// Whether a name stands in a key. Short names (`s3`, `db`, `api`) must be the whole key, or all but `external`.
fn stands_in(name: &str, key: &str) -> bool {
    let key = key.strip_prefix("external").unwrap_or(key);
    if name.len() <= 4 { key == name } else { key.contains(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Option<Purpose> {
        credential_at(&path.split('.').collect::<Vec<_>>())
    }

    #[test]
    fn no_key_of_the_table_is_passed_over() {
        for place in places() {
            for key in place.keys {
                assert!(may_open(key), "{key}");
            }
        }
    }

    #[test]
    fn the_charts_values() {
        use Purpose as P;
        for (path, purpose) in [
            // BP:charts/dify/values.yaml
            ("global.appSecretKey", P::AppSecret),
            ("global.internalApiKey", P::GlobalInternalKey),
            ("api.otel.apiKey", P::Observability),
            ("api.auth.internalApiKey", P::PluginInnerKey),
            ("api.mail.resend.apiKey", P::Mail),
            ("api.mail.smtp.password", P::Mail),
            ("sandbox.auth.apiKey", P::SandboxKey),
            ("pluginDaemon.auth.serverKey", P::PluginServerKey),
            ("pluginDaemon.auth.difyApiKey", P::PluginInnerKey),
            ("agentBackend.auth.apiToken", P::AgentRunToken),
            ("agentBackend.auth.serverSecretKey", P::AgentStubKey),
            ("agentBackend.auth.shellctlAuthToken", P::ShellToken),
            ("postgresql.global.postgresql.auth.postgresPassword", P::DatabasePassword),
            ("postgresql.global.postgresql.auth.password", P::DatabasePassword),
            ("weaviate.authentication.apikey.allowed_keys.0", P::VectorStoreKey("weaviate")),
            ("weaviate.env.AUTHENTICATION_APIKEY_ALLOWED_KEYS", P::VectorStoreKey("weaviate")),
            ("weaviate.backups.s3.secrets.AWS_SECRET_ACCESS_KEY", P::ObjectStorage),
            ("redis.auth.password", P::RedisPassword),
            ("redis.global.redis.password", P::RedisPassword),
            ("externalPostgres.password", P::DatabasePassword),
            ("externalMysql.password", P::DatabasePassword),
            ("externalRedis.password", P::RedisPassword),
            ("externalRedis.sentinel.password", P::SentinelPassword),
            ("externalS3.accessKey", P::ObjectStorage),
            ("externalS3.secretKey", P::ObjectStorage),
            ("externalAzureBlobStorage.key", P::ObjectStorage),
            ("externalOSS.secretKey", P::ObjectStorage),
            ("externalGCS.serviceAccountJsonBase64", P::ObjectStorage),
            ("externalCOS.secretId", P::ObjectStorage),
            ("externalOBS.accessKey", P::ObjectStorage),
            ("externalTOS.secretKey", P::ObjectStorage),
            ("externalWeaviate.apiKey", P::VectorStoreKey("weaviate")),
            ("externalQdrant.apiKey", P::VectorStoreKey("qdrant")),
            ("externalMilvus.token", P::VectorStoreKey("milvus")),
            ("externalMilvus.password", P::VectorStoreKey("milvus")),
            ("externalPgvector.password", P::VectorStoreKey("pgvector")),
            ("externalTencentVectorDB.apiKey", P::VectorStoreKey("tencent")),
            ("externalMyScaleDB.password", P::VectorStoreKey("myscale")),
            ("externalTableStore.accessKeyId", P::VectorStoreKey("tablestore")),
            ("externalTableStore.accessKeySecret", P::VectorStoreKey("tablestore")),
            ("externalElasticsearch.password", P::VectorStoreKey("elasticsearch")),
            ("externalPostgres.credentials.password", P::DatabasePassword),
            // DC and MS
            ("sandbox.apiKey", P::SandboxKey),
            ("pluginDaemon.serverKey", P::PluginServerKey),
            ("pluginDaemon.difyInnerApiKey", P::PluginInnerKey),
            ("pluginDaemon.env.SERVER_KEY", P::PluginServerKey),
            ("redis.url", P::BrokerUrl),
            ("postgresql.auth.postgresPassword", P::DatabasePassword),
            ("minio.auth.rootUser", P::ObjectStorage),
            ("minio.auth.rootPassword", P::ObjectStorage),
            ("globalEnv.CELERY_BROKER_URL", P::BrokerUrl),
            ("globalEnv.SECRET_KEY", P::AppSecret),
            // Secrets
            ("data.redis-password", P::RedisPassword),
            ("stringData.postgres-password", P::DatabasePassword),
            ("data.plugin-daemon-key", P::PluginServerKey),
            ("data.plugin-dify-inner-api-key", P::PluginInnerKey),
            ("data.sandbox-api-key", P::SandboxKey),
            ("data.pg-password", P::DatabasePassword),
            ("data.replication-password", P::DatabasePassword),
            ("stringData.app-secret-key", P::AppSecret),
            // other charts
            ("global.redis.password", P::RedisPassword),
            ("valkey.auth.password", P::RedisPassword),
            ("mysql.auth.rootPassword", P::DatabasePassword),
            ("dify.externalS3.secretKey", P::ObjectStorage),
            ("dify.api.secretKey", P::AppSecret),
            ("grafana.adminPassword", P::Other),
        ] {
            assert_eq!(at(path), Some(purpose), "{path}");
        }
    }

    #[test]
    fn places_that_hold_no_credential() {
        for path in [
            "",
            "0",
            "api.serviceAccount.automountServiceAccountToken",
            "redis.auth.existingSecret",
            "redis.auth.existingSecretPasswordKey",
            "redis.auth.usePasswordFiles",
            "redis.auth.sentinel",
            "redis.auth.enabled",
            "redis.urlSecret",
            "redis.urlSecretKey",
            "redis.master.nodeAffinityPreset.key",
            "sandbox.apiKeySecret",
            "sandbox.tolerations.0.key",
            "minio.tolerations.0.key",
            "weaviate.affinity.matchExpressions.0.key",
            "pluginDaemon.serverKeySecret",
            "ingress.tlsSecretName",
            "image.api.pullSecrets",
            "weaviate.authentication.apikey.enabled",
            "weaviate.authentication.apikey.users.0",
            "weaviate.envSecrets.AUTHENTICATION_APIKEY_ALLOWED_KEYS",
            "weaviate.affinity.podAntiAffinity.topologyKey",
            "externalSecret.api.remoteRefs.SECRET_KEY.key",
            "externalSecret.api.remoteRefs.SECRET_KEY.property",
            "externalSecret.secretStore.name",
            "spec.data.0.secretKey",
            "spec.data.0.remoteRef.key",
            "spec.containers.0.env.0.valueFrom.secretKeyRef.key",
            "externalS3.bucketName.api",
            "externalQdrant.endpoint",
            "externalPostgres.username",
            "externalOSS.authVersion",
            "api.logLevel",
            "postgresql.auth.database",
            "minio.defaultBuckets",
            "service.port",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
    }
}
