//! What is different between this reader and Kubernetes' own, if anything is. The differential test and the fuzz target ask it.

use serde_json::{Number, Value};
use testkit::Reader;
use yaml::scalar::Scalar;
use yaml::{Flaw, Limits, Ref, parse_first};

/// The value of a document as JSON; null values of mappings are left out, since the API server does not see them.
fn value(node: Ref<'_>) -> Value {
    if node.is_mapping() {
        let entries = node.entries().map(|(key, it)| (key.name().unwrap_or("?").to_owned(), value(it)));
        return Value::Object(entries.collect());
    }
    if node.is_sequence() {
        return Value::Array(node.items().map(value).collect());
    }
    match node.scalar() {
        None | Some(Scalar::Null) => Value::Null,
        Some(Scalar::Bool(it)) => Value::Bool(it),
        Some(Scalar::Int(it)) => whole(it),
        Some(Scalar::Float(it)) => number(it),
        Some(Scalar::Str(it)) => Value::String(it.to_owned()),
    }
}

/// Large numbers are compared as floats: which of the two they are is Go's business.
fn whole(value: i64) -> Value {
    if value.unsigned_abs() < 9_000_000_000_000_000 { Value::Number(value.into()) } else { number(value as f64) }
}

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::Number((value as i64).into());
    }
    // The reader of JSON in this test rounds the last digit.
    let rounded = format!("{value:.12e}").parse().unwrap_or(value);
    Number::from_f64(rounded).map_or(Value::Null, Value::Number)
}

/// Go's answer in the same form.
fn settled(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let there = entries.into_iter().filter(|(_, it)| !it.is_null());
            Value::Object(there.map(|(key, it)| (key, settled(it))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(settled).collect()),
        Value::Number(it) => match it.as_i64() {
            Some(it) => whole(it),
            None => number(it.as_f64().unwrap_or(f64::NAN)),
        },
        other => other,
    }
}

/// What this crate reads: the first document's value and whether keys stand twice in it, or why not.
fn read(text: &str) -> Result<(Value, bool), Flaw> {
    let first = parse_first(text, whole_text(text), &Limits::default()).map_err(|error| error.flaw)?;
    let Some(tree) = &first.tree else { return Ok((Value::Null, false)) };
    match tree.refused().first() {
        Some(error) => Err(error.flaw),
        None => Ok((Ref::root(text, tree).map_or(Value::Null, value), !tree.duplicates().is_empty())),
    }
}

/// What is wrong between the two readers, if anything is.
pub(crate) fn difference(reader: &mut Reader, text: &str) -> Option<String> {
    // `kubectl` ends the last line where nobody has.
    let ended = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let answer = reader.document(ended.as_bytes());
    let ours = read(text);
    let theirs = match (answer.refused, answer.documents.into_iter().next()) {
        (Some(refused), _) => Err(refused),
        (None, document) => Ok(settled(document.unwrap_or(Value::Null))),
    };
    match (&ours, &theirs) {
        (Ok((ours, _)), Ok(theirs)) if ours == theirs => None,
        // Keys of two types with one name (`1` and `"1"`): Go takes any of them. Here they are a finding.
        (Ok((_, true)), Ok(_)) => None,
        (Ok((ours, _)), Ok(_)) if is_told_otherwise(reader, &ended, ours) => None,
        (Err(_), Err(_)) => None,
        // A mark of the byte order further in is refused here, whatever becomes of it there; and so is a control character behind the
        // first document, where Go may not have looked.
        (Err(Flaw::Character), Ok(_)) if text.contains(is_refused) => None,
        // What is refused is overridden by a second key, which is a finding as well, or by a merge.
        (Err(Flaw::Key | Flaw::Number), Ok(_)) if has_duplicates(text) || text.contains("<<") => None,
        // A marker to `kubectl`, which never shows it to this reader.
        _ if text.strip_prefix("---").is_some_and(|it| !it.starts_with([' ', '\t', '\n', '\r'])) => None,
        _ => Some(format!("{text:?}\n ours:   {ours:?}\n theirs: {theirs:?}")),
    }
}

fn is_refused(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}');
    control || matches!(character, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn whole_text(text: &str) -> yaml::Chunk {
    yaml::Chunk { span: yaml::Span { start: 0, end: text.len() as u32 } }
}

fn has_duplicates(text: &str) -> bool {
    let first = parse_first(text, whole_text(text), &Limits::default());
    first.is_ok_and(|it| it.tree.is_some_and(|tree| !tree.duplicates().is_empty()))
}

/// Whether Go itself says this too: where a merge brings in a key of another type and the same name, it takes either.
fn is_told_otherwise(reader: &mut Reader, text: &str, ours: &Value) -> bool {
    let mut again = || reader.document(text.as_bytes()).documents.into_iter().next().map(settled);
    (0..40).any(|_| again().as_ref() == Some(ours))
}
