//! Which settings hold credentials, and what each of them opens.
//!
//! Two ways in: [`credential`] knows the names of environment variables and of stores' own settings exactly;
//! [`crate::credential_at`] reads the place of a value in a chart's values. [`crate::looks_like_credential`] is for every other
//! name. The catalogue is D's, P's and S's configuration as of 1.15.0 (agent settings: up to 1.17.1), and the charts'.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a credential opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Signs sessions and file links, encrypts system OAuth clients.
    AppSecret,
    /// The database of Dify and of the plugin daemon.
    DatabasePassword,
    /// Redis.
    RedisPassword,
    /// Redis Sentinel and Redis Cluster, where they have a password of their own.
    SentinelPassword,
    /// A URL that holds Redis' password.
    BrokerUrl,
    /// Code execution in the sandbox.
    SandboxKey,
    /// Everything the plugin daemon does.
    PluginServerKey,
    /// The api's `/inner/api` for plugins: any tenant's apps, models and files.
    PluginInnerKey,
    /// The api's inner API for the enterprise edition.
    EnterpriseInnerKey,
    /// The enterprise edition's and the billing services.
    EnterpriseService,
    /// Acts as workspace owner (api) or administers the plugin daemon; one name, two different keys.
    AdminKey,
    /// The first setup page.
    SetupPassword,
    /// Starting agent runs.
    AgentRunToken,
    /// Encrypts the bearer tokens of agents' stubs.
    AgentStubKey,
    /// A shell in the agents' sandbox.
    ShellToken,
    /// The sandbox service E2B.
    E2bKey,
    /// Signs what the knowledge file service accepts (off by default; 1.16.1 and later).
    KnowledgeFsKey,
    /// The connector that starts serverless plugins.
    ServerlessConnectorKey,
    /// BP's `global.internalApiKey`, which stands in for every inner key that is empty.
    GlobalInternalKey,
    /// A vector store, by its component's id, or by its name in `VECTOR_STORE` where it is a cloud service.
    VectorStoreKey(&'static str),
    /// Uploaded files, plugin packages, archives.
    ObjectStorage,
    /// Sending mail.
    Mail,
    /// Login with other accounts.
    OAuth,
    /// Notion and other connected services.
    Integration,
    /// Sentry, OpenTelemetry, log services.
    Observability,
    /// Document extraction services.
    Extraction,
    /// Model vendors' keys that the operator offers to every tenant.
    HostedModel,
    /// A private key for TLS.
    TlsKey,
    /// A credential by its name; what it opens is not known.
    Other,
}

/// What a credential's value looks like, which decides how it can be generated and embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Chosen by the operator; goes into connection strings, so `[A-Za-z0-9_-]` is safest.
    Password,
    /// Chosen by the operator; compared as a whole.
    Key,
    /// Unpadded base64url of exactly 32 bytes.
    Base64Url32,
    /// Issued by somebody else.
    Issued,
    /// The public half of an issued pair: an identifier, worth hiding but useless alone.
    AccessId,
    /// A URL with the credential inside.
    Url,
    /// A connection string with the credential inside.
    ConnectionString,
    /// A JSON document, usually base64.
    Json,
    /// A PEM document, usually base64.
    Pem,
}

/// One setting that holds a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Credential {
    /// The name of the variable, or of the store's own setting. One entry stands for a family: `HOSTED_*_API_KEY`.
    pub setting: &'static str,
    /// What it opens.
    pub purpose: Purpose,
    /// What its value looks like.
    pub form: Form,
    /// Whether every deployment whose component reads the setting needs it: empty means broken or open to everybody.
    pub required: bool,
}

const fn required(setting: &'static str, purpose: Purpose, form: Form) -> Credential {
    Credential { setting, purpose, form, required: true }
}

const fn optional(setting: &'static str, purpose: Purpose, form: Form) -> Credential {
    Credential { setting, purpose, form, required: false }
}

const fn vector(setting: &'static str, store: &'static str, form: Form) -> Credential {
    optional(setting, Purpose::VectorStoreKey(store), form)
}

const fn storage(setting: &'static str, form: Form) -> Credential {
    optional(setting, Purpose::ObjectStorage, form)
}

/// A family of settings: the vendor stands between.
const HOSTED: (&str, &str) = ("HOSTED_", "_API_KEY");

/// Every setting, by area.
#[rustfmt::skip]
pub static CREDENTIALS: &[Credential] = &[
    // Dify's own (D:docker/docker-compose.yaml, D:api/configs, P:internal/types/app/config.go, S:internal/static/config.go).
    required("SECRET_KEY", Purpose::AppSecret, Form::Key),
    required("CODE_EXECUTION_API_KEY", Purpose::SandboxKey, Form::Key),
    required("SANDBOX_API_KEY", Purpose::SandboxKey, Form::Key),
    required("API_KEY", Purpose::SandboxKey, Form::Key),
    required("PLUGIN_DAEMON_KEY", Purpose::PluginServerKey, Form::Key),
    required("SERVER_KEY", Purpose::PluginServerKey, Form::Key),
    required("DIFY_AGENT_PLUGIN_DAEMON_API_KEY", Purpose::PluginServerKey, Form::Key),
    required("INNER_API_KEY_FOR_PLUGIN", Purpose::PluginInnerKey, Form::Key),
    required("DIFY_INNER_API_KEY", Purpose::PluginInnerKey, Form::Key),
    required("PLUGIN_DIFY_INNER_API_KEY", Purpose::PluginInnerKey, Form::Key),
    required("DIFY_AGENT_INNER_API_KEY", Purpose::PluginInnerKey, Form::Key),
    optional("INNER_API_KEY", Purpose::EnterpriseInnerKey, Form::Key),
    optional("BILLING_API_SECRET_KEY", Purpose::EnterpriseService, Form::Issued),
    optional("ENTERPRISE_API_SECRET_KEY", Purpose::EnterpriseService, Form::Issued),
    optional("ENTERPRISE_PLUGIN_MANAGER_API_SECRET_KEY", Purpose::EnterpriseService, Form::Issued),
    optional("ADMIN_API_KEY", Purpose::AdminKey, Form::Key),
    optional("INIT_PASSWORD", Purpose::SetupPassword, Form::Password),
    required("AGENT_BACKEND_API_TOKEN", Purpose::AgentRunToken, Form::Key),
    required("DIFY_AGENT_API_TOKEN", Purpose::AgentRunToken, Form::Key),
    required("DIFY_AGENT_SERVER_SECRET_KEY", Purpose::AgentStubKey, Form::Base64Url32),
    required("DIFY_AGENT_SHELLCTL_AUTH_TOKEN", Purpose::ShellToken, Form::Key),
    required("SHELLCTL_AUTH_TOKEN", Purpose::ShellToken, Form::Key),
    // Called so from 1.17 on; the older name is still read.
    required("DIFY_AGENT_LOCAL_SANDBOX_AUTH_TOKEN", Purpose::ShellToken, Form::Key),
    optional("DIFY_AGENT_E2B_SHELLCTL_AUTH_TOKEN", Purpose::ShellToken, Form::Key),
    optional("DIFY_AGENT_OPENSHELL_SHELLCTL_AUTH_TOKEN", Purpose::ShellToken, Form::Key),
    optional("DIFY_AGENT_OPENSHELL_BEARER_TOKEN", Purpose::ShellToken, Form::Issued),
    optional("DIFY_AGENT_ENTERPRISE_SANDBOX_GATEWAY_AUTH_TOKEN", Purpose::EnterpriseService, Form::Issued),
    optional("DIFY_AGENT_E2B_API_KEY", Purpose::E2bKey, Form::Issued),
    optional("E2B_API_KEY", Purpose::E2bKey, Form::Issued),
    optional("KNOWLEDGE_FS_JWT_SECRET", Purpose::KnowledgeFsKey, Form::Key),
    optional("DIFY_PLUGIN_SERVERLESS_CONNECTOR_API_KEY", Purpose::ServerlessConnectorKey, Form::Key),
    // The database, both ends; the last four are the bitnami images' names.
    required("DB_PASSWORD", Purpose::DatabasePassword, Form::Password),
    required("POSTGRES_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("PGPASSWORD", Purpose::DatabasePassword, Form::Password),
    required("MYSQL_ROOT_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("MYSQL_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("MYSQL_PWD", Purpose::DatabasePassword, Form::Password),
    optional("POSTGRESQL_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("POSTGRES_POSTGRES_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("POSTGRESQL_POSTGRES_PASSWORD", Purpose::DatabasePassword, Form::Password),
    optional("POSTGRES_REPLICATION_PASSWORD", Purpose::DatabasePassword, Form::Password),
    // Redis, both ends (REDIS_MASTER_PASSWORD is bitnami's; the lower-case ones are redis.conf's and sentinel.conf's).
    required("REDIS_PASSWORD", Purpose::RedisPassword, Form::Password),
    optional("REDISCLI_AUTH", Purpose::RedisPassword, Form::Password),
    required("requirepass", Purpose::RedisPassword, Form::Password),
    optional("masterauth", Purpose::RedisPassword, Form::Password),
    optional("REDIS_MASTER_PASSWORD", Purpose::RedisPassword, Form::Password),
    optional("SESSION_REDIS_PASSWORD", Purpose::RedisPassword, Form::Password),
    optional("REDIS_SENTINEL_PASSWORD", Purpose::SentinelPassword, Form::Password),
    optional("CELERY_SENTINEL_PASSWORD", Purpose::SentinelPassword, Form::Password),
    optional("REDIS_CLUSTERS_PASSWORD", Purpose::SentinelPassword, Form::Password),
    required("CELERY_BROKER_URL", Purpose::BrokerUrl, Form::Url),
    optional("EVENT_BUS_REDIS_URL", Purpose::BrokerUrl, Form::Url),
    optional("PUBSUB_REDIS_URL", Purpose::BrokerUrl, Form::Url),
    required("DIFY_AGENT_REDIS_URL", Purpose::BrokerUrl, Form::Url),
    // Vector stores (D:docker/.env.example, D:docker/envs/vectorstores, D:docker/docker-compose.yaml).
    vector("WEAVIATE_API_KEY", "weaviate", Form::Key),
    vector("AUTHENTICATION_APIKEY_ALLOWED_KEYS", "weaviate", Form::Key),
    vector("WEAVIATE_AUTHENTICATION_APIKEY_ALLOWED_KEYS", "weaviate", Form::Key),
    vector("CLUSTER_BASIC_AUTH_PASSWORD", "weaviate", Form::Password),
    vector("QDRANT_API_KEY", "qdrant", Form::Key),
    vector("QDRANT__SERVICE__API_KEY", "qdrant", Form::Key),
    vector("QDRANT__SERVICE__READ_ONLY_API_KEY", "qdrant", Form::Key),
    vector("QDRANT__SERVICE__ALT_API_KEY", "qdrant", Form::Key),
    vector("PGVECTOR_PASSWORD", "pgvector", Form::Password),
    vector("PGVECTOR_POSTGRES_PASSWORD", "pgvector", Form::Password),
    vector("PGVECTO_RS_PASSWORD", "pgvecto-rs", Form::Password),
    vector("MILVUS_PASSWORD", "milvus", Form::Password),
    vector("MILVUS_TOKEN", "milvus", Form::Key),
    vector("CHROMA_AUTH_CREDENTIALS", "chroma", Form::Key),
    vector("CHROMA_SERVER_AUTHN_CREDENTIALS", "chroma", Form::Key),
    vector("OPENSEARCH_PASSWORD", "opensearch", Form::Password),
    vector("OPENSEARCH_INITIAL_ADMIN_PASSWORD", "opensearch", Form::Password),
    vector("ELASTICSEARCH_PASSWORD", "elasticsearch", Form::Password),
    vector("ELASTIC_PASSWORD", "elasticsearch", Form::Password),
    vector("ELASTICSEARCH_API_KEY", "elasticsearch", Form::Issued),
    vector("XPACK_SECURITY_ENCRYPTIONKEY", "elasticsearch", Form::Key),
    vector("XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY", "elasticsearch", Form::Key),
    vector("XPACK_REPORTING_ENCRYPTIONKEY", "elasticsearch", Form::Key),
    vector("OCEANBASE_VECTOR_PASSWORD", "oceanbase", Form::Password),
    vector("OB_SYS_PASSWORD", "oceanbase", Form::Password),
    vector("OB_TENANT_PASSWORD", "oceanbase", Form::Password),
    vector("ROOT_PASSWORD", "oceanbase", Form::Password),
    vector("OPENGAUSS_PASSWORD", "opengauss", Form::Password),
    vector("GS_PASSWORD", "opengauss", Form::Password),
    vector("VASTBASE_PASSWORD", "vastbase", Form::Password),
    vector("VB_PASSWORD", "vastbase", Form::Password),
    vector("IRIS_PASSWORD", "iris", Form::Password),
    vector("IRIS_CONNECTION_URL", "iris", Form::Url),
    vector("ORACLE_PASSWORD", "oracle", Form::Password),
    vector("ORACLE_PWD", "oracle", Form::Password),
    vector("ORACLE_WALLET_PASSWORD", "oracle", Form::Password),
    vector("COUCHBASE_PASSWORD", "couchbase", Form::Password),
    vector("COUCHBASE_ADMINISTRATOR_PASSWORD", "couchbase", Form::Password),
    vector("MATRIXONE_PASSWORD", "matrixone", Form::Password),
    vector("MYSCALE_PASSWORD", "myscale", Form::Password),
    vector("TIDB_VECTOR_PASSWORD", "tidb", Form::Password),
    vector("TIDB_ON_QDRANT_API_KEY", "tidb-on-qdrant", Form::Issued),
    vector("TIDB_PUBLIC_KEY", "tidb-on-qdrant", Form::AccessId),
    vector("TIDB_PRIVATE_KEY", "tidb-on-qdrant", Form::Issued),
    vector("LINDORM_PASSWORD", "lindorm", Form::Password),
    vector("HUAWEI_CLOUD_PASSWORD", "huawei-cloud", Form::Password),
    vector("RELYT_PASSWORD", "relyt", Form::Password),
    vector("ALIBABACLOUD_MYSQL_PASSWORD", "alibabacloud-mysql", Form::Password),
    vector("ANALYTICDB_KEY_ID", "analyticdb", Form::AccessId),
    vector("ANALYTICDB_KEY_SECRET", "analyticdb", Form::Issued),
    vector("ANALYTICDB_PASSWORD", "analyticdb", Form::Password),
    vector("ANALYTICDB_NAMESPACE_PASSWORD", "analyticdb", Form::Password),
    vector("TENCENT_VECTOR_DB_API_KEY", "tencent", Form::Issued),
    vector("BAIDU_VECTOR_DB_API_KEY", "baidu", Form::Issued),
    vector("UPSTASH_VECTOR_TOKEN", "upstash", Form::Issued),
    vector("VIKINGDB_ACCESS_KEY", "vikingdb", Form::AccessId),
    vector("VIKINGDB_SECRET_KEY", "vikingdb", Form::Issued),
    vector("TABLESTORE_ACCESS_KEY_ID", "tablestore", Form::AccessId),
    vector("TABLESTORE_ACCESS_KEY_SECRET", "tablestore", Form::Issued),
    vector("HOLOGRES_ACCESS_KEY_ID", "hologres", Form::AccessId),
    vector("HOLOGRES_ACCESS_KEY_SECRET", "hologres", Form::Issued),
    vector("CLICKZETTA_PASSWORD", "clickzetta", Form::Password),
    // Object storage: the api's names, the plugin daemon's, compose's `PLUGIN_*`, the stores' own.
    storage("S3_ACCESS_KEY", Form::AccessId),
    storage("S3_SECRET_KEY", Form::Issued),
    storage("DIFY_AGENT_E2B_S3_SECRET_ACCESS_KEY", Form::Issued),
    storage("ARCHIVE_STORAGE_ACCESS_KEY", Form::AccessId),
    storage("ARCHIVE_STORAGE_SECRET_KEY", Form::Issued),
    storage("AWS_ACCESS_KEY", Form::AccessId),
    storage("AWS_SECRET_KEY", Form::Issued),
    storage("AWS_ACCESS_KEY_ID", Form::AccessId),
    storage("AWS_SECRET_ACCESS_KEY", Form::Issued),
    storage("PLUGIN_AWS_ACCESS_KEY", Form::AccessId),
    storage("PLUGIN_AWS_SECRET_KEY", Form::Issued),
    storage("AZURE_BLOB_ACCOUNT_KEY", Form::Issued),
    storage("AZURE_BLOB_STORAGE_CONNECTION_STRING", Form::ConnectionString),
    storage("PLUGIN_AZURE_BLOB_STORAGE_CONNECTION_STRING", Form::ConnectionString),
    storage("AZURE_STORAGE_KEY", Form::Issued),
    storage("AZURE_STORAGE_CONNECTION_STRING", Form::ConnectionString),
    storage("GOOGLE_STORAGE_SERVICE_ACCOUNT_JSON_BASE64", Form::Json),
    storage("GOOGLE_APPLICATION_CREDENTIALS", Form::Json),
    storage("GCS_CREDENTIALS", Form::Json),
    storage("ALIYUN_OSS_ACCESS_KEY", Form::AccessId),
    storage("ALIYUN_OSS_SECRET_KEY", Form::Issued),
    storage("ALIYUN_OSS_ACCESS_KEY_ID", Form::AccessId),
    storage("ALIYUN_OSS_ACCESS_KEY_SECRET", Form::Issued),
    storage("PLUGIN_ALIYUN_OSS_ACCESS_KEY_ID", Form::AccessId),
    storage("PLUGIN_ALIYUN_OSS_ACCESS_KEY_SECRET", Form::Issued),
    storage("TENCENT_COS_SECRET_ID", Form::AccessId),
    storage("TENCENT_COS_SECRET_KEY", Form::Issued),
    storage("PLUGIN_TENCENT_COS_SECRET_ID", Form::AccessId),
    storage("PLUGIN_TENCENT_COS_SECRET_KEY", Form::Issued),
    storage("HUAWEI_OBS_ACCESS_KEY", Form::AccessId),
    storage("HUAWEI_OBS_SECRET_KEY", Form::Issued),
    storage("VOLCENGINE_TOS_ACCESS_KEY", Form::AccessId),
    storage("VOLCENGINE_TOS_SECRET_KEY", Form::Issued),
    storage("PLUGIN_VOLCENGINE_TOS_ACCESS_KEY", Form::AccessId),
    storage("PLUGIN_VOLCENGINE_TOS_SECRET_KEY", Form::Issued),
    storage("BAIDU_OBS_ACCESS_KEY", Form::AccessId),
    storage("BAIDU_OBS_SECRET_KEY", Form::Issued),
    storage("BAIDU_BOS_ACCESS_KEY", Form::AccessId),
    storage("BAIDU_BOS_SECRET_KEY", Form::Issued),
    storage("OCI_ACCESS_KEY", Form::AccessId),
    storage("OCI_SECRET_KEY", Form::Issued),
    storage("SUPABASE_API_KEY", Form::Issued),
    storage("MINIO_ACCESS_KEY", Form::AccessId),
    storage("MINIO_SECRET_KEY", Form::Password),
    storage("MINIO_ROOT_USER", Form::AccessId),
    storage("MINIO_ROOT_PASSWORD", Form::Password),
    // The rest.
    optional("SMTP_PASSWORD", Purpose::Mail, Form::Password),
    optional("RESEND_API_KEY", Purpose::Mail, Form::Issued),
    optional("SENDGRID_API_KEY", Purpose::Mail, Form::Issued),
    optional("GITHUB_CLIENT_SECRET", Purpose::OAuth, Form::Issued),
    optional("GOOGLE_CLIENT_SECRET", Purpose::OAuth, Form::Issued),
    optional("NOTION_CLIENT_SECRET", Purpose::Integration, Form::Issued),
    optional("NOTION_INTERNAL_SECRET", Purpose::Integration, Form::Issued),
    optional("SENTRY_DSN", Purpose::Observability, Form::Url),
    optional("API_SENTRY_DSN", Purpose::Observability, Form::Url),
    optional("PLUGIN_SENTRY_DSN", Purpose::Observability, Form::Url),
    optional("OTLP_API_KEY", Purpose::Observability, Form::Issued),
    optional("OTEL_API_KEY", Purpose::Observability, Form::Issued),
    optional("ALIYUN_SLS_ACCESS_KEY_ID", Purpose::Observability, Form::AccessId),
    optional("ALIYUN_SLS_ACCESS_KEY_SECRET", Purpose::Observability, Form::Issued),
    optional("DIFY_AGENT_TRAJECTORY_OTLP_HEADERS", Purpose::Observability, Form::Issued),
    optional("AMPLITUDE_API_KEY", Purpose::Observability, Form::Issued),
    optional("UNSTRUCTURED_API_KEY", Purpose::Extraction, Form::Issued),
    optional("HOSTED_*_API_KEY", Purpose::HostedModel, Form::Issued),
    optional("HTTP_REQUEST_NODE_SSL_CLIENT_KEY_DATA", Purpose::TlsKey, Form::Pem),
];

static BY_SETTING: LazyLock<HashMap<&'static str, &'static Credential>> =
    LazyLock::new(|| CREDENTIALS.iter().map(|credential| (credential.setting, credential)).collect());

/// The catalogue's entry for a setting, by its exact name.
///
/// `API_KEY`, `SERVER_KEY` and `ROOT_PASSWORD` mean this only in a container of Dify's; elsewhere they are some other
/// software's. Certificate files (`NGINX_SSL_CERT_KEY_FILENAME`, `REDIS_SSL_KEYFILE`) hold a path and are not here.
///
/// ```
/// use dify::{credential, Purpose};
/// let purpose = |setting| credential(setting).map(|credential| credential.purpose);
/// assert_eq!(purpose("PLUGIN_DAEMON_KEY"), Some(Purpose::PluginServerKey));
/// assert_eq!(purpose("HOSTED_OPENAI_API_KEY"), Some(Purpose::HostedModel));
/// assert_eq!(purpose("LOG_LEVEL"), None);
/// ```
#[must_use]
pub fn credential(setting: &str) -> Option<&'static Credential> {
    if let Some(credential) = BY_SETTING.get(setting) {
        return Some(credential);
    }
    let vendor = setting.strip_prefix(HOSTED.0)?.strip_suffix(HOSTED.1)?;
    let family = (!vendor.is_empty()).then_some("HOSTED_*_API_KEY")?;
    BY_SETTING.get(family).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn settings_are_unique_and_found() {
        let mut seen = HashSet::new();
        for entry in CREDENTIALS {
            assert!(seen.insert(entry.setting), "{} twice", entry.setting);
            assert_eq!(credential(entry.setting), Some(entry));
        }
    }
}
