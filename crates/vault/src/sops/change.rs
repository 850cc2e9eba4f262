//! One value set: the rest of the file stays, but for the MAC and the time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use credentials::{Randomness, notation};
use model::Moment;
use yaml::{Path, Step};
use zeroize::Zeroizing;

use super::open::{Opened, mac, open, verified};
use super::write::{Splices, plain_value, prove, sealed_value, set_apart, stamp};
use crate::document::{
    Coding, Document, Notation, PREFIX, Room, RoomStyle, Secret, Seen, Target, WayId, find, nearest, room,
};
use crate::format::KEY;
use crate::metadata::Metadata;
use crate::scalar::{Kind, Plain};
use crate::{Error, Format, Identities};

/// What is to be set.
pub struct Change<'a> {
    /// The value's name: `data.DB_PASSWORD`, or `DB_PASSWORD` in a Secret.
    pub name: &'a str,
    /// The value, as a container is to get it.
    pub value: &'a str,
    /// Whether it may be new.
    pub add: bool,
    /// What an annotation of the Secret holds from now on: asked with its name, what it holds, and the key that is set.
    pub annotate: &'a dyn Fn(&str, &str, &str) -> Option<String>,
}

/// A file with the value set.
pub struct Changed {
    /// The file; overwritten when it goes, since it may be a plain one.
    pub text: Zeroizing<String>,
    /// The value's name in full.
    pub name: String,
}

/// A value at its place, as it is written there.
struct Edit {
    part: usize,
    steps: Vec<Step>,
    plain: Plain,
}

/// Sets one value, by its name; a key that is not there is added where that is allowed, with the mappings above it.
///
/// # Errors
/// As [`super::decrypt`]; [`Error::NotThere`], [`Error::Misplaced`] where no value fits, [`Error::Exposed`] where the file's rule would leave it in the
/// clear, and what a name can be.
pub fn set(
    text: &str,
    format: Format,
    change: &Change<'_>,
    identities: &Identities,
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<Changed, Error> {
    let (document, (metadata, key), before) = verified(text, format, identities)?;
    let (edits, name) = edits(&document, &before, format, change)?;
    let chooses = |it: &Edit| metadata.selection.chooses(it.steps.iter().filter_map(key_of));
    if edits.first().is_some_and(|it| !chooses(it) && !it.plain.text.is_empty()) {
        let last = edits[0].steps.iter().filter_map(key_of).next_back();
        return Err(Error::Exposed(name, encrypted_like(&document, &metadata, last)));
    }
    let mut splices = Splices::default();
    for edit in &edits {
        let keys: Vec<&str> = edit.steps.iter().filter_map(key_of).collect();
        let sealed = if chooses(edit) && !edit.plain.text.is_empty() {
            Some(key.seal(&edit.plain, &(keys.join(":") + ":"), source)?)
        } else {
            None
        };
        let written = |notation: Notation| match &sealed {
            Some(sealed) => Zeroizing::new(sealed_value(notation, sealed)),
            None => plain_value(notation, &edit.plain),
        };
        place(text, &document, edit, &written, &mut splices).ok_or_else(|| Error::Misplaced(name.clone()))?;
    }
    let text = splices.apply(text);
    let (old, document) = (document, Document::parse(&text, format)?);
    let opened = open(&document, &text, &metadata, &key)?;
    check(&edits, (&old, &before), (&document, &opened)).ok_or_else(|| Error::Misplaced(name.clone()))?;
    let mut new = metadata.clone();
    new.modified = at.to_string();
    new.mac = key.seal(&Plain::new(Kind::Str, mac(&document, &metadata, &opened)), &new.modified, source)?;
    let out = stamp(&text, &document, &metadata, &new)?;
    prove(&out, format, &new, &key, &opened)?;
    Ok(Changed { text: Zeroizing::new(out), name })
}

/// Sets one value of a plain file of Secrets.
///
/// # Errors
/// As [`set`]; [`Error::NotEncrypted`] where it holds no Secret, or another value than one of a Secret is meant.
pub fn set_plain(text: &str, format: Format, change: &Change<'_>) -> Result<Changed, Error> {
    let document = Document::parse(text, format)?;
    let before = Opened::as_written(&document);
    if Seen::new(&document, before.texts()).secrets.is_empty() {
        return Err(Error::NotEncrypted);
    }
    let (edits, name) = edits(&document, &before, format, change)?;
    let mut splices = Splices::default();
    for edit in &edits {
        let written = |notation: Notation| plain_value(notation, &edit.plain);
        place(text, &document, edit, &written, &mut splices).ok_or_else(|| Error::Misplaced(name.clone()))?;
    }
    let text = splices.apply(text);
    let (old, document) = (document, Document::parse(&text, format)?);
    let opened = Opened::as_written(&document);
    check(&edits, (&old, &before), (&document, &opened)).ok_or_else(|| Error::Misplaced(name.clone()))?;
    Ok(Changed { text, name })
}

/// What is to be written where: the value first, then what the annotations of its Secret say of it.
fn edits(
    document: &Document,
    before: &Opened,
    format: Format,
    change: &Change<'_>,
) -> Result<(Vec<Edit>, String), Error> {
    let seen = Seen::new(document, before.texts());
    let misplaced = || Error::Misplaced(change.name.to_owned());
    let new = || -> Result<Target, Error> {
        // A name that could never be one is that, whether or not something was to be added.
        let steps = steps_in(format, change.name).ok_or_else(misplaced);
        if !change.add {
            steps.as_ref().map_err(Clone::clone)?;
            let near = nearest(document, &seen, change.name);
            return Err(Error::NotThere(change.name.to_owned(), near));
        }
        if let Some(target) = room(document, &seen, change.name)? {
            return Ok(target);
        }
        Ok(Target { part: 0, steps: steps?, coding: Coding::Text, name: change.name.to_owned() })
    };
    let target = match find(document, &seen, change.name)? {
        Some(target) => target,
        None => new()?,
    };
    let value = match target.coding {
        Coding::Text => Plain::new(Kind::Str, change.value),
        Coding::Base64 => Plain::new(Kind::Str, STANDARD.encode(change.value)),
    };
    let mut edits = vec![Edit { part: target.part, steps: target.steps, plain: value }];
    edits.extend(annotations(document, &seen, &edits[0], change));
    Ok((edits, target.name))
}

/// The annotations of the Secret that a value belongs to, as they are from now on.
fn annotations(document: &Document, seen: &Seen<'_>, edit: &Edit, change: &Change<'_>) -> Vec<Edit> {
    let above = |it: &Secret| it.way.map_or_else(Vec::new, |way| document.path(way).0);
    let of = |it: &&Secret| {
        it.part == edit.part && edit.steps.starts_with(&above(it)) && edit.steps.len() == above(it).len() + 2
    };
    let (Some(secret), Some(key)) = (seen.secrets.iter().find(of), edit.steps.last().and_then(key_of)) else {
        return Vec::new();
    };
    let changed = secret.annotations.iter().filter_map(|(way, name)| {
        let old = seen.text(*way)?;
        let new = (change.annotate)(name, old, key).filter(|it| it != old)?;
        Some(Edit { part: edit.part, steps: document.path(*way).0, plain: Plain::new(Kind::Str, new) })
    });
    changed.collect()
}

/// Whether everything stands where it was meant to, and everything else where it was.
fn check(edits: &[Edit], was: (&Document, &Opened), is: (&Document, &Opened)) -> Option<()> {
    let (was, is) = (named(was.0, was.1), named(is.0, is.1));
    let of = |edit: &Edit, it: &(usize, Path, &str)| it.0 == edit.part && it.1.0 == edit.steps;
    let stands = |edit: &Edit| is.iter().any(|it| of(edit, it) && it.2 == edit.plain.text.as_str());
    let is_other = |it: &&(usize, Path, &str)| !edits.iter().any(|edit| of(edit, it));
    (edits.iter().all(stands) && was.iter().filter(is_other).eq(is.iter().filter(is_other))).then_some(())
}

/// The encrypted value whose last key is the same.
fn encrypted_like(document: &Document, metadata: &Metadata, last: Option<&str>) -> Option<String> {
    let paths = document.leaves.iter().map(|leaf| document.path(leaf.way));
    let is_meant = |path: &Path| {
        let keys: Vec<&str> = path.0.iter().filter_map(key_of).collect();
        keys.last().copied() == last && metadata.selection.chooses(keys.into_iter())
    };
    paths.into_iter().find(is_meant).map(|path| path.to_string())
}

/// Every value with its document and its name.
fn named<'a>(document: &Document, opened: &'a Opened) -> Vec<(usize, Path, &'a str)> {
    let values = document.leaves.iter().zip(&opened.values);
    values.map(|(leaf, it)| (document.part(leaf.way), document.path(leaf.way), it.text.as_str())).collect()
}

/// The steps of a name that may be set in a file of this notation.
fn steps_in(format: Format, name: &str) -> Option<Vec<Step>> {
    let steps = if format == Format::Dotenv {
        // The whole of it is the key; what SOPS would read as something else is none.
        let is_key = !name.is_empty() && !name.contains('=') && !name.starts_with('#') && !name.starts_with(PREFIX);
        is_key.then(|| vec![Step::Key(name.to_owned())])?
    } else {
        steps(name)?
    };
    let is_metadata = steps.first().and_then(key_of) == Some(KEY) && format != Format::Dotenv;
    let breaks = steps.iter().filter_map(key_of).any(|it| it.contains(['\n', '\r']));
    (!is_metadata && !breaks).then_some(steps)
}

/// Puts a value where it belongs; `None` where nothing fits.
fn place(
    text: &str,
    document: &Document,
    edit: &Edit,
    written: &dyn Fn(Notation) -> Zeroizing<String>,
    splices: &mut Splices,
) -> Option<()> {
    let Edit { part, steps, .. } = edit;
    let is_here = |way: WayId| document.part(way) == *part && document.path(way).0 == *steps;
    if let Some(leaf) = document.leaves.iter().find(|it| is_here(it.way)) {
        splices.put(leaf.span.clone(), Zeroizing::new(set_apart(text, &leaf.span, &written(leaf.notation))).as_str());
        return Some(());
    }
    if let Some(void) = document.voids.iter().find(|it| is_here(it.way)) {
        splices.put(void.span.clone(), format!("{}{}", void.before, &*written(void.notation)));
        return Some(());
    }
    // The deepest mapping on the way that is there; what is below it is added, and may not be there as something else.
    let depth = (0..steps.len()).rev().find(|depth| document.rooms_at(*part, &steps[..*depth]).is_some())?;
    let room = document.rooms_at(*part, &steps[..depth])?;
    let names: Option<Vec<&str>> = steps[depth..].iter().map(key_of).collect();
    let names = names?;
    if document.has(*part, &steps[..=depth]) {
        return None;
    }
    let (text, at) = entry(room, &names, written);
    splices.put(at..at, text.as_str());
    Some(())
}

/// A new entry, with the mappings that are missing around it, and where it goes.
fn entry(room: Room, names: &[&str], written: &dyn Fn(Notation) -> Zeroizing<String>) -> (Zeroizing<String>, usize) {
    let mut out = Zeroizing::new(String::new());
    match room.style {
        RoomStyle::Dotenv => {
            out.push_str(names[0]);
            out.push('=');
            out.push_str(&written(Notation::Dotenv));
            out.push('\n');
        }
        RoomStyle::Line(column) => {
            for (level, name) in names.iter().enumerate() {
                out.push_str(&" ".repeat(column + 4 * level));
                out.push_str(&if Plain::is_itself_unquoted(name) { (*name).to_owned() } else { quoted(name) });
                out.push_str(if level + 1 < names.len() { ":\n" } else { ": " });
            }
            out.push_str(&written(Notation::Block(None)));
            out.push('\n');
        }
        RoomStyle::Braces { first } => {
            out.push_str(if first { "" } else { ", " });
            let entries: Vec<String> = names.iter().map(|name| format!("{}: ", quoted(name))).collect();
            out.push_str(&entries.join("{"));
            out.push_str(&written(Notation::Json));
            out.push_str(&"}".repeat(names.len() - 1));
        }
    }
    (out, room.at)
}

fn quoted(name: &str) -> String {
    notation::yaml(name).to_string()
}

fn key_of(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Index(_) => None,
    }
}

/// The steps of a name as it is shown: `data.KEY`, `users[0].key`, `a["b.c"]`.
fn steps(name: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix("[\"") {
            let (key, behind) = inner.split_once("\"]")?;
            steps.push(Step::Key(key.to_owned()));
            rest = behind;
        } else if let Some(inner) = rest.strip_prefix('[') {
            let (index, behind) = inner.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = behind;
        } else {
            let inner = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
            let end = inner.find(['.', '[']).unwrap_or(inner.len());
            if end == 0 {
                return None;
            }
            steps.push(Step::Key(inner[..end].to_owned()));
            rest = &inner[end..];
        }
    }
    (!steps.is_empty()).then_some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_shown() {
        for name in ["a", "data.DB_PASSWORD", "users[0].key", "a[\"b.c\"].d", "a[1][2]"] {
            assert_eq!(Path(steps(name).expect(name)).to_string(), name);
        }
        for name in ["", ".a", "a..b", "a[", "a[x]", "a[0]b"] {
            assert!(steps(name).is_none(), "{name}");
        }
    }
}
