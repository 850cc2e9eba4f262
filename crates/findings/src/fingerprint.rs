//! A finding's name that survives edits elsewhere in the file.
//!
//! Made of the rule, the object and the way to the field, list items by their name and not by their number. No value takes
//! part: the plain hash of a short password is the password.

use std::fmt::Write as _;

use model::{Documents, Place};
use sha2::{Digest, Sha256};
use yaml::{Ref, Step};

use crate::resource::Resource;

/// The name of a finding at a place of a document.
#[must_use]
pub fn of_place(rule: &str, resource: Option<&Resource>, documents: &Documents, place: Place) -> String {
    let mut parts = vec![rule.to_owned()];
    match resource {
        Some(it) => parts.extend([it.kind.clone(), it.namespace.clone(), it.name.clone()]),
        None => parts.push(file_name(documents.origin(place.doc).name()).to_owned()),
    }
    parts.push(named_path(documents, place));
    if place.part.is_some() {
        let part = documents.span(place);
        parts.push(line_key(documents, place, part.start));
    }
    hash(&parts)
}

/// The name of a finding that has no place in a document: by its file and what is said of it, which must hold no value.
#[must_use]
pub fn of_problem(rule: &str, file: &str, reason: &str) -> String {
    hash(&[rule.to_owned(), file_name(file).to_owned(), reason.to_owned()])
}

/// The name of a finding within something that its place does not tell: an environment, a sentence.
#[must_use]
pub fn within(scope: &str, fingerprint: &str) -> String {
    hash(&[scope.to_owned(), fingerprint.to_owned()])
}

/// Tells findings apart that would have the same name: the second of three equal ones is the second.
pub(crate) fn numbered(fingerprint: &str, number: usize) -> String {
    if number == 0 { fingerprint.to_owned() } else { hash(&[fingerprint.to_owned(), number.to_string()]) }
}

fn hash(parts: &[String]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().take(10).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The way to the field, with `containers[api]` for `containers[0]`. Inside a `List`, the way starts at the object.
fn named_path(documents: &Documents, place: Place) -> String {
    let mut out = String::new();
    let mut at = documents.root(place.doc);
    for step in documents.path(place).0 {
        match step {
            Step::Key(key) => {
                let _ = write!(out, ".{key}");
                at = at.and_then(|it| it.get(&key));
            }
            Step::Index(index) => {
                at = at.and_then(|it| it.items().nth(index));
                if at.is_some_and(|it| it.get("kind").is_some() && it.get("apiVersion").is_some()) {
                    out.clear();
                    continue;
                }
                let name = at.and_then(|it| ["name", "key", "mountPath"].iter().find_map(|key| it.get(key)?.text()));
                match (name, at.and_then(Ref::text)) {
                    (Some(name), _) => {
                        let _ = write!(out, "[{name}]");
                    }
                    // An argument or another bare text: its number, never its value.
                    _ => {
                        let _ = write!(out, "[{index}]");
                    }
                }
            }
        }
    }
    out
}

/// For a part of a longer text, the name at the head of its line (`key =`, `key:`), which is no value.
fn line_key(documents: &Documents, place: Place, start: u32) -> String {
    let text = documents.origin(place.doc).text();
    let head = text.get(..start as usize).unwrap_or("");
    let line = head.rsplit('\n').next().unwrap_or("");
    line.trim().split(['=', ':', ' ']).next().unwrap_or("").to_owned()
}
