//! The keys of mappings as the API server gets them: strings, whatever they were written as.

use crate::scalar::{Scalar, is_beyond_signed, resolve};

/// The name that a plain key becomes in JSON; `None` for what is refused as a key: null, and numbers beyond 63 bits.
pub(crate) fn of_plain(text: &str) -> Option<Name> {
    Some(match resolve(text) {
        Scalar::Str(_) => Name::AsWritten,
        Scalar::Null => return None,
        Scalar::Bool(value) => Name::Made(value.to_string()),
        Scalar::Int(value) => Name::Made(value.to_string()),
        Scalar::Float(_) if is_beyond_signed(text) => return None,
        Scalar::Float(value) => Name::Made(of_float(value)),
    })
}

pub(crate) enum Name {
    AsWritten,
    Made(String),
}

/// `strconv.FormatFloat(value, 'g', -1, 32)`, and YAML's words for what is no number.
fn of_float(value: f64) -> String {
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..LARGEST_PLAIN).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// From this exponent on Go writes an exponent.
const LARGEST_PLAIN: i32 = 6;
