//! Fixes as edits of a file's text, for editors and code scanning: nothing is changed here.

use std::collections::BTreeMap;

use edit::{Change, Patch};
use model::{DocId, Inventory, Origin, OriginKind};
use rules::{Audit, Facts, FixClass};
use yaml::Position;

use crate::case::Choices;
use crate::mend::fields;
use crate::table::answer;

/// What would mend a finding in one file. The text holds no value of the file's: it is made of the catalogue's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Whether it may be made without being looked at.
    pub class: FixClass,
    /// See [`crate::Fix::confirmed`].
    pub confirmed: bool,
    /// The fields that it changes.
    pub fields: Vec<String>,
    /// The file, by the name that findings call it by.
    pub file: String,
    /// The edits of the file as it is, in its order; none touches another.
    pub edits: Vec<TextEdit>,
}

/// Characters of a file and what comes in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// The first character.
    pub start: Position,
    /// One past the last; the same as the first where something is inserted in front of it.
    pub end: Position,
    /// What comes there; empty where something is removed.
    pub text: String,
}

/// A finding's fixes of one class in one document, which belong together.
struct Wanted {
    finding: usize,
    class: FixClass,
    confirmed: bool,
    doc: DocId,
    changes: Vec<Change>,
}

/// What would mend each finding of an audit, in the order of its findings: at most one proposal of each class and document. What
/// cannot be edited, in an object of a cluster or because of how it is written, has none.
#[must_use]
pub fn proposals(inventory: &Inventory, audit: &Audit) -> Vec<Vec<Proposal>> {
    let mut by_text: BTreeMap<usize, Vec<Wanted>> = BTreeMap::new();
    for it in wanted(inventory, audit) {
        let (text, _) = inventory.documents.number(it.doc);
        by_text.entry(text).or_default().push(it);
    }
    let mut found = vec![Vec::new(); audit.findings.len()];
    for (origin, wanted) in by_text {
        let origin = &inventory.documents.origins()[origin];
        if origin.kind() == OriginKind::Object {
            continue;
        }
        let groups: Vec<_> =
            wanted.iter().map(|it| (inventory.documents.number(it.doc).1, it.changes.as_slice())).collect();
        for (it, made) in wanted.iter().zip(edit::propose_each(origin.text(), &groups)) {
            if let Ok(Some(patch)) = made {
                found[it.finding].push(Proposal {
                    class: it.class,
                    confirmed: it.confirmed,
                    fields: fields(&it.changes),
                    file: origin.name().to_owned(),
                    edits: edits(origin, &patch),
                });
            }
        }
    }
    found
}

fn wanted(inventory: &Inventory, audit: &Audit) -> Vec<Wanted> {
    let facts = Facts::new(inventory);
    let mut all = Vec::new();
    for (finding, it) in audit.findings.iter().enumerate() {
        let mut own: Vec<Wanted> = Vec::new();
        for fix in answer(&facts, it, FixClass::Review, Choices::default()).fixes {
            match own.iter_mut().find(|it| (it.class, it.doc) == (fix.class, fix.doc)) {
                Some(same) => {
                    same.confirmed &= fix.confirmed;
                    same.changes.extend(fix.changes);
                }
                None => own.push(Wanted {
                    finding,
                    class: fix.class,
                    confirmed: fix.confirmed,
                    doc: fix.doc,
                    changes: fix.changes,
                }),
            }
        }
        all.extend(own);
    }
    all
}

fn edits(origin: &Origin, patch: &Patch) -> Vec<TextEdit> {
    let position = |at: usize| origin.position(at as u32);
    let edit = |it: &edit::Replacement| TextEdit {
        start: position(it.range.start),
        end: position(it.range.end),
        text: it.text.clone(),
    };
    patch.replacements().iter().map(edit).collect()
}
