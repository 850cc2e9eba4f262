//! Values as text: on one line where that reads well, in the flow style inside brackets, else in lines.

use yaml::scalar::{Scalar, resolve};

use crate::layout::Layout;
use crate::value::Value;

/// Longer lists are written in lines.
const MAX_WIDTH: usize = 90;

/// The value on one line, where a person would write it so: scalars, empty collections, short lists of scalars.
pub(crate) fn inline(value: &Value) -> Option<String> {
    let simple = match value {
        Value::List(items) => items.iter().all(|it| !matches!(it, Value::List(_) | Value::Map(_))),
        Value::Map(entries) => entries.is_empty(),
        _ => true,
    };
    let text = simple.then(|| flow(value))?;
    (!matches!(value, Value::List(_)) || text.len() <= MAX_WIDTH).then_some(text)
}

/// The value in the flow style.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Str(text) => scalar(text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| entry_in_flow(key, value)).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// `key: value` in the flow style.
pub(crate) fn entry_in_flow(key: &str, value: &Value) -> String {
    format!("{}: {}", scalar(key), flow(value))
}

/// The lines of `key: value`, the first at this indentation.
pub(crate) fn entry(key: &str, value: &Value, indent: usize, layout: Layout) -> Vec<String> {
    let blanks = " ".repeat(indent);
    let key = scalar(key);
    if let Value::Str(text) = value
        && is_block(text)
    {
        let blanks_below = " ".repeat(indent + layout.step);
        let below = text.lines().map(|it| if it.is_empty() { String::new() } else { format!("{blanks_below}{it}") });
        return std::iter::once(format!("{blanks}{key}: |")).chain(below).collect();
    }
    if let Some(text) = inline(value) {
        return vec![format!("{blanks}{key}: {text}")];
    }
    let mut lines = vec![format!("{blanks}{key}:")];
    lines.extend(below_key(value, indent, layout));
    lines
}

/// Whether a text of several lines reads back as it is from a literal block without any indicator.
fn is_block(text: &str) -> bool {
    let printable =
        |it: char| it == '\n' || !it.is_control() && !matches!(it, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}');
    let body = text.strip_suffix('\n').unwrap_or("");
    body.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && text.chars().all(printable)
        && text.lines().all(|line| line.is_empty() || !line.trim().is_empty())
}

/// The lines of a collection that stands below a key of this indentation.
pub(crate) fn below_key(value: &Value, indent: usize, layout: Layout) -> Vec<String> {
    match value {
        Value::Map(entries) => {
            entries.iter().flat_map(|(key, value)| entry(key, value, indent + layout.step, layout)).collect()
        }
        Value::List(items) => items.iter().flat_map(|value| item(value, indent + layout.dash, layout)).collect(),
        other => vec![format!("{}{}", " ".repeat(indent + layout.step), flow(other))],
    }
}

/// The lines of an item, its dash at this indentation.
pub(crate) fn item(value: &Value, indent: usize, layout: Layout) -> Vec<String> {
    let blanks = " ".repeat(indent);
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            let mut lines: Vec<String> =
                entries.iter().flat_map(|(key, value)| entry(key, value, indent + 2, layout)).collect();
            if let Some(first) = lines.first_mut() {
                first.replace_range(indent..=indent, "-");
            }
            lines
        }
        other => vec![format!("{blanks}- {}", flow(other))],
    }
}

/// A whole value, to be shown.
pub(crate) fn document(value: &Value) -> String {
    let lines = match value {
        Value::Map(entries) => {
            entries.iter().flat_map(|(key, value)| entry(key, value, 0, Layout::default())).collect()
        }
        Value::List(items) => items.iter().flat_map(|value| item(value, 0, Layout::default())).collect(),
        other => vec![flow(other)],
    };
    lines.join("\n") + "\n"
}

/// A text as a scalar: plain where every reader takes it as text, else in double quotes.
fn scalar(text: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "_./@+-".contains(it);
    let begins = text.starts_with(|it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '_'));
    if begins && text.chars().all(plain) && matches!(resolve(text), Scalar::Str(_)) && !looks_like_number(text) {
        return text.to_owned();
    }
    yaml::quoted(text)
}

/// Other readers of YAML take more for numbers than Kubernetes does: dates, `12e03`, `1:30`.
fn looks_like_number(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit())
        && text.chars().all(|it| it.is_ascii_digit() || "._-+eExXoO".contains(it))
}
