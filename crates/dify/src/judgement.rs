//! Whether a setting's name says that its value is a credential, for names that no catalogue lists.
//!
//! Judged on words, from the end: the last words say what the value *is* (`..._PASSWORD`), the words in front say whose. Most
//! of the work is saying no: a length, a lifetime, a file name or the name of a Secret has the same words in front.

use crate::words::words;

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
pub(crate) fn judge(name: &str) -> bool {
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
