//! Passwords inside of URLs and DSNs.

use std::ops::Range;

use crate::judge::{is_generated, is_reference};
use crate::named::{CREDENTIAL_IN_URL, PUBLISHED_DEFAULT};
use crate::rule::Rule;

/// A password in a URL.
pub(crate) struct Userinfo<'t> {
    pub(crate) scheme: &'t str,
    /// The host, without its port.
    pub(crate) host: &'t str,
    pub(crate) password: Range<usize>,
}

/// Longer ones hold no password that a person wrote; a bound, since every `://` looks ahead.
const MAX_URL: usize = 2048;

/// The password of the URL whose `://` stands at `at`. What ends a URL in running text ends it here.
pub(crate) fn userinfo(text: &str, at: usize) -> Option<Userinfo<'_>> {
    let is_scheme = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
    let n_scheme = text.as_bytes()[..at].iter().rev().take(40).take_while(|it| is_scheme(it)).count();
    let scheme = &text[at - n_scheme..at];
    let start = at + 3;
    let rest = &text[start..text.floor_char_boundary((start + MAX_URL).min(text.len()))];
    let end = rest.find(|it: char| it.is_whitespace() || "\"'`<>\\,;|".contains(it)).unwrap_or(rest.len());
    let rest = &rest[..end];
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    // A password that was not percent-encoded may hold what ends an authority.
    let authority = if authority.contains('@') { authority } else { unencoded(rest)? };
    let (info, host) = authority.rsplit_once('@')?;
    let colon = info.find(':')?;
    let password = start + colon + 1..start + info.len();
    let host = host.split([':', '/']).next().unwrap_or("");
    (n_scheme > 0 && !password.is_empty()).then_some(Userinfo { scheme, host, password })
}

/// `user:pa/ss#word@host`: only where a port can be excluded as the reason for the colon.
fn unencoded(rest: &str) -> Option<&str> {
    let (info, _) = rest.rsplit_once('@')?;
    let (user, password) = info.split_once(':')?;
    let plausible = !user.contains(['/', '?', '#'])
        && !password.is_empty()
        && !password.starts_with(|it: char| it.is_ascii_digit());
    let end = rest[info.len() + 1..].find(['/', '?', '#']).map_or(rest.len(), |it| info.len() + 1 + it);
    (plausible && (is_generated(password) || dify::unique_in(password).next().is_some())).then(|| &rest[..end])
}

/// Judges the password of a URL. In a deployment's setting (`sure`) it is meant; elsewhere it may be an example.
pub(crate) fn judge(password: &str, sure: bool) -> Option<&'static Rule> {
    let decoded = decode(password);
    let is_published = dify::defaults::PUBLISHED
        .iter()
        .any(|it| it.value == decoded && (it.unique || sure || !dify::placeholder(&decoded)));
    if is_published && (sure || !is_example(&decoded)) {
        return Some(&PUBLISHED_DEFAULT);
    }
    if is_reference(&decoded)
        || decoded.contains(['{', '}', '$', '<', '*', '…'])
        || dify::placeholder(&decoded)
        || is_example(&decoded)
    {
        return None;
    }
    let capitals = decoded.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
    (!capitals && decoded.len() >= 3 && (sure || is_serious(&decoded))).then_some(&CREDENTIAL_IN_URL)
}

fn is_serious(password: &str) -> bool {
    is_generated(password) || password.len() >= 6 && password.bytes().any(|it| !it.is_ascii_alphabetic())
}

fn is_example(password: &str) -> bool {
    const WORDS: &[&str] = &[
        "pass",
        "password",
        "passwd",
        "pwd",
        "pw",
        "secret",
        "user",
        "username",
        "token",
        "key",
        "test",
        "example",
        "foo",
        "bar",
        "postgres",
        "root",
        "guest",
        "mypassword",
        "my-password",
        "my_password",
        "db_password",
        "redis_password",
        "redis-password",
        "x-oauth-basic",
        "...",
    ];
    WORDS.contains(&password.to_ascii_lowercase().as_str())
}

/// Percent-decoding; what is no encoding stays.
pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
