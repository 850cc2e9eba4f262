//! How Kubernetes reads a plain scalar: YAML 1.1's booleans, octal and null, as `sigs.k8s.io/yaml` (go-yaml v2) resolves them.

/// What a scalar means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(&'a str),
}

/// Resolves a plain scalar.
///
/// ```
/// use yaml::scalar::{resolve, Scalar};
/// assert_eq!(resolve("yes"), Scalar::Bool(true));
/// assert_eq!(resolve("0644"), Scalar::Int(0o644));
/// assert_eq!(resolve("1.30"), Scalar::Float(1.3));
/// assert_eq!(resolve("v1.30"), Scalar::Str("v1.30"));
/// ```
#[must_use]
pub fn resolve(text: &str) -> Scalar<'_> {
    // Most texts are told by their first character.
    match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(text).unwrap_or(Scalar::Str(text)),
        None | Some(b'~' | b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => word(text),
        _ => Scalar::Str(text),
    }
}

fn word(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Scalar::Bool(false),
        _ => Scalar::Str(text),
    }
}

fn number(text: &str) -> Option<Scalar<'static>> {
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Scalar::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    // Behind a leading dot underscores have to stand between digits; else they may stand anywhere.
    if text.starts_with('.') && text.contains('_') {
        let between = |at: usize| {
            let digit = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
            digit(at.checked_sub(1)) && digit(Some(at + 1))
        };
        let good = text.match_indices('_').all(|(at, _)| between(at));
        return if good { float(&text.replace('_', "")) } else { None };
    }
    let plain = text.replace('_', "");
    let (negative, digits) = match plain.as_bytes().first()? {
        b'-' => (true, &plain[1..]),
        b'+' => (false, &plain[1..]),
        _ => (false, plain.as_str()),
    };
    match whole(digits) {
        Some(value) if negative => i64::try_from(-i128::from(value)).ok().map(Scalar::Int),
        // What only fits without a sign is a whole number still; as a float it is as large. Written with one it is none.
        Some(value) if i64::try_from(value).is_err() && plain.starts_with('+') => None,
        Some(value) => Some(i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int)),
        None => None,
    }
    .or_else(|| float(&plain))
    .or_else(|| signed_binary(&plain))
}

/// `0b-1`, a sign behind the prefix, which go-yaml v2 takes as well.
fn signed_binary(plain: &str) -> Option<Scalar<'static>> {
    let signed = plain.strip_prefix("0b").filter(|it| it.starts_with(['+', '-']))?;
    i64::from_str_radix(signed, 2).ok().map(Scalar::Int)
}

/// Whether a text is a whole number that fits only without a sign. Such a number is a float here; as a key Kubernetes refuses it.
pub(crate) fn is_beyond_signed(text: &str) -> bool {
    let plain = text.replace('_', "");
    text.starts_with(|first: char| first.is_ascii_digit())
        && whole(&plain).is_some_and(|value| i64::try_from(value).is_err())
}

/// Digits as Go's `strconv.ParseUint` reads them with base 0.
fn whole(digits: &str) -> Option<u64> {
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    let clean = digits.bytes().all(|digit| digit.is_ascii_alphanumeric());
    clean.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, where it fits into 64 bits.
fn float(text: &str) -> Option<Scalar<'static>> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let are_digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digits = !before.is_empty() || !after.is_empty();
    if !has_digits
        || !are_digits(before)
        || !are_digits(after)
        || exponent.is_some_and(|it| it.is_empty() || !are_digits(it))
    {
        return None;
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Scalar::Float)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_as_go_yaml_v2_does() {
        for (text, value) in [
            ("0", Scalar::Int(0)),
            ("-1", Scalar::Int(-1)),
            ("0777", Scalar::Int(0o777)),
            ("0x1F", Scalar::Int(31)),
            ("1_000", Scalar::Int(1000)),
            ("1e3", Scalar::Float(1000.0)),
            ("1.16.1", Scalar::Str("1.16.1")),
            ("2024-01-01", Scalar::Str("2024-01-01")),
            ("089", Scalar::Float(89.0)),
            ("0b+1", Scalar::Int(1)),
            ("+0x9CCCCCCCCCCCCCCC", Scalar::Str("+0x9CCCCCCCCCCCCCCC")),
            ("0b-101", Scalar::Int(-5)),
            ("-0b101", Scalar::Int(-5)),
            ("-", Scalar::Str("-")),
            (".", Scalar::Str(".")),
            ("--1", Scalar::Str("--1")),
            ("1--", Scalar::Str("1--")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
