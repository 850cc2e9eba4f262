//! Whether a value is a credential in the clear: by the name that it stands under, and by its looks.

use dify::Purpose;

use crate::name;
use crate::named::{PLAINTEXT_CREDENTIAL, PUBLISHED_DEFAULT};
use crate::rule::Rule;

/// How sure it is that a name and a value belong together and that the value is literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sureness {
    /// Text: the value must look made by a generator.
    Loose,
    /// Some data: it must not look like a word.
    Data,
    /// Settings: a password may be of plain words, a key or a token must not look like a word.
    Word,
    /// A deployment's setting: whatever it is, it is the credential.
    Setting,
}

/// Judges a value under a name.
pub(crate) fn judge(name: &str, purpose: Option<Purpose>, value: &str, sureness: Sureness) -> Option<&'static Rule> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    if dify::published(name, value).is_some() || purpose.is_some_and(|it| dify::published_for(it, value).is_some()) {
        return Some(&PUBLISHED_DEFAULT);
    }
    // A URL is judged by its userinfo, elsewhere.
    let named = purpose.is_some() || dify::looks_like_credential(name);
    if !named {
        return may_be(name, value).then_some(&PLAINTEXT_CREDENTIAL);
    }
    if value.contains("://") || is_reference(value) || dify::placeholder(value) || is_named(name, value) {
        return None;
    }
    let is_password = name::is_password(name);
    if !is_password && (is_number(value) || names_an_object(name, value)) {
        return None;
    }
    let sureness = if sureness == Sureness::Word && !is_password { Sureness::Data } else { sureness };
    let is_literal = match sureness {
        Sureness::Setting => value.len() >= 4 && !is_harmless(value),
        Sureness::Word => {
            let is_word =
                value.is_ascii() && !value.contains(|it: char| it.is_whitespace() || "()[]{},;<>".contains(it));
            is_generated(value) || value.len() >= 6 && is_word && !is_harmless(value)
        }
        Sureness::Data => {
            value.len() >= 8 && !value.contains(char::is_whitespace) && (has_digit(value) || is_generated(value))
        }
        Sureness::Loose => is_generated(value),
    };
    is_literal.then_some(&PLAINTEXT_CREDENTIAL)
}

/// A generated value under a name that says too little alone.
fn may_be(name: &str, value: &str) -> bool {
    is_generated(value)
        && name::may_hold(name)
        && !is_reference(value)
        && !dify::placeholder(value)
        && !name::is_object(value)
        && !is_public(value)
}

/// Values that everybody may have: keys for browsers, public keys, digests.
fn is_public(value: &str) -> bool {
    [
        "pk_live_",
        "pk_test_",
        "pk-lf-",
        "phc_",
        "6L",
        "sb_publishable_",
        "sha1-",
        "sha256-",
        "sha384-",
        "sha512-",
        "AAAAB3NzaC1",
        "AAAAC3NzaC1",
        "MIIBIjAN",
        "MCowBQYDK2VwAyEA",
    ]
    .iter()
    .any(|it| value.starts_with(it))
}

/// A number, also with a unit: `8192`, `3600s`, `4.5k`.
fn is_number(value: &str) -> bool {
    let digits = value.bytes().take_while(|it| it.is_ascii_digit() || matches!(it, b'.' | b'_' | b',')).count();
    digits > 0 && value.len() <= digits + 2
}

/// In YAML's spelling a name that ends in `secret` may stand for the Secret's name.
fn names_an_object(name: &str, value: &str) -> bool {
    let secret = dify::words::words(name).last().is_some_and(|it| it == "secret" || it == "credentials");
    let kebab =
        value.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'.' | b'/'));
    secret && !name::is_variable(name) && kebab && (name.contains('/') || name::is_object(value))
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|it| it.is_ascii_digit()) && value.bytes().any(|it| it.is_ascii_alphabetic())
}

/// Whether something else is put in the value's place later, or the value is encrypted.
pub(crate) fn is_reference(value: &str) -> bool {
    const WITHIN: &[&str] =
        &["${", "$(", "{{", "}}", "<%", "%(", "ENC[", "secretKeyRef", "os.environ", "getenv", "process.env"];
    const BEFORE: &[&str] = &[
        "/",
        "./",
        "../",
        "~/",
        "vault:",
        "ref+",
        "op://",
        "file:",
        "arn:",
        "!vault",
        "!secret",
        "@Microsoft.KeyVault",
        "env:",
        "secret:",
        "ssm:",
        "$2a$",
        "$2b$",
        "$2y$",
        "$argon2",
        "SCRAM-SHA-256$",
        "pbkdf2",
        "age1",
        "ssh-",
        "sha256:",
        "AgA",
        "AgB",
    ];
    if WITHIN.iter().any(|it| value.contains(it)) {
        return true;
    }
    // Base64 may begin with a slash: a path is made of words.
    if BEFORE.iter().any(|it| value.starts_with(it)) {
        return match value.as_bytes() {
            [b'/', ..] => !is_generated(value) || value[1..].contains('/') && value.contains('.'),
            // What kubeseal writes is far longer than any password.
            [b'A', b'g', ..] => value.len() > 200,
            _ => true,
        };
    }
    let bytes = value.as_bytes();
    matches!(bytes, [b'$', next, ..] if next.is_ascii_alphabetic() || *next == b'_')
        || matches!(bytes, [b'%', .., b'%'] | [b'{', .., b'}'] | [b'<', .., b'>'] | [b'[', .., b']'])
        || value.bytes().all(|it| matches!(it, b'*' | b'.' | b'x' | b'X' | b'-' | b'_' | b'#'))
}

/// Whether the value is a name: its own setting's, or another credential's (`secretKey: redis-password`).
fn is_named(name: &str, value: &str) -> bool {
    let capitals = value.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == b'_');
    let letters = value.bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'-' | b'_' | b'.' | b' '));
    if capitals && value.contains('_') && dify::looks_like_credential(value) {
        return true;
    }
    letters
        && (capitals && value.contains('_')
            || dify::looks_like_credential(value)
            || dify::words::words(name).iter().any(|word| word.eq_ignore_ascii_case(value)))
}

fn is_harmless(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "true",
        "false",
        "null",
        "none",
        "nil",
        "undefined",
        "disabled",
        "enabled",
        "empty",
        "default",
        "optional",
        "required",
        "auto",
        "bearer",
        "basic",
        "string",
        "secret",
        "example",
        "redacted",
        "hidden",
        "masked",
        "generated",
        "random",
        "override",
        "unset",
        "file",
        "env",
    ];
    WORDS.contains(&value.to_ascii_lowercase().as_str())
}

/// Whether a text looks drawn at random: long, of one word, its letters and digits mixed.
pub(crate) fn is_generated(value: &str) -> bool {
    let bytes = value.as_bytes();
    let allowed = |it: &u8| it.is_ascii_alphanumeric() || b"+/=_-.~!@#$%^&*".contains(it);
    if bytes.len() < 12 || bytes.len() > 4096 || !bytes.iter().all(allowed) || is_words(value) {
        return false;
    }
    let class = |it: u8| match it {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let mut counts = [0_usize; 4];
    bytes.iter().for_each(|it| counts[class(*it)] += 1);
    let [lower, upper, digits, marks] = counts;
    let changes = bytes.windows(2).filter(|it| class(it[0]) != class(it[1])).count();
    let mixed = changes * 5 >= bytes.len();
    let is_mixed_case = lower > 0 && upper > 0;
    if marks * 3 > bytes.len() || !mixed || entropy(bytes) < 2.8 {
        return false;
    }
    match bytes.len() {
        12..16 => is_mixed_case && digits > 0,
        _ => digits >= 2 && lower + upper > 0 || is_mixed_case && changes * 100 >= bytes.len() * 36,
    }
}

/// Words or versions joined by marks: `my-secret-name-2024`, `config.database.password`.
fn is_words(value: &str) -> bool {
    let mut pieces = value.split(['-', '_', '.', '/', '+', '=']).filter(|it| !it.is_empty()).peekable();
    let is_word = |it: &str| {
        let number = it.bytes().all(|it| it.is_ascii_digit()) && it.len() <= 4;
        let letters = it.bytes().all(|it| it.is_ascii_lowercase()) || it.bytes().all(|it| it.is_ascii_uppercase());
        let capital = it.bytes().skip(1).all(|it| it.is_ascii_lowercase());
        number || letters && it.len() <= 14 || capital && it.len() <= 14 && it.as_bytes()[0].is_ascii_alphabetic()
    };
    pieces.all(is_word)
}

/// Shannon's, in bits a character.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    bytes.iter().for_each(|it| counts[usize::from(*it)] += 1);
    let all = bytes.len() as f64;
    counts.iter().filter(|it| **it > 0).map(|it| f64::from(*it) / all).map(|it| -it * it.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_generated() {
        for value in [
            "Kq7wRz1LmN4xTb9Vd2Ys",
            "9f86d081884c7d659a2feaa0c55ad015",
            "d1a66dfd-c4d3-4a0a-8290-2abcb83ab3ab",
            "aB3dE5fG7hJ9k",
        ] {
            assert!(is_generated(value), "{value}");
        }
        for value in [
            "my-secret-name-2024",
            "config.database.password",
            "getPasswordFromVault",
            "aaaaaaaaaaaaaaaa",
            "postgresql-15-3",
            "short1A",
        ] {
            assert!(!is_generated(value), "{value}");
        }
    }

    #[test]
    fn references_are_no_values() {
        for value in [
            "${X}",
            "$X",
            "{{ .Values.x }}",
            "/run/secrets/db",
            "ENC[AES256_GCM,data:x]",
            "<password>",
            "****",
            "vault:secret/data/x",
        ] {
            assert!(is_reference(value), "{value}");
        }
        assert!(!is_reference("Kq7wRz1LmN4xTb9Vd2Ys") && !is_reference("pa$$word1"));
    }
}
