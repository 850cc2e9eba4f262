//! What a tag makes of a scalar, as go-yaml v2 has it.

use crate::scalar::{Scalar, is_beyond_signed, resolve};
use crate::{Flaw, Style};

const CORE: &str = "tag:yaml.org,2002:";

/// A scalar once its tag is applied.
pub(crate) enum Tagged {
    /// The text as it stands, of this style.
    AsWritten(Style),
    /// Another text.
    Made(String, Style),
}

/// Applies `tag` (in full) to the text of a scalar, however that is written.
///
/// # Errors
/// Where the text is not of the tag's type: Kubernetes then refuses the document.
pub(crate) fn apply(tag: &str, text: &str) -> Result<Tagged, Flaw> {
    let typed = Ok(Tagged::AsWritten(Style::Typed));
    let string = Ok(Tagged::AsWritten(Style::Tagged));
    let Some(name) = tag.strip_prefix(CORE) else {
        // `! <<` still is a merge key; what `!` does to any other text is to make it a string.
        return if tag == "!" && text == "<<" { typed } else { string };
    };
    match (name, resolve(text)) {
        ("int", Scalar::Float(_)) if is_beyond_signed(text) => typed,
        ("float", Scalar::Float(_)) if is_beyond_signed(text) => Err(Flaw::Tag),
        ("merge", _) if text == "<<" => typed,
        ("bool", Scalar::Bool(_)) | ("int", Scalar::Int(_)) | ("float", Scalar::Float(_)) | ("null", Scalar::Null) => {
            typed
        }
        ("float", Scalar::Int(value)) => Ok(Tagged::Made(format!("{value}.0"), Style::Typed)),
        ("timestamp", _) if is_timestamp(text) => string,
        ("binary", _) => base64(text).map(|bytes| Tagged::Made(text_of(&bytes), Style::Tagged)),
        ("bool" | "int" | "float" | "null" | "timestamp", _) => Err(Flaw::Tag),
        _ => string,
    }
}

/// Standard base64 with its padding; line breaks are passed over, and the last bits may be anything.
fn base64(text: &str) -> Result<Vec<u8>, Flaw> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let padding = digits.iter().rev().take_while(|byte| **byte == b'=').count();
    if !digits.len().is_multiple_of(4) || padding > 2 {
        return Err(Flaw::Tag);
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for four in digits[..digits.len() - padding].chunks(4) {
        let mut bits = 0u32;
        for digit in four {
            let value = match digit {
                b'A'..=b'Z' => digit - b'A',
                b'a'..=b'z' => digit - b'a' + 26,
                b'0'..=b'9' => digit - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return Err(Flaw::Tag),
            };
            bits = (bits << 6) | u32::from(value);
        }
        bits <<= 6 * (4 - four.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    Ok(bytes)
}

/// Each byte that is not UTF-8 becomes U+FFFD, as in Go's JSON.
fn text_of(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    loop {
        match std::str::from_utf8(bytes) {
            Ok(rest) => {
                text.push_str(rest);
                return text;
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or(""));
                text.push('\u{FFFD}');
                bytes = rest.get(1..).unwrap_or_default();
            }
        }
    }
}

/// `2006-1-2`, alone or with a time behind `T`, `t` (then with a zone) or a blank (without one).
fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((text.as_bytes()[at], &text[at + 1..]))),
        None => (text, None),
    };
    is_date(date)
        && match time {
            None => true,
            Some((b' ', time)) => is_time(time),
            Some((_, time)) => match time.strip_suffix('Z') {
                Some(time) => is_time(time),
                None => time.rfind(['+', '-']).is_some_and(|at| is_time(&time[..at]) && is_zone(&time[at + 1..])),
            },
        }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next().unwrap_or(""), field(parts.next(), 1, 12), field(parts.next(), 1, 31));
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let (Some(month), Some(day), true, None) = (month, day, is_year, parts.next()) else { return false };
    let year: u32 = year.parse().unwrap_or(0);
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    day <= last
}

/// `15:4:5`, and a fraction of a second.
fn is_time(text: &str) -> bool {
    let (time, fraction) = match text.split_once(['.', ',']) {
        Some((time, fraction)) => (time, Some(fraction)),
        None => (text, None),
    };
    let mut parts = time.split(':');
    field(parts.next(), 0, 23).is_some()
        && field(parts.next(), 0, 59).is_some()
        && field(parts.next(), 0, 59).is_some()
        && parts.next().is_none()
        && fraction.is_none_or(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_zone(text: &str) -> bool {
    let mut parts = text.split(':');
    let two = |part: Option<&str>, most| part.is_some_and(|it| it.len() == 2) && field(part, 0, most).is_some();
    text.len() == 5 && two(parts.next(), 24) && two(parts.next(), 60)
}

/// One or two digits, within bounds.
fn field(text: Option<&str>, least: u32, most: u32) -> Option<u32> {
    let text = text.filter(|it| matches!(it.len(), 1 | 2) && it.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok().filter(|value| (least..=most).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_go_reads_it() {
        assert_eq!(base64("UG9k"), Ok(b"Pod".to_vec()));
        assert_eq!(base64("aG9zd\nFBJRA=="), Ok(b"hostPID".to_vec()));
        assert_eq!(base64(""), Ok(Vec::new()));
        assert_eq!(base64("YQ=="), Ok(b"a".to_vec()));
        for wrong in ["YQ", "Y===", "====", "YQ=a", "Y Q=", "-_-_"] {
            assert_eq!(base64(wrong), Err(Flaw::Tag), "{wrong}");
        }
    }
}
