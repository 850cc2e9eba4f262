//! A value with its type, in the one spelling that SOPS encrypts and hashes (`ToBytes` of getsops/sops).

use yaml::scalar::{Scalar, resolve};
use zeroize::Zeroizing;

/// The type that SOPS writes beside a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Str,
    Int,
    Float,
    Bool,
    Bytes,
    Time,
    Comment,
}

const NAMES: [(Kind, &str); 7] = [
    (Kind::Str, "str"),
    (Kind::Int, "int"),
    (Kind::Float, "float"),
    (Kind::Bool, "bool"),
    (Kind::Bytes, "bytes"),
    (Kind::Time, "time"),
    (Kind::Comment, "comment"),
];

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        NAMES.iter().find(|(kind, _)| *kind == self).map_or("str", |(_, name)| name)
    }

    pub(crate) fn of_name(name: &str) -> Option<Kind> {
        NAMES.iter().find(|(_, it)| *it == name).map(|(kind, _)| *kind)
    }
}

/// A value that may be a secret. There is no `Debug`.
pub(crate) struct Plain {
    pub(crate) kind: Kind,
    /// The spelling that is encrypted and hashed: `True`, `12`, the text itself.
    pub(crate) text: Zeroizing<String>,
}

impl Plain {
    pub(crate) fn new(kind: Kind, text: impl Into<String>) -> Plain {
        Plain { kind, text: Zeroizing::new(text.into()) }
    }

    /// What was decrypted, in the one spelling; `None` where the type does not fit.
    pub(crate) fn read(kind: Kind, text: &str) -> Option<Plain> {
        Some(match kind {
            Kind::Int => Plain::new(kind, text.parse::<i64>().ok()?.to_string()),
            Kind::Float => Plain::new(kind, float(text.parse::<f64>().ok()?)),
            Kind::Bool => Plain::new(kind, truth(matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True"))),
            _ => Plain::new(kind, text),
        })
    }

    /// A plain scalar of YAML as go-yaml v3 resolves it, which SOPS reads with: `yes` is a text there, `0777` is octal. `None` for null.
    ///
    /// # Errors
    /// The value is a number that SOPS cannot hold, or a date in a spelling that it would change.
    pub(crate) fn of_yaml(text: &str) -> Result<Option<Plain>, Awkward> {
        if is_time(text) {
            return if is_as_go_writes(text) { Ok(Some(Plain::new(Kind::Time, text))) } else { Err(Awkward::Date) };
        }
        Ok(Some(match resolve(text) {
            Scalar::Null => return Ok(None),
            Scalar::Bool(value) if matches!(text.to_ascii_lowercase().as_str(), "true" | "false") => {
                Plain::new(Kind::Bool, truth(value))
            }
            Scalar::Int(value) => Plain::new(Kind::Int, value.to_string()),
            Scalar::Float(_) if text.parse::<u64>().is_ok_and(|it| i64::try_from(it).is_err()) => {
                return Err(Awkward::Number);
            }
            // Beyond what a float holds, go-yaml takes it as a text.
            Scalar::Float(value) if value.is_infinite() && !text.to_ascii_lowercase().ends_with(".inf") => {
                Plain::new(Kind::Str, text)
            }
            Scalar::Float(value) => Plain::new(Kind::Float, float(value)),
            _ => Plain::new(Kind::Str, text),
        }))
    }

    /// A number, `true`, `false` or null of JSON.
    pub(crate) fn of_json(text: &str) -> Option<Plain> {
        match text {
            "null" => None,
            "true" | "false" => Some(Plain::new(Kind::Bool, truth(text == "true"))),
            _ => Some(match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(value), _) => Plain::new(Kind::Int, value.to_string()),
                (_, Ok(value)) if value.is_finite() => Plain::new(Kind::Float, float(value)),
                _ => Plain::new(Kind::Str, text),
            }),
        }
    }

    /// Whether a reader of YAML would take this text, unquoted, for this same value.
    pub(crate) fn is_itself_unquoted(text: &str) -> bool {
        let begins = text.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '/' | '_'));
        let harmless = |it: char| it.is_ascii_alphanumeric() || "_./@+-".contains(it);
        begins && text.chars().all(harmless) && matches!(resolve(text), Scalar::Str(_))
    }
}

/// Whether a number comes back from `sops` as it is written: in YAML with the same spelling (`1.10` may be a version), in JSON with
/// the same value. `spelled` is what SOPS makes of it.
pub(crate) fn survives(written: &str, spelled: &str, is_json: bool) -> bool {
    written == spelled
        || (!is_json && matches!(spelled, "+Inf" | "-Inf" | "NaN"))
        || (is_json && decimal(written).is_some_and(|it| Some(it) == decimal(spelled)))
}

/// A decimal number as its sign, its digits without zeros around them, and the power of ten behind the last.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |it| (true, it));
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{part}");
    digits.bytes().all(|it| it.is_ascii_digit()).then_some(())?;
    let trimmed = digits.trim_end_matches('0');
    let power = i64::from(exponent) - part.len() as i64 + (digits.len() - trimmed.len()) as i64;
    let significant = trimmed.trim_start_matches('0');
    Some(if significant.is_empty() { (false, String::new(), 0) } else { (negative, significant.to_owned(), power) })
}

/// Whether a time is spelled as Go writes it (`time.MarshalText`, RFC 3339): any other spelling would be changed.
fn is_as_go_writes(text: &str) -> bool {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|it| it.parse::<u32>().ok());
    let mark = |at: usize, it: u8| bytes.get(at) == Some(&it);
    let shaped = mark(4, b'-') && mark(7, b'-') && mark(10, b'T') && mark(13, b':') && mark(16, b':');
    let day = text.get(..10).and_then(model::Date::parse).is_some();
    let clock = number(11, 13).is_some_and(|it| it < 24)
        && number(14, 16).is_some_and(|it| it < 60)
        && number(17, 19).is_some_and(|it| it < 60);
    let Some(rest) = text.get(19..).filter(|_| shaped && day && clock) else { return false };
    let zone = match rest.strip_prefix('.') {
        Some(part) => {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            if !(1..=9).contains(&digits) || part[..digits].ends_with('0') {
                return false;
            }
            &part[digits..]
        }
        None => rest,
    };
    let part = |from: usize| zone.get(from..from + 2).and_then(|it| it.parse::<u32>().ok());
    let is_offset = zone.len() == 6
        && zone.starts_with(['+', '-'])
        && zone.as_bytes()[3] == b':'
        && part(1).is_some_and(|it| it < 24)
        && part(4).is_some_and(|it| it < 60)
        && !zone.ends_with("00:00");
    zone == "Z" || is_offset
}

/// Why a plain scalar is not encrypted as it stands: it has to be quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awkward {
    /// A date or time that SOPS would write otherwise.
    Date,
    /// A whole number beyond 64 bits with a sign.
    Number,
}

fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// As Go's `strconv.FormatFloat(value, 'f', -1, 64)`.
fn float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    value.to_string()
}

/// Whether go-yaml reads a plain scalar as a time: it begins with a date.
fn is_time(text: &str) -> bool {
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
    let date = text.split(['T', 't', ' ', '\t']).next().unwrap_or("");
    let mut parts = date.splitn(3, '-');
    let part = |it: Option<&str>, least: usize, most: usize| it.is_some_and(|it| it.len() >= least && digits(it, most));
    part(parts.next(), 4, 4) && part(parts.next(), 1, 2) && part(parts.next(), 1, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_read_as_go_yaml_v3_does() {
        for (text, kind, spelled) in [
            ("yes", Kind::Str, "yes"),
            ("TRUE", Kind::Bool, "True"),
            ("0777", Kind::Int, "511"),
            ("08", Kind::Float, "8"),
            ("1_000", Kind::Int, "1000"),
            ("2.50", Kind::Float, "2.5"),
            ("1e3", Kind::Float, "1000"),
            (".inf", Kind::Float, "+Inf"),
            ("1.16.1", Kind::Str, "1.16.1"),
            ("2026-01-02T00:00:00Z", Kind::Time, "2026-01-02T00:00:00Z"),
            ("a b", Kind::Str, "a b"),
        ] {
            let plain = Plain::of_yaml(text).expect(text).expect(text);
            assert_eq!((plain.kind, plain.text.as_str()), (kind, spelled), "{text}");
        }
        assert!(Plain::of_yaml("~").expect("read").is_none());
        assert_eq!(Plain::of_yaml("2026-1-2").err(), Some(Awkward::Date));
        assert_eq!(Plain::of_yaml("18446744073709551615").err(), Some(Awkward::Number));
        for changed in
            ["2026-01-02T00:00:00.10Z", "2026-01-02T00:00:00+00:00", "2026-1-2T00:00:00Z", "2026-01-02 00:00:00"]
        {
            assert_eq!(Plain::of_yaml(changed).err(), Some(Awkward::Date), "{changed}");
        }
        assert!(Plain::of_yaml("2026-01-02T00:00:00.12+09:00").expect("read").is_some());
    }

    #[test]
    fn a_number_survives_as_it_is_meant() {
        for (written, spelled, yaml, json) in [
            ("12", "12", true, true),
            ("1.10", "1.1", false, true),
            ("1.0", "1", false, true),
            ("1e3", "1000", false, true),
            ("0777", "511", false, false),
            ("3.141592653589793238", "3.141592653589793", false, false),
            ("123456789012345678901234567890", "123456789012345680000000000000", false, false),
            ("-0.5", "-0.5", true, true),
            (".inf", "+Inf", true, false),
        ] {
            assert_eq!(survives(written, spelled, false), yaml, "{written}");
            assert_eq!(survives(written, spelled, true), json, "{written}");
        }
    }
}
