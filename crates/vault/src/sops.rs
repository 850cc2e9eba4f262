//! The file format of SOPS: values encrypted in place, names readable, a MAC over all of it.
//!
//! Read and written as `sops` does (getsops/sops 3.13, `sops.go`, `stores/`), with age recipients. What is changed is spliced into the
//! text; everything that is written is opened again before it is handed out.

mod change;
mod open;
mod recipients;
mod write;

use std::ops::Range;

use credentials::Randomness;
use model::Moment;
use zeroize::Zeroizing;

pub use crate::format::MAX_BYTES;
pub use change::set;
pub use recipients::{change_readers, opens, readers_after};

use crate::cipher::{DataKey, Sealed};
use crate::document::{Document, Leaf};
use crate::metadata::{Metadata, wrap};
use crate::scalar::Kind;
use crate::{Error, Format, Identities, Recipient, Selection};
use open::{Opened, verified};
use write::{Splices, Values};

/// Whether a text is a store: it has SOPS metadata. A text that cannot be read is one where it looks so, so that a damaged store
/// (a merge that went wrong) is not passed over.
#[must_use]
pub fn is_store(text: &str, format: Format) -> bool {
    match Document::parse(text, format) {
        Ok(document) => document.seats.iter().any(|seat| seat.fields.is_some()),
        Err(_) => text.contains("ENC[AES256_GCM,data:") && text.contains(crate::format::KEY),
    }
}

/// What a file tells without a key.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Who can read it, as it is written.
    pub recipients: Vec<String>,
    /// Kinds of keys other than age that open it too: `pgp`, `kms`, ...
    pub other_kinds: Vec<&'static str>,
    /// When it was last changed, as it is written (RFC 3339).
    pub modified: String,
    /// Which values are encrypted.
    pub selection: Selection,
    /// The values, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One value, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As a person writes it: `data.DB_PASSWORD`.
    pub name: String,
    /// How it stands there.
    pub state: State,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode characters.
    pub column: u32,
}

/// How a value stands in an encrypted file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Encrypted.
    Encrypted,
    /// In the clear, as the file's rule has it.
    Clear,
    /// Empty: SOPS leaves it so.
    Empty,
    /// In the clear, against the file's rule: a mistake.
    Exposed,
}

/// Reads what a file tells without a key.
///
/// # Errors
/// [`Error`], where it is no store file.
pub fn outline(text: &str, format: Format) -> Result<Outline, Error> {
    let document = Document::parse(text, format)?;
    let metadata = Metadata::read(document.seat()?)?;
    let entry = |leaf: &Leaf| {
        let chosen = metadata.selection.chooses(document.keys(Some(leaf.way)).into_iter());
        let sealed = Sealed::parse(&leaf.plain.text);
        let at = document.position(text, leaf.span.start);
        let state = match (&sealed, chosen) {
            (Some(_), true) => State::Encrypted,
            _ if leaf.plain.text.is_empty() => State::Empty,
            (_, true) => State::Exposed,
            (_, false) => State::Clear,
        };
        let comment = sealed.is_some_and(|it| it.kind == Kind::Comment.name());
        (!comment).then(|| Entry { name: document.path(leaf.way).to_string(), state, line: at.line, column: at.column })
    };
    Ok(Outline {
        recipients: metadata.readers.iter().map(|(recipient, _)| recipient.clone()).collect(),
        other_kinds: metadata.other_kinds.clone(),
        modified: metadata.modified.clone(),
        entries: document.leaves.iter().filter_map(entry).collect(),
        selection: metadata.selection,
    })
}

/// The values of a store that stand in the clear against its rule, by name and by their bytes in the text. A text without
/// metadata is judged by `expected`, the rule that it would be encrypted by; without one it is no store, and nothing is exposed.
#[must_use]
pub fn exposed(text: &str, format: Format, expected: Option<&Selection>) -> Vec<(String, Range<usize>)> {
    let Ok(document) = Document::parse(text, format) else { return Vec::new() };
    let own = document.seats.iter().find(|it| it.fields.is_some()).map(Metadata::read);
    let own = own.map(|it| it.map_or_else(|_| Selection::default(), |it| it.selection));
    let Some(selection) = own.as_ref().or(expected) else { return Vec::new() };
    let is_exposed = |leaf: &&Leaf| {
        let chosen = selection.chooses(document.keys(Some(leaf.way)).into_iter());
        chosen && !leaf.plain.text.is_empty() && Sealed::parse(&leaf.plain.text).is_none()
    };
    let exposed = document.leaves.iter().filter(is_exposed);
    exposed.map(|leaf| (document.path(leaf.way).to_string(), leaf.span.clone())).collect()
}

/// Encrypts a plain text: every value but those below a key that ends in `_unencrypted`.
///
/// # Errors
/// [`Error::AlreadyEncrypted`], [`Error::Empty`], [`Error::NoRecipients`], and what is wrong with the text.
pub fn encrypt(
    plain: &str,
    format: Format,
    recipients: &[Recipient],
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<String, Error> {
    encrypt_chosen(plain, format, recipients, Selection::default(), at, source)
}

/// As [`encrypt`], with another rule for which values are encrypted.
///
/// # Errors
/// As [`encrypt`].
pub fn encrypt_chosen(
    plain: &str,
    format: Format,
    recipients: &[Recipient],
    selection: Selection,
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<String, Error> {
    let document = Document::parse(plain, format)?;
    if document.seats.iter().any(|it| it.fields.is_some()) {
        return Err(Error::AlreadyEncrypted);
    }
    if document.leaves.is_empty() {
        return Err(Error::Empty);
    }
    let key = DataKey::generate(source)?;
    let metadata = Metadata::new(wrap(key.expose(), recipients)?, selection);
    let opened = Opened::of_plain(&document, plain, &metadata);
    Values { text: plain, format, document: &document, opened: &opened }.sealed(metadata, &key, at, source)
}

/// Decrypts a file. The result holds every value: it is overwritten when it goes.
///
/// # Errors
/// [`Error`]; nothing is returned unless all of it is as it was encrypted.
pub fn decrypt(text: &str, format: Format, identities: &Identities) -> Result<Zeroizing<String>, Error> {
    let (document, _, opened) = verified(text, format, identities)?;
    let mut splices = Splices::default();
    write::plain_values(&document, &opened, &mut splices);
    for seat in &document.seats {
        splices.put(seat.span.clone(), "");
    }
    Ok(splices.apply(text))
}

/// One value of a file, by its name (`data.DB_PASSWORD`).
///
/// # Errors
/// As [`decrypt`], and [`Error::NoSuchKey`].
pub fn get(text: &str, format: Format, name: &str, identities: &Identities) -> Result<Zeroizing<String>, Error> {
    let (document, _, opened) = verified(text, format, identities)?;
    let found = document.leaves.iter().zip(opened.values).find(|(leaf, _)| document.path(leaf.way).to_string() == name);
    found.map(|(_, plain)| plain.text).ok_or_else(|| Error::NoSuchKey(name.to_owned()))
}
