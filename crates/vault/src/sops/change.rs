//! One value set: the rest of the file stays, but for the MAC and the time.

use credentials::{Randomness, notation};
use model::Moment;
use yaml::{Path, Step};
use zeroize::Zeroizing;

use super::open::{Opened, mac, open, verified};
use super::write::{Splices, plain_value, prove, sealed_value, stamp};
use crate::document::{Document, Notation, PREFIX, Room, RoomStyle, WayId};
use crate::format::KEY;
use crate::metadata::Metadata;
use crate::scalar::{Kind, Plain};
use crate::{Error, Format, Identities};

/// Sets one value, by its name (`data.DB_PASSWORD`); a key that is not there is added, with the mappings above it.
///
/// # Errors
/// As [`super::decrypt`], [`Error::Misplaced`] where no value fits, and [`Error::Exposed`] where the file's rule would leave it in the clear.
pub fn set(
    text: &str,
    format: Format,
    name: &str,
    value: &str,
    identities: &Identities,
    at: Moment,
    source: &mut dyn Randomness,
) -> Result<String, Error> {
    let (document, (metadata, key), before) = verified(text, format, identities)?;
    let misplaced = || Error::Misplaced(name.to_owned());
    let steps = steps_in(format, name).ok_or_else(misplaced)?;
    let keys: Vec<&str> = steps.iter().filter_map(key_of).collect();
    let plain = Plain::new(Kind::Str, value);
    let binding = keys.join(":") + ":";
    let chosen = metadata.selection.chooses(keys.iter().copied());
    if !chosen && !value.is_empty() {
        return Err(Error::Exposed(name.to_owned(), encrypted_like(&document, &metadata, keys.last().copied())));
    }
    let chosen = chosen && !value.is_empty();
    let sealed = if chosen { Some(key.seal(&plain, &binding, source)?) } else { None };
    let written = |notation: Notation| match &sealed {
        Some(sealed) => Zeroizing::new(sealed_value(notation, sealed)),
        None => plain_value(notation, &plain),
    };
    let mut splices = Splices::default();
    place(&document, &steps, &written, &mut splices).ok_or_else(misplaced)?;
    let text = splices.apply(text);
    let (old, document) = (document, Document::parse(&text, format)?);
    let opened = open(&document, &text, &metadata, &key)?;
    // It stands where it was meant to, and all the others where they were.
    let is_set = |(path, it): &(Path, &str)| path.0 == steps && *it == value;
    let (was, is) = (named(&old, &before), named(&document, &opened));
    let others = |it: &(Path, &str)| it.0.0 != steps;
    if !is.iter().any(is_set) || !was.into_iter().filter(others).eq(is.into_iter().filter(others)) {
        return Err(misplaced());
    }
    let mut new = metadata.clone();
    new.modified = at.to_string();
    new.mac = key.seal(&Plain::new(Kind::Str, mac(&document, &metadata, &opened)), &new.modified, source)?;
    let out = stamp(&text, &document, &metadata, &new)?;
    prove(&out, format, &new, &key, &opened)?;
    Ok(out)
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

/// Every value with its name.
fn named<'a>(document: &Document, opened: &'a Opened) -> Vec<(Path, &'a str)> {
    document.leaves.iter().zip(&opened.values).map(|(leaf, it)| (document.path(leaf.way), it.text.as_str())).collect()
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

/// Puts a value where these steps lead; `None` where nothing fits.
fn place(
    document: &Document,
    steps: &[Step],
    written: &dyn Fn(Notation) -> Zeroizing<String>,
    splices: &mut Splices,
) -> Option<()> {
    let is_here = |way: WayId| document.path(way).0 == steps;
    if let Some(leaf) = document.leaves.iter().find(|it| is_here(it.way)) {
        splices.put(leaf.span.clone(), written(leaf.notation).as_str());
        return Some(());
    }
    if let Some(void) = document.voids.iter().find(|it| is_here(it.way)) {
        splices.put(void.span.clone(), format!("{}{}", void.before, &*written(void.notation)));
        return Some(());
    }
    // The deepest mapping on the way that is there; what is below it is added, and may not be there as something else.
    let depth = (0..steps.len()).rev().find(|depth| document.rooms_at(&steps[..*depth]).is_some())?;
    let room = document.rooms_at(&steps[..depth])?;
    let names: Option<Vec<&str>> = steps[depth..].iter().map(key_of).collect();
    let names = names?;
    if document.has(&steps[..=depth]) {
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
