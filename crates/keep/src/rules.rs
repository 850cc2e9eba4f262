//! The `.sops.yaml` around files: who reads a new one, and what in it is encrypted.

use std::path::{Path, PathBuf};

use vault::{Manner, Recipient, RuleFlaw, Rules};

use crate::error::Error;

/// Who reads a file, and how it is encrypted: what is named, else the rule of `.sops.yaml`. The manner is always that of the rule, where one
/// fits, since `sops` goes by it; else `otherwise`.
///
/// # Errors
/// Nobody is named, or a rule that cannot be followed.
pub fn readers(
    path: &Path,
    named: &[Recipient],
    otherwise: impl FnOnce() -> Result<Manner, Error>,
) -> Result<(Vec<Recipient>, Manner), Error> {
    let around = around(path)?;
    let rule = around.as_ref().and_then(|(file, rules, inside)| rules.rule_for(inside).map(|rule| (file, rule)));
    let Some((file, rule)) = rule else {
        return match around.filter(|(_, rules, _)| rules.are_given()) {
            _ if !named.is_empty() => Ok((named.to_vec(), otherwise()?)),
            Some((file, ..)) => Err(Error::NoRuleFits(file, path.to_owned())),
            None => Err(Error::Store(path.to_owned(), vault::Error::NoRecipients)),
        };
    };
    let flawed = |flaw: &RuleFlaw| Error::Rule(file.clone(), rule.line, flaw.clone());
    let manner = rule.manner().map_err(flawed)?.clone();
    if !named.is_empty() {
        return Ok((named.to_vec(), manner));
    }
    if let Some(flaw) = rule.flaw() {
        return Err(flawed(flaw));
    }
    let readers = rule.readers().map_err(|error| Error::RuleKey(file.clone(), rule.line, error))?;
    if readers.is_empty() {
        return Err(Error::Store(path.to_owned(), vault::Error::NoRecipients));
    }
    Ok((readers, manner))
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

/// Bytes of a `.sops.yaml`: more than any repository's.
const MAX_BYTES: u64 = 4 << 20;

/// The rules of a `.sops.yaml`.
pub(crate) fn read(file: &Path) -> Result<Rules, Error> {
    let text = source::read_text(file, MAX_BYTES).map_err(|error| Error::Unreadable(file.to_owned(), error))?;
    Rules::parse(&text).map_err(Error::of_store(file))
}

/// A file's path from the folder of a `.sops.yaml`, as its rules are asked.
pub(crate) fn inside(rules_file: &Path, path: &Path) -> String {
    let folder = rules_file.parent().unwrap_or(rules_file);
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
