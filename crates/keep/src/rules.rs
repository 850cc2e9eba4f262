//! The `.sops.yaml` around files: who reads a new one, and what in it is encrypted.

use std::fs;
use std::path::{Path, PathBuf};

use vault::{Recipient, Rules, Selection};

use crate::error::Error;

/// Who reads a file, and which values are encrypted: what is named, else the rule of `.sops.yaml`.
///
/// # Errors
/// Nobody is named, or a rule that cannot be followed.
pub fn readers(path: &Path, named: &[Recipient], otherwise: Selection) -> Result<(Vec<Recipient>, Selection), Error> {
    let around = around(path)?;
    let rule = around.as_ref().and_then(|(file, rules, inside)| rules.rule_for(inside).map(|rule| (file, rule)));
    let selection = rule.map(|(_, rule)| rule.selection.clone()).unwrap_or(otherwise);
    if !named.is_empty() {
        return Ok((named.to_vec(), selection));
    }
    let nobody = || Error::Store(path.to_owned(), vault::Error::NoRecipients);
    let (file, rule) = rule.ok_or_else(nobody)?;
    if rule.has_other_keys {
        return Err(Error::RuleOfOtherKeys(file.clone(), rule.line));
    }
    let readers = rule.readers().map_err(|error| Error::RuleKey(file.clone(), rule.line, error))?;
    if readers.is_empty() { Err(nobody()) } else { Ok((readers, selection)) }
}

/// The `.sops.yaml` around a file: its path, its rules, and the file's path from its folder.
///
/// # Errors
/// Rules that cannot be read.
pub fn around(path: &Path) -> Result<Option<(PathBuf, Rules, String)>, Error> {
    let whole = std::path::absolute(path).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
    let Some(file) = whole.parent().and_then(file) else { return Ok(None) };
    let rules = read(&file)?;
    let inside = inside(&file, &whole);
    Ok(Some((file, rules, inside)))
}

/// The `.sops.yaml` of a folder or the nearest one above it.
pub(crate) fn file(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|it| it.join(Rules::FILE)).find(|it| it.is_file())
}

/// The rules of a `.sops.yaml`.
pub(crate) fn read(file: &Path) -> Result<Rules, Error> {
    let text = fs::read_to_string(file).map_err(|error| Error::Unreadable(file.to_owned(), error))?;
    Rules::parse(&text).map_err(Error::of_store(file))
}

/// A file's path from the folder of a `.sops.yaml`, as its rules are asked.
pub(crate) fn inside(rules_file: &Path, path: &Path) -> String {
    let folder = rules_file.parent().unwrap_or(rules_file);
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
