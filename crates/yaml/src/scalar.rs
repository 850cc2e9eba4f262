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
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Scalar::Bool(false);
        }
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        _ => {}
    }
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return Scalar::Str(text);
    }
    number(text).unwrap_or(Scalar::Str(text))
}

fn number(text: &str) -> Option<Scalar<'static>> {
    let plain = text.replace('_', "");
    let (negative, digits) = match plain.as_bytes().first()? {
        b'-' => (true, &plain[1..]),
        b'+' => (false, &plain[1..]),
        _ => (false, plain.as_str()),
    };
    let radix = |digits: &str, radix| {
        let clean = !digits.starts_with(['+', '-']);
        clean.then(|| i64::from_str_radix(digits, radix).ok()).flatten()
    };
    let whole = if let Some(hex) = digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        radix(hex, 16)
    } else if let Some(binary) = digits.strip_prefix("0b").or(digits.strip_prefix("0B")) {
        radix(binary, 2)
    } else if let Some(octal) = digits.strip_prefix("0o").or(digits.strip_prefix("0O")) {
        radix(octal, 8)
    } else if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        radix(digits, 8)
    } else {
        radix(digits, 10)
    };
    if let Some(whole) = whole {
        return Some(Scalar::Int(if negative { -whole } else { whole }));
    }
    let float_shape = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|digit| digit.is_ascii_digit())
        && digits.bytes().all(|digit| digit.is_ascii_digit() || matches!(digit, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !float_shape {
        return None;
    }
    digits.parse::<f64>().ok().map(|value| Scalar::Float(if negative { -value } else { value }))
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
            ("-", Scalar::Str("-")),
            (".", Scalar::Str(".")),
            ("--1", Scalar::Str("--1")),
            ("1--", Scalar::Str("1--")),
        ] {
            assert_eq!(resolve(text), value, "{text}");
        }
    }
}
