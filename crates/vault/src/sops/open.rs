//! From an encrypted document to its values, verified.

use sha2::{Digest as _, Sha512};

use crate::cipher::{DataKey, Sealed};
use crate::document::{Comment, Document, Leaf, WayId};
use crate::metadata::Metadata;
use crate::scalar::{Kind, Plain};
use crate::{Error, Format, Identities, age};

/// What a MAC over the encrypted values alone begins with, so that it never equals one over all (SOPS's
/// `MACOnlyEncryptedInitialization`, SHA-256 of `sops`).
const ENCRYPTED_ONLY: [u8; 32] = [
    0x8a, 0x3f, 0xd2, 0xad, 0x54, 0xce, 0x66, 0x52, 0x7b, 0x10, 0x34, 0xf3, 0xd1, 0x47, 0xbe, 0x0b, 0x0b, 0x97, 0x5b,
    0x3b, 0xf4, 0x4f, 0x72, 0xc6, 0xfd, 0xad, 0xec, 0x81, 0x76, 0xf2, 0x7d, 0x69,
];

/// The values and comments of a document as they are in the clear, in its order.
pub(super) struct Opened {
    /// One for each leaf.
    pub(super) values: Vec<Plain>,
    /// One for each comment, with the place that it is bound to; `None` for one that is not encrypted and is not to be.
    pub(super) comments: Vec<Option<(Plain, Option<WayId>)>>,
}

impl Opened {
    /// Of a text that is not encrypted and stays so.
    pub(super) fn as_written(document: &Document) -> Opened {
        Opened {
            values: document.leaves.iter().map(|it| Plain::new(it.plain.kind, it.plain.text.as_str())).collect(),
            comments: document.comments.iter().map(|_| None).collect(),
        }
    }

    /// The values, one for each leaf.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|it| it.text.as_str())
    }

    /// Of a text that is not encrypted yet.
    pub(super) fn of_plain(document: &Document, text: &str, metadata: &Metadata) -> Opened {
        let comment = |it: &Comment| {
            let chosen = metadata.selection.chooses(document.keys(it.way).into_iter());
            chosen.then(|| (Plain::new(Kind::Comment, &text[it.span.clone()]), it.way))
        };
        Opened { comments: document.comments.iter().map(comment).collect(), ..Opened::as_written(document) }
    }
}

/// The data key, by the first identity that opens it for any reader.
pub(super) fn data_key(metadata: &Metadata, identities: &Identities) -> Result<DataKey, Error> {
    let mut damaged = false;
    for (_, sealed) in &metadata.readers {
        match age::open(sealed.as_bytes(), identities) {
            Ok(bytes) => return DataKey::from_bytes(&bytes).ok_or(Error::Metadata("age")),
            Err(Error::WrongIdentity(_)) => {}
            Err(_) => damaged = true,
        }
    }
    if damaged {
        return Err(Error::Metadata("age"));
    }
    let names = metadata.readers.iter().map(|(recipient, _)| recipient.clone());
    Err(Error::WrongIdentity(names.chain(metadata.other_kinds.iter().map(|it| (*it).to_owned())).collect()))
}

/// Opens every value and comment.
pub(super) fn open(document: &Document, text: &str, metadata: &Metadata, key: &DataKey) -> Result<Opened, Error> {
    let value = |leaf: &Leaf| {
        let at = || document.position(text, leaf.span.start);
        let name = || document.path(leaf.way).to_string();
        let chosen = metadata.selection.chooses(document.keys(Some(leaf.way)).into_iter());
        if !chosen || (leaf.plain.kind == Kind::Str && leaf.plain.text.is_empty()) {
            return Ok(Plain::new(leaf.plain.kind, leaf.plain.text.as_str()));
        }
        let sealed = Sealed::parse(&leaf.plain.text).ok_or_else(|| Error::Plain(at(), name()))?;
        key.open(&sealed, &document.binding(Some(leaf.way))).ok_or_else(|| Error::Tampered(at(), name()))
    };
    let comment = |comment: &Comment| {
        // An unencrypted comment in an encrypted file was added by hand: nobody is harmed by it but its author.
        let Some(sealed) = Sealed::parse(&text[comment.span.clone()]) else { return Ok(None) };
        let mut places = std::iter::once(comment.way).chain(comment.others.iter().copied());
        let found = places.find_map(|way| key.open(&sealed, &document.binding(way)).map(|it| (it, way)));
        let tampered = || Error::Tampered(document.position(text, comment.span.start), "#".to_owned());
        found.map(Some).ok_or_else(tampered)
    };
    Ok(Opened {
        values: document.leaves.iter().map(value).collect::<Result<_, _>>()?,
        comments: document.comments.iter().map(comment).collect::<Result<_, _>>()?,
    })
}

/// The MAC over the values, in the order of the file.
pub(super) fn mac(document: &Document, metadata: &Metadata, opened: &Opened) -> String {
    let mut hash = Sha512::new();
    if metadata.mac_only_encrypted {
        hash.update(ENCRYPTED_ONLY);
    }
    for (leaf, plain) in document.leaves.iter().zip(&opened.values) {
        let counts =
            !metadata.mac_only_encrypted || metadata.selection.chooses(document.keys(Some(leaf.way)).into_iter());
        if counts && plain.kind != Kind::Comment {
            hash.update(plain.text.as_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Takes a file apart, opens it and verifies its MAC.
pub(super) fn verified(
    text: &str,
    format: Format,
    identities: &Identities,
) -> Result<(Document, (Metadata, DataKey), Opened), Error> {
    let document = Document::parse(text, format)?;
    let metadata = Metadata::read(document.seat()?)?;
    let key = data_key(&metadata, identities)?;
    let opened = open(&document, text, &metadata, &key)?;
    check(&document, &metadata, &key, &opened)?;
    Ok((document, (metadata, key), opened))
}

/// Compares the MAC that is written with that of the values.
pub(super) fn check(document: &Document, metadata: &Metadata, key: &DataKey, opened: &Opened) -> Result<(), Error> {
    let sealed = Sealed::parse(&metadata.mac).ok_or(Error::Metadata("mac"))?;
    let written = key.open(&sealed, &metadata.modified).ok_or(Error::MacMismatch)?;
    if *written.text == mac(document, metadata, opened) { Ok(()) } else { Err(Error::MacMismatch) }
}
