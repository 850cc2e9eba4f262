//! A value as other programs read it back: always quoted or escaped, never left to a reader's guess.
//!
//! `0123456789012345` is a number to YAML, `1e10` too, `yes` is a boolean, a `#` begins a comment or a URL's fragment. What is
//! returned holds the value; it is overwritten when it goes.

use std::fmt::Write as _;

use zeroize::Zeroizing;

/// A YAML scalar in double quotes (JSON, too).
#[must_use]
pub fn yaml(value: &str) -> Zeroizing<String> {
    let mut out = room(value, 6);
    out.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

/// A value of a dotenv file that bash, Docker Compose and python-dotenv read alike: in single quotes, or in double quotes where
/// it holds a single one. `None` where no notation means the same to all three: `${` (python-dotenv expands it even in single
/// quotes), a backslash before another one or at the end, a single quote beside `$`, a backtick or a backslash, a carriage
/// return, NUL. Whoever adopts such a value keeps it elsewhere; a generated one has none of these.
#[must_use]
pub fn dotenv(value: &str) -> Option<Zeroizing<String>> {
    let single = !value.contains('\'') && !value.contains("\\\\") && !value.ends_with('\\');
    let double = !value.contains(['\\', '$', '`']);
    if value.contains(['\0', '\r']) || value.contains("${") || !(single || double) {
        return None;
    }
    let quote = if single { '\'' } else { '"' };
    let mut out = room(value, 2);
    out.push(quote);
    for character in value.chars() {
        if character == quote {
            out.push('\\');
        }
        out.push(character);
    }
    out.push(quote);
    Some(out)
}

/// One word of a POSIX shell.
#[must_use]
pub fn shell(value: &str) -> Zeroizing<String> {
    let mut out = room(value, 4);
    out.push('\'');
    for character in value.chars() {
        if character == '\'' {
            out.push_str("'\\''");
        } else {
            out.push(character);
        }
    }
    out.push('\'');
    out
}

/// The password in a URL, percent-encoded but for RFC 3986's unreserved characters. Celery's broker URL is read so, and Dify
/// does not encode it itself: a `#` in it ends the URL (langgenius/dify#23035).
#[must_use]
pub fn userinfo(value: &str) -> Zeroizing<String> {
    let mut out = room(value, 3);
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The password in libpq's password file (`.pgpass`), where `:` and `\` are escaped. `None` where it holds a line break or NUL: an
/// entry is one line, and what stood behind the break would be an entry of its own.
#[must_use]
pub fn passfile(value: &str) -> Option<Zeroizing<String>> {
    if value.contains(['\0', '\n', '\r']) {
        return None;
    }
    let mut out = room(value, 2);
    for character in value.chars() {
        if matches!(character, ':' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    Some(out)
}

/// A string that never has to grow, and so leaves no copy behind.
fn room(value: &str, worst: usize) -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(value.len() * worst + 2))
}
