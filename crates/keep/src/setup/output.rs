//! Writing the Secrets of a plan.

use std::fs;
use std::path::{Path, PathBuf};

use credentials::OperatingSystem;
use provision::{Outcome, Plan, Secret};
use source::ReplaceError;
use vault::{Format, Manner, Recipient, Selection, sops};
use zeroize::Zeroizing;

use super::form::{Form, Target};
use super::there;
use crate::Person;
use crate::error::Error;
use crate::keys::Keys;
use crate::named::recipient;
use crate::obstacle::Obstacle;
use crate::{format_of, rules};

/// What was written.
#[derive(Default)]
pub struct Written {
    /// What is handed back, in order. Values may be in it.
    pub handed_back: Vec<Zeroizing<String>>,
    /// Of a file of SOPS: how many of its values are encrypted, and how many it has.
    pub encrypted: Option<(usize, usize)>,
    /// Whether the file was left alone, since it would not change.
    pub unchanged: bool,
    /// Whether what is sealed stays, whatever the plan would have made.
    pub stays_sealed: bool,
    /// A private file with the values that are handed back: the target says from now on that they are in their store, and whoever takes
    /// them may not come so far.
    pub kept: Option<PathBuf>,
}

/// Writes a plan's Secrets. A file that would not change is left alone.
///
/// # Errors
/// The target is as it was.
pub fn write(plan: &Plan, form: &Form, target: &Target, keys: &Keys, person: &Person) -> Result<Written, Error> {
    let secrets = &plan.secrets;
    let there = there::read(target, form, secrets, keys)?;
    let mut written = Written::default();
    match form {
        Form::Secret => put(target, provision::manifest(secrets), &mut written)?,
        Form::Sops(_) | Form::Age(_) if there.as_ref().is_some_and(|it| there::holds(it, secrets)) => {
            written.unchanged = true;
        }
        Form::Sops(named) => {
            let encrypted = encrypted(target, secrets, named, person)?;
            written.encrypted = Some((encrypted.encrypted, encrypted.values));
            put(target, Zeroizing::new(encrypted.text), &mut written)?;
        }
        Form::Age(named) => {
            let sealed = vault::age::seal(provision::manifest(secrets).as_bytes(), named);
            put(target, Zeroizing::new(sealed.map_err(Error::of_store(target.name()))?), &mut written)?;
        }
        Form::Sealed(certificate, scope) => {
            if let Some(there) = &there {
                there::keeps(there, target, secrets)?;
                return Ok(Written { unchanged: true, stays_sealed: true, ..Written::default() });
            }
            let text = seal::sealed(secrets, certificate, *scope, &mut OperatingSystem);
            put(target, Zeroizing::new(text.map_err(|_| Error::Exhausted)?), &mut written)?;
        }
        Form::External(store) => {
            let is_new = plan.rows.iter().any(|it| matches!(it.outcome, Outcome::Made));
            if there.is_some() && is_new {
                return Err(Obstacle::InStore(target.name().to_owned()).into());
            }
            let values = provision::external::sources(secrets);
            if let (Target::File(path, _), true) = (target, is_new) {
                written.kept = Some(keep(path, &values, person)?);
            }
            let objects = Zeroizing::new(provision::external::external(secrets, store));
            let put = put(target, objects, &mut written);
            if let (Err(_), Some(kept)) = (&put, &written.kept) {
                // The error that counts is the first one.
                let _ = fs::remove_file(kept);
            }
            put?;
            written.handed_back.push(values);
        }
    }
    Ok(written)
}

/// Keeps new values in a private file of the person's own, outside of whatever is committed.
fn keep(beside: &Path, values: &str, person: &Person) -> Result<PathBuf, Error> {
    let name = format!("setup-{}-{}.yaml", person.at.to_string().replace(':', ""), std::process::id());
    let folder = person.state.as_ref().map(|it| it.join("values"));
    let path = folder.as_ref().map_or_else(|| beside.with_file_name(&name), |it| it.join(&name));
    let made = folder.map_or(Ok(()), fs::create_dir_all);
    made.map_err(|error| Error::Unwritten(path.clone(), error))?;
    source::write_private(&path, None, values).map_err(|error| Error::unreplaced(&path, error))?;
    Ok(path)
}

/// The Secrets as a file of SOPS. One that is there already keeps its readers and its rule.
fn encrypted(
    target: &Target,
    secrets: &[Secret],
    named: &[Recipient],
    person: &Person,
) -> Result<sops::Encrypted, Error> {
    let path = target.name();
    let by_shape = || Ok(Manner::from(Selection::of_secrets()));
    let (readers, manner) = match target.before() {
        Some((_, text)) => {
            let outline = sops::outline(text, format_of(path)?).map_err(Error::of_store(path))?;
            if !outline.other_kinds.is_empty() {
                return Err(Obstacle::OtherKeys(path.to_owned(), outline.other_kinds).into());
            }
            let place = path.display().to_string();
            let readers = outline.recipients.iter().map(|it| recipient(&place, it));
            (readers.collect::<Result<Vec<_>, _>>()?, outline.manner)
        }
        None if matches!(target, Target::Caller) => (named.to_vec(), by_shape()?),
        None => rules::readers(path, named, by_shape)?,
    };
    let format = if matches!(target, Target::Caller) { Format::Yaml } else { format_of(path)? };
    if format != Format::Yaml {
        return Err(Obstacle::NoYaml(path.to_owned()).into());
    }
    let plain = provision::manifest(secrets);
    let (field, rule) = (manner.selection.field().0, manner.selection.field().1.to_owned());
    let encrypted = sops::encrypt_chosen(&plain, format, &readers, manner, person.at, &mut OperatingSystem);
    let encrypted = encrypted.map_err(Error::of_store(path))?;
    if !encrypted.readable.is_empty() {
        return Err(Error::of_store(path)(vault::Error::Readable(encrypted.readable, field, rule)));
    }
    Ok(encrypted)
}

fn put(target: &Target, text: Zeroizing<String>, written: &mut Written) -> Result<(), Error> {
    let Target::File(path, before) = target else {
        written.handed_back.push(text);
        return Ok(());
    };
    let before = before.as_deref().map(String::as_str);
    if before == Some(text.as_str()) && source::is_private(path) {
        written.unchanged = true;
        return Ok(());
    }
    source::write_private(path, before, &text).map_err(|error| match error {
        ReplaceError::Changed => Obstacle::Changed(path.clone()).into(),
        ReplaceError::ReadOnly => Obstacle::ReadOnly(path.clone()).into(),
        ReplaceError::Io(error) => Error::Unwritten(path.clone(), error),
    })
}
