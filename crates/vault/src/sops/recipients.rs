//! Who can read a file: added with the same data key, taken out with a new one.

use credentials::Randomness;
use model::Moment;

use super::Outline;
use super::open::{data_key, verified};
use super::write::{Values, replaced_seats};
use crate::cipher::DataKey;
use crate::document::Document;
use crate::metadata::{Metadata, wrap};
use crate::{Error, Format, Identities, KeyError, Recipient};

/// Who reads a file after some were added and some taken out, in the order of the file.
///
/// # Errors
/// [`Error::OtherKeys`], [`Error::Metadata`] for a recipient of a kind that is not known, [`Error::LastRecipient`] when nobody stays.
pub fn readers_after(outline: &Outline, add: &[Recipient], remove: &[Recipient]) -> Result<Vec<Recipient>, Error> {
    if !outline.other_kinds.is_empty() {
        return Err(Error::OtherKeys(outline.other_kinds.clone()));
    }
    let now = outline.recipients.iter().map(|it| {
        Recipient::parse(it).map_err(|error| match error {
            KeyError::Hybrid => Error::HybridReader(it.clone()),
            _ => Error::Metadata("age"),
        })
    });
    let mut readers: Vec<Recipient> = now.collect::<Result<_, _>>()?;
    readers.retain(|it| !remove.contains(it));
    for recipient in add {
        if !readers.contains(recipient) {
            readers.push(recipient.clone());
        }
    }
    if readers.is_empty() { Err(Error::LastRecipient) } else { Ok(readers) }
}

/// Encrypts a file to these readers. Whoever is taken out may have kept the data key: then all values get a new one. When
/// readers are only added, nothing changes but the list.
///
/// # Errors
/// As [`super::decrypt`], and [`Error::OtherKeys`].
pub fn change_readers(
    text: &str,
    format: Format,
    readers: &[Recipient],
    identities: &Identities,
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<String, Error> {
    let (document, (mut metadata, key), opened) = verified(text, format, identities)?;
    if !metadata.other_kinds.is_empty() {
        return Err(Error::OtherKeys(metadata.other_kinds));
    }
    let stays = |it: &Result<Recipient, KeyError>| it.as_ref().is_ok_and(|it| readers.contains(it));
    let now: Vec<_> = metadata.readers.iter().map(|(text, _)| Recipient::parse(text)).collect();
    if !now.iter().all(stays) {
        let key = DataKey::generate(source)?;
        metadata.readers = wrap(key.expose(), readers)?;
        return Values { text, format, document: &document, opened: &opened }.sealed(metadata, &key, at, source);
    }
    for ((text, _), recipient) in metadata.readers.iter_mut().zip(now.iter().flatten()) {
        // Without the comment of an SSH key: what is written is one word or two.
        *text = recipient.to_string();
    }
    let new: Vec<Recipient> =
        readers.iter().filter(|it| !now.iter().flatten().any(|there| there == *it)).cloned().collect();
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    metadata.readers.extend(wrap(key.expose(), &new)?);
    let out = replaced_seats(text, &document, &metadata);
    let (again, _, _) = verified(&out, format, identities)?;
    if again.leaves.len() == document.leaves.len() { Ok(out) } else { Err(Error::MacMismatch) }
}

/// Whether one of these keys opens a file, without a look at its values.
#[must_use]
pub fn opens(text: &str, format: Format, identities: &Identities) -> bool {
    let metadata = Document::parse(text, format).and_then(|it| Metadata::read(it.seat()?));
    metadata.is_ok_and(|it| data_key(&it, identities).is_ok())
}
