//! YAML in one plain shape: block style, every string that is not a key in double quotes. That is the whole of what these reports
//! need, and no name can become something else by it.

use serde_json::Value;

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

/// A scalar and its line break.
fn scalar(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), yaml::quoted);
    text + "\n"
}
