//! Names that may hold a credential: vendors' spellings (`FEISHU_SECRET`, `AZURE_OPENAI_KEY`, `corpsecret`). Such a name says too little
//! by itself, since Secrets and caches have keys too: the value must look made by a generator.

use dify::words::words;

/// Words at the end that may be a credential.
const ENDS: &[&str] =
    &["secret", "secrets", "key", "keys", "auth", "sk", "authkey", "appkey", "aeskey", "credential", "dsn"];

/// Words before a `key` that make it something else: keys that everybody may know, and keys of tables.
const OTHERS: &[&str] = &[
    "anon",
    "cache",
    "column",
    "dedup",
    "foreign",
    "group",
    "hash",
    "host",
    "idempotency",
    "index",
    "json",
    "kms",
    "label",
    "lang",
    "map",
    "message",
    "node",
    "object",
    "partition",
    "primary",
    "pub",
    "public",
    "publishable",
    "routing",
    "row",
    "s3",
    "site",
    "sort",
    "storage",
    "topology",
    "translation",
    "verification",
    "verify",
    "verifying",
];

/// Words anywhere in a name that make its value a digest of something: charts write `checksum/secret` beside every template of a pod.
const DIGESTS: &[&str] =
    &["checksum", "checksums", "digest", "fingerprint", "md5", "sha1", "sha256", "sha512", "integrity"];

/// First words of names whose values are compiled into pages for browsers.
const BROWSERS: &[&[&str]] = &[
    &["next", "public"],
    &["nuxt", "public"],
    &["expo", "public"],
    &["vite"],
    &["react", "app"],
    &["vue", "app"],
    &["gatsby"],
];

/// Whether a name is only the end of one that means a digest: `secret` behind `checksum/`.
pub(crate) fn is_behind_digest(before: &str) -> bool {
    let word = before.strip_suffix(['/', '.']).unwrap_or("").rsplit(|it: char| !it.is_ascii_alphanumeric()).next();
    word.is_some_and(|it| DIGESTS.contains(&it.to_ascii_lowercase().as_str()))
}

/// Whether a generated value under this name is a credential.
pub(crate) fn may_hold(name: &str) -> bool {
    let words = words(name);
    let mut words: Vec<&str> = words.iter().map(|it| it.trim_end_matches(|c: char| c.is_ascii_digit())).collect();
    while words.last().is_some_and(|it| it.is_empty() || matches!(*it, "value" | "base" | "b" | "plaintext")) {
        words.pop();
    }
    let Some((last, before)) = words.split_last() else { return false };
    if BROWSERS.iter().any(|it| words.starts_with(it)) || words.contains(&"existing") {
        return false;
    }
    // The words above have lost their digits: `sha256` is looked for in the name itself.
    let whole = name.to_ascii_lowercase();
    if whole.split(|it: char| !it.is_ascii_alphanumeric()).any(|it| DIGESTS.contains(&it)) {
        return false;
    }
    let other = before.last().is_some_and(|it| OTHERS.contains(it));
    let tail = ["secret", "apikey", "authkey", "secretkey", "token"].iter().any(|it| last.ends_with(it));
    !other
        && !last.starts_with("public")
        && (tail || ENDS.contains(last) && (*last != "key" && *last != "keys" || !before.is_empty()))
}

/// Whether the name is that of a password, which a person may have made of plain words; keys and tokens come from generators.
pub(crate) fn is_password(name: &str) -> bool {
    words(name).last().is_some_and(|last| {
        let last = last.trim_end_matches(|c: char| c.is_ascii_digit());
        ["password", "passwd", "passphrase"].iter().any(|it| last.ends_with(it))
            || matches!(last, "pass" | "pwd" | "requirepass" | "masterauth")
    })
}

/// Whether the name is written as variables are. Only such a name holds a secret itself where it ends in `secret`; in YAML's spelling
/// (`auth-secret`, `clientSecret`) the name of a Secret may stand there.
pub(crate) fn is_variable(name: &str) -> bool {
    !name.bytes().any(|it| it.is_ascii_lowercase())
}

/// Whether a value is the name of an object, also with its namespace: `basic-auth`, `dify/basic-auth-7k2f9d8g5h`.
pub(crate) fn is_object(value: &str) -> bool {
    let piece = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let first = value.split(['-', '/', '.']).next().unwrap_or("");
    value.split(['-', '/', '.']).all(piece)
        && value.contains(['-', '/'])
        && first.len() <= 14
        && first.bytes().all(|it| it.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_hold_one() {
        for name in [
            "FEISHU_SECRET",
            "API_SECRET",
            "REDIS_AUTH",
            "AZURE_OPENAI_KEY",
            "corpsecret",
            "BAIDU_SK",
            "dashscopeApiKey",
            "X_KEY_2",
        ] {
            assert!(may_hold(name), "{name}");
        }
        for name in [
            "key",
            "publicKey",
            "NEXT_PUBLIC_POSTHOG_KEY",
            "cache-key",
            "primary_key",
            "kms_key",
            "VITE_KEY",
            "siteKey",
            "existingSecret",
            "checksum/secret",
            "checksum/agent-backend-secret",
            "secret.sha256",
        ] {
            assert!(!may_hold(name), "{name}");
        }
        assert!(is_behind_digest("        checksum/") && !is_behind_digest("app/") && !is_behind_digest("checksum: "));
        assert!(is_object("basic-auth") && is_object("dify/basic-auth-7k2f9d8g5h") && !is_object("Kq7w-Rz1L"));
    }
}
