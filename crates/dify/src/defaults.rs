//! Values that everybody can read in public repositories, and the placeholders of examples.
//!
//! Two kinds. A *unique* value (`difyai123456`, the long keys) is nothing else in the world: it is a finding wherever a value
//! can stand, also inside a URL or a list, see [`unique_in`]. A *common* value (`password`, `dify-sandbox`, which is an image
//! and a host name too) is one only as the value of a setting that it is published for: [`published`], or at a place of the
//! same purpose: [`published_for`].
//!
//! A [`placeholder`] is not a published default: it says that somebody forgot to fill in a value. Some values are both.
//!
//! Values are compared exactly, with their case. A Secret's `data` is base64; whoever reads it decodes first. The empty string
//! is no entry here: that a needed credential is missing is another question.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::credential::{Purpose, credential};

/// A value that stands in public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Published {
    /// The value, exactly.
    pub value: &'static str,
    /// The settings that it is published for.
    pub settings: &'static [&'static str],
    /// Where it stands, by the short names of the sources.
    pub source: &'static str,
    /// Whether it is nothing but a default of Dify's, wherever it is found.
    pub unique: bool,
}

const fn unique(value: &'static str, settings: &'static [&'static str], source: &'static str) -> Published {
    Published { value, settings, source, unique: true }
}

const fn common(value: &'static str, settings: &'static [&'static str], source: &'static str) -> Published {
    Published { value, settings, source, unique: false }
}

/// Every published default; each value once.
#[rustfmt::skip]
pub static PUBLISHED: &[Published] = &[
    unique("sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U", &["SECRET_KEY"],
        "D docker files until 1.14.1, BP:global.appSecretKey, WL, MS:globalEnv"),
    unique("PleaseReplaceThisToYourSecretOrUse", &["SECRET_KEY"], "DC and MS:global.extraBackendEnvs"),
    unique("difyai123456",
        &["DB_PASSWORD", "POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD", "PGPASSWORD",
          "REDIS_PASSWORD", "REDISCLI_AUTH", "requirepass", "SESSION_REDIS_PASSWORD", "REDIS_SENTINEL_PASSWORD",
          "QDRANT_API_KEY", "QDRANT__SERVICE__API_KEY", "PGVECTOR_PASSWORD", "PGVECTOR_POSTGRES_PASSWORD", "PGVECTO_RS_PASSWORD",
          "CHROMA_AUTH_CREDENTIALS", "CHROMA_SERVER_AUTHN_CREDENTIALS", "OCEANBASE_VECTOR_PASSWORD", "OB_SYS_PASSWORD",
          "OB_TENANT_PASSWORD", "ROOT_PASSWORD", "RELYT_PASSWORD", "ALIBABACLOUD_MYSQL_PASSWORD"],
        "D:docker/.env.example (all versions), BP, WL, MS, P:.env.example"),
    unique("difyai12345", &["REDIS_SENTINEL_PASSWORD", "CELERY_SENTINEL_PASSWORD"],
        "D:docker/.env.example, the Sentinel example beside CELERY_BROKER_URL"),
    unique("lYkiYYT6owG+71oLerGzA7GXCgOT++6ovaezWAjpCjf+Sjc3ZtU+qUEi",
        &["PLUGIN_DAEMON_KEY", "SERVER_KEY", "DIFY_AGENT_PLUGIN_DAEMON_API_KEY"],
        "D, P, BP, DC, MS (there fixed in _helpers.tpl)"),
    unique("QaHbTe77CtuXmsfyhR7+vRjI/+XbV1AaFy691iy+kGDv2Jvy0/eAh8Y1",
        &["PLUGIN_DIFY_INNER_API_KEY", "INNER_API_KEY_FOR_PLUGIN", "DIFY_INNER_API_KEY", "DIFY_AGENT_INNER_API_KEY", "INNER_API_KEY"],
        "D, P, BP, DC, MS"),
    unique("HeRFb6yrzAy5vUSlJWK2lUl36mpkaRycv4witbQpucXacgXg7G9a8gVL", &["DIFY_PLUGIN_SERVERLESS_CONNECTOR_API_KEY"], "P:.env.example"),
    unique("dify-agent-run-token-for-dev-only", &["DIFY_AGENT_API_TOKEN", "AGENT_BACKEND_API_TOKEN"],
        "D:docker/docker-compose.yaml and dify-agent/.example.env from 1.16.1 on, `3c80857ea3`"),
    unique("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", &["DIFY_AGENT_SERVER_SECRET_KEY"],
        "D-1.16, BP:agentBackend.auth.serverSecretKey; the base64 of 0123456789abcdef, twice"),
    unique("replace-with-base64url-32-byte-secret", &["DIFY_AGENT_SERVER_SECRET_KEY"], "D-1.16"),
    unique("WVF5YThaHlkYwhGUSmCRgsX3tD5ngdN8pkih",
        &["WEAVIATE_API_KEY", "AUTHENTICATION_APIKEY_ALLOWED_KEYS", "WEAVIATE_AUTHENTICATION_APIKEY_ALLOWED_KEYS"],
        "D:docker/.env.example, BP, WL, MS"),
    unique("ak-difyai", &["S3_ACCESS_KEY", "ALIYUN_OSS_ACCESS_KEY", "QDRANT_API_KEY"], "BP:values.yaml, D:api/.env.example"),
    unique("sk-difyai", &["S3_SECRET_KEY", "ALIYUN_OSS_SECRET_KEY"], "BP:values.yaml, D:api/.env.example"),
    unique("Qazwsxedc!@#123", &["OPENSEARCH_INITIAL_ADMIN_PASSWORD", "OPENSEARCH_PASSWORD"], "D:docker/.env.example"),
    unique("d1a66dfd-c4d3-4a0a-8290-2abcb83ab3aa",
        &["XPACK_SECURITY_ENCRYPTIONKEY", "XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY", "XPACK_REPORTING_ENCRYPTIONKEY"],
        "D:docker/docker-compose.yaml, kibana"),
    unique("Dify@123", &["OPENGAUSS_PASSWORD", "GS_PASSWORD"], "D:docker/.env.example"),
    unique("Dify@1234", &["IRIS_PASSWORD"], "D:docker/.env.example"),
    unique("Difyai123456", &["VASTBASE_PASSWORD", "VB_PASSWORD"], "D:docker/.env.example"),
    unique("Dify123456", &["ORACLE_PWD"], "D:docker/.env.example"),
    unique("CHANGE_ME_SUPERUSER", &["POSTGRES_PASSWORD"], "WL @ 0487592 dify/database-ha/cnpg/secret.yaml"),
    unique("CHANGE_ME_APP_PASSWORD", &["DB_PASSWORD", "POSTGRES_PASSWORD"], "WL @ 0487592 dify/database-ha/cnpg/secret.yaml"),
    unique("CHANGE_ME_S3_ACCESS_KEY", &["AWS_ACCESS_KEY_ID", "S3_ACCESS_KEY"], "WL @ 0487592 dify/database-ha/cnpg/secret.yaml"),
    unique("CHANGE_ME_S3_SECRET_KEY", &["AWS_SECRET_ACCESS_KEY", "S3_SECRET_KEY"], "WL @ 0487592 dify/database-ha/cnpg/secret.yaml"),

    common("dify-sandbox", &["API_KEY", "SANDBOX_API_KEY", "CODE_EXECUTION_API_KEY"], "D, S:conf/config.yaml, BP, DC, WL, MS; also the code's default"),
    common("plugin-api-key", &["PLUGIN_DAEMON_KEY"], "D:api/configs, the code's default"),
    common("inner-api-key", &["INNER_API_KEY_FOR_PLUGIN"], "D:api/configs, the code's default"),
    common("testpassword",
        &["DB_PASSWORD", "POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD", "POSTGRES_POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD", "ANALYTICDB_PASSWORD"],
        "DC and MS:postgresql.auth.postgresPassword; D:docker/.env.example (analyticdb)"),
    common("agentbox", &["DB_PASSWORD", "POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD"], "D, development files"),
    common("postgres",
        &["DB_PASSWORD", "POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD", "PGVECTOR_PASSWORD", "PGVECTOR_POSTGRES_PASSWORD",
          "PGVECTO_RS_PASSWORD", "RELYT_PASSWORD", "ALIBABACLOUD_MYSQL_PASSWORD"],
        "D:api/.env.example and its tests"),
    common("root", &["DB_PASSWORD", "POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD", "RELYT_PASSWORD", "ALIBABACLOUD_MYSQL_PASSWORD"], "D, development files"),
    common("REDIS_PASSWORD", &["REDIS_PASSWORD", "REDISCLI_AUTH", "requirepass"], "DC and MS:redis.auth.password"),
    common("password", &["INIT_PASSWORD", "COUCHBASE_PASSWORD", "COUCHBASE_ADMINISTRATOR_PASSWORD", "HUAWEI_CLOUD_PASSWORD", "LINDORM_PASSWORD"],
        "WL (INIT_PASSWORD), D:docker/.env.example"),
    common("Milvus", &["MILVUS_PASSWORD"], "D:api/.env.example"),
    common("minioadmin", &["MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY"],
        "D:docker/.env.example, DC and MS:minio.auth"),
    common("minio-root", &["S3_ACCESS_KEY", "MINIO_ROOT_USER"], "BP:ci/values"),
    common("minio123456", &["S3_SECRET_KEY", "MINIO_ROOT_PASSWORD"], "BP:ci/values"),
    common("xxxxxx", &["CHROMA_AUTH_CREDENTIALS", "CHROMA_SERVER_AUTHN_CREDENTIALS"], "D:docker/envs"),
    common("admin", &["OPENSEARCH_PASSWORD", "LINDORM_PASSWORD", "HUAWEI_CLOUD_PASSWORD"], "D:docker/.env.example"),
    common("elastic", &["ELASTICSEARCH_PASSWORD", "ELASTIC_PASSWORD"], "D:docker/.env.example"),
    common("lindorm", &["LINDORM_PASSWORD", "HUAWEI_CLOUD_PASSWORD"], "D:api/.env.example"),
    common("dify",
        &["ORACLE_PASSWORD", "ORACLE_WALLET_PASSWORD", "TENCENT_VECTOR_DB_API_KEY", "BAIDU_VECTOR_DB_API_KEY", "UPSTASH_VECTOR_TOKEN",
          "TIDB_ON_QDRANT_API_KEY", "TIDB_PUBLIC_KEY", "TIDB_PRIVATE_KEY", "VIKINGDB_ACCESS_KEY", "VIKINGDB_SECRET_KEY"],
        "D:docker/.env.example, D:api/.env.example"),
    common("111", &["MATRIXONE_PASSWORD"], "D:docker/.env.example"),
    common("difypassword", &["ANALYTICDB_NAMESPACE_PASSWORD"], "D:docker/.env.example"),
    common("difyai", &["AZURE_BLOB_ACCOUNT_KEY"], "D:docker/.env.example, BP, MS"),
    common("your-ak", &["ANALYTICDB_KEY_ID", "VIKINGDB_ACCESS_KEY"], "D:docker/.env.example"),
    common("your-sk", &["ANALYTICDB_KEY_SECRET", "VIKINGDB_SECRET_KEY"], "D:docker/.env.example"),
    common("xxx", &["TABLESTORE_ACCESS_KEY_ID", "TABLESTORE_ACCESS_KEY_SECRET"], "D:docker/.env.example"),
    common("your-qdrant-api-key", &["QDRANT_API_KEY"], "BP, D:api/.env.example"),
    common("your-tencent-vector-db-api-key", &["TENCENT_VECTOR_DB_API_KEY"], "BP:externalTencentVectorDB.apiKey"),
    common("YOUR-ELASTICSEARCH_API_KEY", &["ELASTICSEARCH_API_KEY"], "D:docker/.env.example"),
    common("your-account-key", &["AZURE_BLOB_ACCOUNT_KEY"], "D:api/.env.example"),
    common("your-access-key",
        &["S3_ACCESS_KEY", "ALIYUN_OSS_ACCESS_KEY", "HUAWEI_OBS_ACCESS_KEY", "VOLCENGINE_TOS_ACCESS_KEY", "BAIDU_OBS_ACCESS_KEY",
          "OCI_ACCESS_KEY", "SUPABASE_API_KEY"],
        "D:docker/.env.example, BP, MS"),
    common("your-secret-key",
        &["S3_SECRET_KEY", "ALIYUN_OSS_SECRET_KEY", "TENCENT_COS_SECRET_KEY", "HUAWEI_OBS_SECRET_KEY", "VOLCENGINE_TOS_SECRET_KEY",
          "BAIDU_OBS_SECRET_KEY", "OCI_SECRET_KEY", "TABLESTORE_ACCESS_KEY_SECRET"],
        "D:docker/.env.example, BP, MS"),
    common("your-secret-id", &["TENCENT_COS_SECRET_ID", "HUAWEI_OBS_ACCESS_KEY", "TABLESTORE_ACCESS_KEY_ID"], "D:docker/.env.example, BP, MS"),
    common("abc", &["SMTP_PASSWORD"], "D:api/.env.example"),
    common("YOUR EMAIL PASSWORD", &["SMTP_PASSWORD"], "BP:api.mail.smtp.password"),
    common("your-resend-api-key", &["RESEND_API_KEY"], "D:docker/.env.example"),
    common("xxxx", &["RESEND_API_KEY"], "BP:api.mail.resend.apiKey"),
    common("you-client-secret", &["NOTION_CLIENT_SECRET"], "D:api/.env.example"),
    common("you-internal-secret", &["NOTION_INTERNAL_SECRET"], "D:api/.env.example"),
    common("BILLING_API_SECRET_KEY", &["BILLING_API_SECRET_KEY"], "D:api/services/billing_service.py, the code's default"),
    common("ENTERPRISE_API_SECRET_KEY", &["ENTERPRISE_API_SECRET_KEY"], "D:api/services/enterprise/base.py, the code's default"),
    common("ENTERPRISE_PLUGIN_MANAGER_API_SECRET_KEY", &["ENTERPRISE_PLUGIN_MANAGER_API_SECRET_KEY"],
        "D:api/services/enterprise/base.py, the code's default"),
];

/// The published default that `setting` holds. A unique value counts in every setting, a common one only in its own.
///
/// ```
/// use dify::published;
/// assert!(published("API_KEY", "dify-sandbox").is_some());
/// assert!(published("CODE_EXECUTION_ENDPOINT_HOST", "dify-sandbox").is_none());
/// assert!(published("ANY_SETTING", "difyai123456").is_some());
/// ```
#[must_use]
pub fn published(setting: &str, value: &str) -> Option<&'static Published> {
    find(value).filter(|found| found.unique || found.settings.contains(&setting))
}

/// The same for a place whose purpose is known but whose name is the chart's own (`redis.auth.password`).
///
/// For [`Purpose::BrokerUrl`] the value is the password that the caller took out of the URL: it is Redis'.
///
/// ```
/// use dify::{credential_at, published_for, Purpose};
/// let purpose = credential_at(&["postgresql", "auth", "postgresPassword"]).expect("a credential");
/// assert!(published_for(purpose, "testpassword").is_some());
/// assert!(published_for(purpose, "dify-sandbox").is_none());
/// assert!(published_for(Purpose::BrokerUrl, "REDIS_PASSWORD").is_some());
/// ```
#[must_use]
pub fn published_for(purpose: Purpose, value: &str) -> Option<&'static Published> {
    let purpose = if purpose == Purpose::BrokerUrl { Purpose::RedisPassword } else { purpose };
    find(value).filter(|found| {
        found.unique
            || found.settings.iter().any(|setting| credential(setting).is_some_and(|entry| entry.purpose == purpose))
    })
}

fn find(value: &str) -> Option<&'static Published> {
    PUBLISHED.iter().find(|published| published.value == value)
}

static UNIQUE: LazyLock<Vec<&'static Published>> =
    LazyLock::new(|| PUBLISHED.iter().filter(|published| published.unique).collect());

static SEARCH: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(UNIQUE.iter().map(|published| published.value))
        .expect("a few dozen short patterns are far below the automaton's limits")
});

/// The unique defaults inside a longer text: a URL, a list, a configuration file. In order, without overlap.
///
/// A default counts only as a word of its own: a letter or a digit beside it makes it part of another value.
///
/// ```
/// use dify::unique_in;
/// let found: Vec<_> = unique_in("redis://:difyai123456@redis:6379/1").map(|(range, _)| range).collect();
/// assert_eq!(found, [9..21]);
/// assert_eq!(unique_in("xdifyai1234567").count(), 0);
/// ```
pub fn unique_in(text: &str) -> impl Iterator<Item = (Range<usize>, &'static Published)> {
    SEARCH.find_iter(text).filter_map(|found| {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        let inside = before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric);
        (!inside).then(|| (found.range(), UNIQUE[found.pattern().as_usize()]))
    })
}

/// Whether a value is one that the reader was meant to replace, or a word that no one can mean seriously.
///
/// `your-...`, `change-me...`, `replace-with-...`, `please-replace...`, `xxx`, `<your password>`, and the bare words `password`,
/// `admin`, `test`, `dify` and their like. A reference that is not resolved yet (`${DB_PASSWORD}`, `{{ .Values.x }}`) is none,
/// nor is an empty value.
///
/// ```
/// use dify::placeholder;
/// assert!(placeholder("your-api-key") && placeholder("CHANGE_ME_APP_PASSWORD") && placeholder("<your password>"));
/// assert!(!placeholder("${DB_PASSWORD}") && !placeholder("") && !placeholder("yourself-7f3a"));
/// ```
#[must_use]
pub fn placeholder(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    if value.len() > 2 && value.starts_with('<') && value.ends_with('>') {
        return true;
    }
    if value.len() > 2 && value.bytes().all(|byte| byte == b'x') {
        return true;
    }
    if WORDS.contains(&value.as_str()) {
        return true;
    }
    // From here on `change_me`, `change-me`, `change me` and `changeme` are one.
    let separated: String = value.chars().map(|c| if matches!(c, '_' | ' ') { '-' } else { c }).collect();
    if separated.starts_with("your-") {
        return true;
    }
    let joined = separated.replace('-', "");
    STARTS.iter().any(|start| joined.starts_with(start))
}

/// Whole values, in small letters.
static WORDS: &[&str] = &[
    "password",
    "admin",
    "test",
    "testpassword",
    "dify",
    "difyai",
    "dify123456",
    "difyai123456",
    "ak-difyai",
    "sk-difyai",
    "you-client-secret",
    "you-internal-secret",
    "changeit",
    "todo",
    "tbd",
    "fixme",
    "replaceme",
];

/// How values begin that ask to be replaced, written together.
static STARTS: &[&str] = &["changeme", "changethis", "replacewith", "pleasereplace", "pleasechange", "replacethis"];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn values_are_unique_and_settings_are_credentials() {
        let mut seen = HashSet::new();
        for entry in PUBLISHED {
            assert!(seen.insert(entry.value), "{} twice", entry.value);
            assert!(!entry.value.is_empty() && !entry.source.is_empty() && !entry.settings.is_empty());
            for setting in entry.settings {
                assert!(credential(setting).is_some(), "{setting}");
            }
        }
    }

    #[test]
    fn every_default_is_found_for_every_setting_and_its_purpose() {
        for entry in PUBLISHED {
            for setting in entry.settings {
                assert_eq!(published(setting, entry.value), Some(entry));
                let purpose = credential(setting).expect(setting).purpose;
                assert_eq!(published_for(purpose, entry.value), Some(entry));
            }
        }
    }

    #[test]
    fn a_common_word_needs_its_setting() {
        for entry in PUBLISHED.iter().filter(|entry| !entry.unique) {
            assert_eq!(published("SOMETHING_ELSE", entry.value), None, "{}", entry.value);
            assert_eq!(published_for(Purpose::Other, entry.value), None, "{}", entry.value);
            assert_eq!(unique_in(entry.value).count(), 0, "{}", entry.value);
        }
    }

    #[test]
    fn a_unique_value_is_found_anywhere_with_its_exact_case() {
        for entry in PUBLISHED.iter().filter(|entry| entry.unique) {
            assert_eq!(published("SOMETHING_ELSE", entry.value), Some(entry));
            for text in [
                entry.value.to_owned(),
                format!("redis://:{}@redis:6379/1", entry.value),
                format!("a,{},b", entry.value),
                format!("key=\"{}\"", entry.value),
            ] {
                let found: Vec<_> = unique_in(&text).collect();
                assert_eq!(found.len(), 1, "{text}");
                assert_eq!(found[0].1, entry);
                assert_eq!(&text[found[0].0.clone()], entry.value);
            }
            for text in [format!("x{}", entry.value), format!("{}9", entry.value), format!("秘{}", entry.value)] {
                assert!(unique_in(&text).all(|(_, found)| found != entry), "{text}");
            }
        }
        assert_eq!(published("DB_PASSWORD", "DIFYAI123456"), None);
    }

    #[test]
    fn neighbours_are_told_apart() {
        let values = |text: &str| unique_in(text).map(|(_, found)| found.value).collect::<Vec<_>>();
        assert_eq!(values("Dify@1234"), ["Dify@1234"]);
        assert_eq!(values("Dify@123"), ["Dify@123"]);
        assert_eq!(values("Difyai123456"), ["Difyai123456"]);
        assert_eq!(values("difyai12345;difyai123456"), ["difyai12345", "difyai123456"]);
        assert_eq!(values("langgenius/dify-sandbox:0.2.12"), Vec::<&str>::new());
    }

    #[test]
    fn placeholders() {
        for value in [
            "your-access-key",
            "YOUR EMAIL PASSWORD",
            "YOUR-ELASTICSEARCH_API_KEY",
            "your_password",
            "you-client-secret",
            "change-me",
            "changeme",
            "CHANGE_ME_SUPERUSER",
            "changeit",
            "replace-with-base64url-32-byte-secret",
            "PleaseReplaceThisToYourSecretOrUse",
            "please-replace-me",
            "xxx",
            "XXXX",
            "<your password>",
            "<password>",
            "password",
            "admin",
            "test",
            "testpassword",
            "dify",
            "difyai123456",
            "ak-difyai",
            " changeme ",
        ] {
            assert!(placeholder(value), "{value}");
        }
        for value in [
            "",
            "xx",
            "<>",
            "${REDIS_PASSWORD}",
            "{{ .Values.password }}",
            "$(REDIS_PASSWORD)",
            "changing-winds-7",
            "yourself",
            "passwordless9Q",
            "adminQ2xk",
            "s3cr3t-Vb7kQ2",
        ] {
            assert!(!placeholder(value), "{value}");
        }
    }
}
