//! Whether a setting's name says that its value is a credential, for names that no catalogue lists.
//!
//! Judged on words, from the end: the last words say what the value *is* (`..._PASSWORD`), the words in front say whose. Most
//! of the work is saying no: a length, a lifetime, a file name or the name of a Secret has the same words in front.

use crate::credential::credential;
use crate::words::words;

/// Whether a setting's name says that its value is a credential: the catalogue's names, and every name whose last words say so.
///
/// A judgement on the *name*. A URL or a DSN with a password inside has to be found by its value, and a name that ends in
/// `secretName`, `_FILE`, `_ENABLED` or a unit of time holds something else.
///
/// ```
/// use dify::looks_like_credential;
/// assert!(looks_like_credential("STRIPE_API_KEY") && looks_like_credential("adminPassword"));
/// assert!(!looks_like_credential("MAX_TOKENS") && !looks_like_credential("existingSecret"));
/// assert!(!looks_like_credential("RESET_PASSWORD_TOKEN_EXPIRY_MINUTES"));
/// ```
#[must_use]
pub fn looks_like_credential(name: &str) -> bool {
    credential(name).is_some() || judge(name)
}

/// Last words that make the value something about a credential, or a reference to one, but not the credential.
static DESCRIBES: &[&str] = &[
    "algorithm",
    "annotations",
    "class",
    "count",
    "days",
    "description",
    "dir",
    "directory",
    "disabled",
    "enabled",
    "encoding",
    "endpoint",
    "expiry",
    "field",
    "file",
    "filename",
    "files",
    "format",
    "header",
    "host",
    "hours",
    "interval",
    "label",
    "labels",
    "length",
    "limit",
    "location",
    "method",
    "minutes",
    "mode",
    "mount",
    "name",
    "names",
    "path",
    "pattern",
    "period",
    "policy",
    "port",
    "prefix",
    "provider",
    "ref",
    "refs",
    "required",
    "role",
    "rotation",
    "scheme",
    "seconds",
    "size",
    "store",
    "suffix",
    "template",
    "timeout",
    "ttl",
    "type",
    "url",
    "user",
    "username",
    "users",
    "version",
];

/// First words that make the value a switch, a number or a reference.
static QUALIFIES: &[&str] = &[
    "allow",
    "auto",
    "automount",
    "check",
    "disable",
    "enable",
    "existing",
    "force",
    "generate",
    "has",
    "image",
    "is",
    "max",
    "min",
    "num",
    "require",
    "skip",
    "use",
    "validate",
    "verify",
];

/// Words that are a credential when they stand last.
static ENDS: &[&str] =
    &["apitoken", "authtoken", "credential", "credentials", "masterauth", "pass", "pwd", "requirepass", "token"];

/// Words that are a credential even at the end of a longer one: `PGPASSWORD`.
static TAILS: &[&str] =
    &["accesskey", "apikey", "encryptionkey", "passphrase", "passwd", "password", "privatekey", "secretkey"];

/// Which words make a following `key` a credential. `key` alone, `topologyKey` or `partitionKey` are none.
static KEYS: &[&str] = &[
    "access",
    "account",
    "admin",
    "api",
    "app",
    "auth",
    "daemon",
    "decryption",
    "encryption",
    "hmac",
    "inner",
    "internal",
    "license",
    "master",
    "private",
    "secret",
    "server",
    "service",
    "session",
    "shared",
    "signing",
    "ssh",
    "stub",
    "subscription",
];

/// Which words make a following `secret` a credential; with any other word it is usually the name of a Secret object.
static SECRETS: &[&str] =
    &["app", "auth", "client", "consumer", "cookie", "internal", "jwt", "session", "shared", "signing", "webhook"];

/// Judges a name by its words alone.
fn judge(name: &str) -> bool {
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    // What is only a notation, or a number at the end, does not change what the value is.
    while let Some(last) = words.pop() {
        let bare = last.trim_end_matches(|c: char| c.is_ascii_digit());
        let notation = bare.is_empty() || matches!(last, "base64" | "b64" | "encoded" | "value" | "plaintext");
        if !notation {
            words.push(bare);
            break;
        }
    }
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    if DESCRIBES.contains(&last) || QUALIFIES.contains(&first) || words.starts_with(&["next", "public"]) {
        return false;
    }
    if words
        .windows(2)
        .any(|pair| matches!(pair, ["existing", "secret"] | ["secret" | "config", "ref"] | ["env", "secrets"]))
    {
        return false;
    }
    if ENDS.contains(&last) || TAILS.iter().any(|tail| last.ends_with(tail)) {
        return true;
    }
    let before = words.len().checked_sub(2).map(|at| words[at]);
    match (before, last) {
        // `passwordKey`, `urlSecretKey`: the name of a key inside a Secret.
        (Some("secret"), "key") => !matches!(words.as_slice(), [.., "password" | "url" | "tls", "secret", "key"]),
        (Some(word), "key") => KEYS.contains(&word),
        (Some("api" | "access" | "allowed" | "private" | "encryption" | "signing"), "keys") => true,
        (Some("key"), "secret") => matches!(words.as_slice(), [.., "access", "key", "secret"]),
        (Some("key"), "id") => matches!(words.as_slice(), [.., "access", "key", "id"]),
        (Some("secret"), "id") => true,
        (Some("account"), "json") => words.contains(&"service"),
        (Some("key"), "data") => true,
        (Some(word), "secret") => SECRETS.contains(&word),
        // In capitals it is a variable that holds one; in small letters it is where YAML names a Secret.
        (None, "secret") => name == "SECRET",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::CREDENTIALS;

    /// Names of the catalogue that the general judgement does not see; [`looks_like_credential`] knows them all the same.
    #[test]
    fn the_general_judgement_sees_all_but_these() {
        let unseen: Vec<&str> =
            CREDENTIALS.iter().map(|entry| entry.setting).filter(|setting| !judge(setting)).collect();
        assert_eq!(
            unseen,
            [
                "INNER_API_KEY_FOR_PLUGIN",
                "REDISCLI_AUTH",
                "CELERY_BROKER_URL",
                "EVENT_BUS_REDIS_URL",
                "PUBSUB_REDIS_URL",
                "DIFY_AGENT_REDIS_URL",
                "IRIS_CONNECTION_URL",
                "TIDB_PUBLIC_KEY",
                "ANALYTICDB_KEY_ID",
                "ANALYTICDB_KEY_SECRET",
                "AZURE_BLOB_STORAGE_CONNECTION_STRING",
                "PLUGIN_AZURE_BLOB_STORAGE_CONNECTION_STRING",
                "AZURE_STORAGE_KEY",
                "AZURE_STORAGE_CONNECTION_STRING",
                "MINIO_ROOT_USER",
                "SENTRY_DSN",
                "API_SENTRY_DSN",
                "PLUGIN_SENTRY_DSN",
                "DIFY_AGENT_TRAJECTORY_OTLP_HEADERS",
            ]
        );
        for entry in CREDENTIALS {
            assert!(looks_like_credential(entry.setting), "{}", entry.setting);
        }
    }

    #[test]
    fn names_that_hold_something_else() {
        for name in [
            // D:docker/.env.example
            "RESET_PASSWORD_TOKEN_EXPIRY_MINUTES",
            "EMAIL_REGISTER_TOKEN_EXPIRY_MINUTES",
            "ACCESS_TOKEN_EXPIRE_MINUTES",
            "REFRESH_TOKEN_EXPIRE_DAYS",
            "PROMPT_GENERATION_MAX_TOKENS",
            "CODE_GENERATION_MAX_TOKENS",
            "CONTEXT_GENERATION_MAX_TOKENS",
            "INDEXING_MAX_SEGMENTATION_TOKENS_LENGTH",
            "PLUGIN_BASED_TOKEN_COUNTING_ENABLED",
            "WEAVIATE_TOKENIZATION",
            "WEAVIATE_ENABLE_TOKENIZER_GSE",
            "HOLOGRES_TOKENIZER",
            "WEAVIATE_AUTHENTICATION_APIKEY_ENABLED",
            "WEAVIATE_AUTHENTICATION_APIKEY_USERS",
            "WEAVIATE_AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED",
            "AUTHENTICATION_APIKEY_ENABLED",
            "CHROMA_AUTH_PROVIDER",
            "CHROMA_SERVER_AUTHN_PROVIDER",
            "OPENSEARCH_AUTH_METHOD",
            "NGINX_SSL_CERT_KEY_FILENAME",
            "REDIS_SSL_KEYFILE",
            "REDIS_KEY_PREFIX",
            "ADMIN_API_KEY_ENABLE",
            "ADMIN_API_KEY_ENABLED",
            "DSL_EXPORT_ENCRYPT_DATASET_ID",
            "COUCHBASE_CONNECTION_STRING",
            "ORACLE_DSN",
            "NOTION_CLIENT_ID",
            "PLUGIN_STDIO_BUFFER_SIZE",
            "NEXT_PUBLIC_COOKIE_DOMAIN",
            "NEXT_PUBLIC_API_KEY",
            "MARKETPLACE_API_URL",
            "ALIYUN_OSS_AUTH_VERSION",
            "DB_USERNAME",
            "SERVER_CONSOLE_API_URL",
            // the charts' values, and Kubernetes
            "automountServiceAccountToken",
            "imagePullSecrets",
            "pullSecrets",
            "existingSecret",
            "existingSecretPasswordKey",
            "usePasswordFiles",
            "extraEnvVarsSecret",
            "secretAnnotations",
            "secretStore",
            "secretName",
            "tlsSecretName",
            "secretKeyRef",
            "secretRef",
            "apiKeySecret",
            "serverKeySecret",
            "difyInnerApiKeySecret",
            "urlSecret",
            "urlSecretKey",
            "certificatesSecret",
            "certKeyFilename",
            "topologyKey",
            "key",
            "keys",
            "secret",
            "secrets",
            "envSecrets",
            "passwordKey",
            "publicKey",
            "authClients",
            "authVersion",
            "privateKeySecretRef",
            "ALLOW_EMPTY_PASSWORD",
            "POSTGRES_PASSWORD_FILE",
            "tokenizer",
            "max_tokens",
            "serviceAccountName",
            "bypass",
            "s3",
            "123",
            "",
            "___",
        ] {
            assert!(!looks_like_credential(name), "{name}");
        }
    }

    #[test]
    fn names_that_no_catalogue_lists() {
        for name in [
            "OPENAI_API_KEY",
            "adminPassword",
            "rootPassword",
            "postgres-password",
            "redis-password",
            "plugin-daemon-key",
            "sandbox-api-key",
            "dify-inner-api-key",
            "appSecretKey",
            "serverKey",
            "internalApiKey",
            "accessKeyId",
            "accessKeySecret",
            "secretId",
            "allowed_keys",
            "serviceAccountJsonBase64",
            "SLACK_BOT_TOKEN",
            "JWT_SECRET",
            "oauth_client_secret",
            "DB_PASS",
            "MYSQL_PWD",
            "TLS_PRIVATE_KEY",
            "SECRET",
            "password2",
            "GITHUB_TOKEN",
            "API_KEY_1",
            "dbpassword",
            "AZURE_ACCOUNT_KEY",
        ] {
            assert!(looks_like_credential(name), "{name}");
        }
    }
}
