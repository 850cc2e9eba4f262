//! YAML in one plain shape: block style, every string that is not a key in double quotes. That is the whole of what these reports
//! need, and no name can become something else by it.

use serde_json::Value;

use crate::printable::command_at;

/// Writes a mapping as a document.
pub(super) fn document(out: &mut String, value: &Value) {
    if let Value::Object(map) = value {
        entries(out, map, 0);
    }
}

fn entries(out: &mut String, map: &serde_json::Map<String, Value>, indent: usize) {
    for (at, (key, value)) in map.iter().enumerate() {
        // The first key of a list's item stands behind its dash.
        if at > 0 || out.ends_with('\n') {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(key);
        out.push(':');
        node(out, value, indent);
    }
}

fn node(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            entries(out, map, indent + 2);
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent));
                out.push_str("- ");
                match item {
                    Value::Object(map) if !map.is_empty() => entries(out, map, indent + 2),
                    other => out.push_str(&scalar(other)),
                }
            }
        }
        other => {
            out.push(' ');
            out.push_str(&scalar(other));
        }
    }
}

/// A scalar and its line break. JSON's strings are YAML's, but for the few characters that YAML does not print; and what would
/// command whoever reads the output is escaped too.
fn scalar(value: &Value) -> String {
    let text = match value {
        Value::String(text) => {
            let mut quoted = String::from("\"");
            for (at, it) in text.char_indices() {
                match it {
                    '"' => quoted.push_str("\\\""),
                    '\\' => quoted.push_str("\\\\"),
                    '\n' => quoted.push_str("\\n"),
                    _ if is_plain(it) && !(it == '#' && command_at(&text[at..])) => quoted.push(it),
                    _ => quoted.push_str(&format!("\\U{:08x}", u32::from(it))),
                }
            }
            quoted.push('"');
            quoted
        }
        other => other.to_string(),
    };
    text + "\n"
}

fn is_plain(it: char) -> bool {
    !lang::is_unshowable(it) && !matches!(it, '\t' | '\u{fffe}' | '\u{ffff}')
}
