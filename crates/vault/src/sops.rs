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
pub use change::{Change, Changed, set, set_plain};
pub use recipients::{change_readers, opens, readers_after};

use crate::cipher::{DataKey, Sealed};
use crate::document::{Coding, Document, Leaf, Seen, WayId, find, nearest};
use crate::metadata::{Metadata, wrap};
use crate::scalar::{self, Kind};
use crate::{Error, Format, Identities, Manner, Recipient, Selection};
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
    /// Which values are encrypted, and what the MAC is over.
    pub manner: Manner,
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
    let seen = Seen::new(&document, document.leaves.iter().map(|it| it.plain.text.as_str()));
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
        (!comment).then(|| Entry { name: seen.name(leaf.way), state, line: at.line, column: at.column })
    };
    Ok(Outline {
        recipients: metadata.readers.iter().map(|(recipient, _)| recipient.clone()).collect(),
        other_kinds: metadata.other_kinds.clone(),
        modified: metadata.modified.clone(),
        entries: document.leaves.iter().filter_map(entry).collect(),
        manner: Manner { selection: metadata.selection, mac_only_encrypted: metadata.mac_only_encrypted },
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

/// A text that was encrypted.
#[derive(Clone, Debug)]
pub struct Encrypted {
    /// The file.
    pub text: String,
    /// How many of its values are encrypted.
    pub encrypted: usize,
    /// How many it has that are not empty.
    pub values: usize,
    /// Values of Secrets that stay in the clear, as the rule has it: their names.
    pub readable: Vec<String>,
}

/// How a text is encrypted where no rule says it: of Kubernetes manifests, what says which object it is stays readable, since GitOps
/// controllers read that before they decrypt; of anything else, all but `*_unencrypted`. It is written into the file, so that `sops` agrees.
///
/// # Errors
/// What is wrong with the text.
pub fn manner_of(text: &str, format: Format) -> Result<Manner, Error> {
    let document = Document::parse(text, format)?;
    let seen = Seen::new(&document, document.leaves.iter().map(|it| it.plain.text.as_str()));
    let is_object = |part: usize| {
        let has = |name: &str| seen.child(part, None, name).is_some_and(|it| seen.text(it).is_some());
        has("apiVersion") && has("kind")
    };
    if document.parts().is_empty() || !document.parts().all(is_object) {
        return Ok(Manner::default());
    }
    let holds_secret = |part: usize| seen.secrets.iter().any(|it| it.part == part);
    let is_applied = |it: &crate::document::Secret| it.annotations.iter().any(|(_, name)| name == APPLIED);
    Ok(Manner::from(match document.parts().all(holds_secret) {
        true if seen.secrets.iter().any(is_applied) => Selection::of_applied_secrets(),
        true => Selection::of_secrets(),
        false => Selection::of_objects(),
    }))
}

/// Where `kubectl apply` keeps what it was given, values and all.
const APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

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
    encrypt_chosen(plain, format, recipients, Manner::default(), at, source).map(|it| it.text)
}

/// As [`encrypt`], in another manner.
///
/// # Errors
/// As [`encrypt`], and [`Error::NothingChosen`], [`Error::AppliedCopy`].
pub fn encrypt_chosen(
    plain: &str,
    format: Format,
    recipients: &[Recipient],
    manner: impl Into<Manner>,
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<Encrypted, Error> {
    let document = Document::parse(plain, format)?;
    if document.seats.iter().any(|it| it.fields.is_some()) {
        return Err(Error::AlreadyEncrypted);
    }
    let manner = manner.into();
    let chosen = |way| manner.selection.chooses(document.keys(Some(way)).into_iter());
    let values: Vec<&Leaf> = document.leaves.iter().filter(|it| !it.plain.text.is_empty()).collect();
    if values.is_empty() {
        return Err(Error::Empty);
    }
    let encrypted = values.iter().filter(|it| chosen(it.way)).count();
    if encrypted == 0 {
        let (field, rule) = manner.selection.field();
        return Err(Error::NothingChosen(field, rule.to_owned()));
    }
    values.iter().try_for_each(|it| survives(plain, format, &document, it))?;
    let readable = in_the_clear(plain, &document, &chosen)?;
    let count = values.len();
    let key = DataKey::generate(source)?;
    let metadata = Metadata::new(wrap(key.expose(), recipients)?, manner);
    let opened = Opened::of_plain(&document, plain, &metadata);
    let text =
        Values { text: plain, format, document: &document, opened: &opened }.sealed(metadata, &key, at, source)?;
    Ok(Encrypted { text, encrypted, values: count, readable })
}

/// Refuses a number that would come back as another one.
fn survives(text: &str, format: Format, document: &Document, leaf: &Leaf) -> Result<(), Error> {
    let is_number = matches!(leaf.plain.kind, Kind::Int | Kind::Float);
    let written = text.get(leaf.span.clone()).unwrap_or("");
    if !is_number || scalar::survives(written, &leaf.plain.text, format == Format::Json) {
        return Ok(());
    }
    let reason = lang::Text::new(
        "SOPS would write this number otherwise: put it in quotes if it is a text, or write it as a plain number",
        "SOPS はこの数値を別の表記に書き換えます。文字列なら引用符で囲み、数値なら通常の表記にしてください",
    );
    Err(Error::Unsupported(document.position(text, leaf.span.start), reason))
}

/// The values of Secrets that a rule leaves in the clear.
fn in_the_clear(text: &str, document: &Document, chosen: &dyn Fn(WayId) -> bool) -> Result<Vec<String>, Error> {
    let seen = Seen::new(document, document.leaves.iter().map(|it| it.plain.text.as_str()));
    let mut readable = Vec::new();
    for secret in &seen.secrets {
        let is_value = |way: &WayId| seen.text(*way).is_some_and(|it| !it.is_empty());
        let clear = seen.values(secret).map(|it| it.0).filter(is_value).filter(|it| !chosen(*it));
        let before = readable.len();
        readable.extend(clear.map(|it| seen.name(it)));
        let copy = secret.annotations.iter().find(|(way, name)| name == APPLIED && !chosen(*way));
        // Where the values are in the clear anyway, the copy gives nothing away.
        if let Some((way, _)) = copy.filter(|_| readable.len() == before) {
            let leaf = document.leaves.iter().find(|it| it.way == *way);
            return Err(Error::AppliedCopy(document.position(text, leaf.map_or(0, |it| it.span.start))));
        }
    }
    Ok(readable)
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

/// One value of a file, by its name.
pub struct Value {
    /// As a container gets it: of a Secret's `data`, the bytes behind the base64.
    pub bytes: Zeroizing<Vec<u8>>,
    /// The name in full: `data.DB_PASSWORD`.
    pub name: String,
}

/// One value of a file, by its name: `data.DB_PASSWORD`, or `DB_PASSWORD` in a Secret.
///
/// # Errors
/// As [`decrypt`], and [`Error::NoSuchKey`], [`Error::Ambiguous`], [`Error::Shadowed`], [`Error::NotBase64`].
pub fn get(text: &str, format: Format, name: &str, identities: &Identities) -> Result<Value, Error> {
    let (document, _, opened) = verified(text, format, identities)?;
    value_of(text, &document, &opened, name)
}

/// One value of a plain file of Secrets, by its name.
///
/// # Errors
/// As [`get`], and [`Error::NotEncrypted`] where it holds no Secret.
pub fn get_plain(text: &str, format: Format, name: &str) -> Result<Value, Error> {
    let document = Document::parse(text, format)?;
    let opened = Opened::as_written(&document);
    let seen = Seen::new(&document, opened.texts());
    if seen.secrets.is_empty() {
        return Err(Error::NotEncrypted);
    }
    value_of(text, &document, &opened, name)
}

fn value_of(text: &str, document: &Document, opened: &Opened, name: &str) -> Result<Value, Error> {
    let seen = Seen::new(document, opened.texts());
    let none = || Error::NoSuchKey(name.to_owned(), nearest(document, &seen, name));
    let target = find(document, &seen, name)?.ok_or_else(none)?;
    let is_it = |it: &&Leaf| document.part(it.way) == target.part && document.path(it.way).0 == target.steps;
    let leaf = document.leaves.iter().find(is_it).ok_or_else(none)?;
    let written = seen.text(leaf.way).unwrap_or("");
    let bytes = match target.coding {
        Coding::Text => Zeroizing::new(written.as_bytes().to_vec()),
        Coding::Base64 => model::decode_base64(written)
            .ok_or_else(|| Error::NotBase64(document.position(text, leaf.span.start), target.name.clone()))?,
    };
    Ok(Value { bytes, name: target.name })
}

/// The names of the values of a plain file of Secrets; `None` where it holds none.
#[must_use]
pub fn names_of_secrets(text: &str, format: Format) -> Option<Vec<String>> {
    let document = Document::parse(text, format).ok().filter(|it| it.seats.iter().all(|it| it.fields.is_none()))?;
    let seen = Seen::new(&document, document.leaves.iter().map(|it| it.plain.text.as_str()));
    let names = seen.secrets.iter().flat_map(|it| seen.values(it).map(|it| seen.name(it.0)));
    let names: Vec<String> = names.collect();
    (!seen.secrets.is_empty()).then_some(names)
}

/// The name of a value in full, as [`outline`] has it; what is encrypted is not looked at.
///
/// # Errors
/// As [`get`].
pub fn name_of(text: &str, format: Format, name: &str) -> Result<String, Error> {
    let document = Document::parse(text, format)?;
    let seen = Seen::new(&document, document.leaves.iter().map(|it| it.plain.text.as_str()));
    let target = find(&document, &seen, name)?;
    target.map(|it| it.name).ok_or_else(|| Error::NoSuchKey(name.to_owned(), nearest(&document, &seen, name)))
}
