//! The Secrets of a deployment, made and written in the form that was asked for.

mod form;
mod output;
mod there;

use std::path::PathBuf;

use credentials::OperatingSystem;
use inventory::Input;
use model::{Date, Inventory};
use provision::Plan;

pub use form::{Form, Target};
pub use output::{Written, write};

use crate::error::Error;
use crate::keys::Keys;
use crate::unlock::unlock;

/// What stands in the way of a setup; nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum Obstacle {
    /// What cannot be read may need credentials, too. The person's.
    #[error("a part of the deployment cannot be read")]
    UnreadInput,
    /// A value that cannot be read would be lost. The person's.
    #[error("the existing values cannot all be read")]
    UnreadValues,
    /// What was handed over holds nothing to adopt: the files.
    #[error("no Secret and no setting in {}", .0.join(", "))]
    NothingExisting(Vec<String>),
    /// No plan.
    #[error(transparent)]
    NoPlan(#[from] provision::Error),
    /// The file holds something beside these kinds of this deployment, which would be lost.
    #[error("{} holds more than the {} of this deployment", .0.display(), .1.join(", "))]
    MoreThere(PathBuf, &'static [&'static str]),
    /// What is sealed cannot be read, and lacks these keys.
    #[error("{} lacks {}", .0.display(), .1.join(", "))]
    SealedLacks(PathBuf, Vec<String>),
    /// The values are in the store already, where they cannot be seen.
    #[error("the values of {} are in their store", .0.display())]
    InStore(PathBuf),
    /// The store is also opened by keys of these other kinds.
    #[error("{} is also opened by {}", .0.display(), .1.join(", "))]
    OtherKeys(PathBuf, Vec<&'static str>),
    /// Secrets are written as YAML.
    #[error("{} is no YAML file by its name", .0.display())]
    NoYaml(PathBuf),
    /// The certificate cannot be used.
    #[error("{}: {}", .0.display(), .1.text().get(lang::Lang::En))]
    Certificate(PathBuf, seal::CertificateError),
    /// The file was changed by somebody else in the meantime.
    #[error("{} was changed by another program", .0.display())]
    Changed(PathBuf),
    /// The file is read-only.
    #[error("{} is read-only", .0.display())]
    ReadOnly(PathBuf),
}

/// The values that are there: what was handed over, and the file that is about to be written. `None` where there is neither.
///
/// # Errors
/// No key opens one that is encrypted.
pub fn existing(handed: Vec<Input>, form: &Form, target: &Target, keys: &Keys) -> Result<Option<Inventory>, Error> {
    let mut inputs = handed;
    if let Some((path, text)) = target.before().filter(|_| form.can_be_read()) {
        inputs.insert(0, Input::file(path.to_string_lossy(), text.to_owned()));
    }
    if inputs.is_empty() {
        return Ok(None);
    }
    let opened = inputs.into_iter().map(|it| unlock(it, keys)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(inventory::read(opened, &inventory::Options::default())))
}

/// The plan: which credentials, and what becomes of each.
///
/// # Errors
/// An [`Obstacle`].
pub fn plan(inventory: &Inventory, existing: Option<&Inventory>, today: Date) -> Result<Plan, Error> {
    if inventory.unread().next().is_some() {
        return Err(Obstacle::UnreadInput.into());
    }
    if existing.is_some_and(|it| it.unread().next().is_some()) {
        return Err(Obstacle::UnreadValues.into());
    }
    let request = provision::Request { inventory, existing, today };
    Ok(provision::plan(&request, &mut OperatingSystem).map_err(|error| match (error, existing) {
        (provision::Error::NothingExisting, Some(existing)) => {
            let names = existing.documents.origins().iter().map(|it| it.name().to_owned());
            Obstacle::NothingExisting(names.collect())
        }
        (error, _) => Obstacle::NoPlan(error),
    })?)
}
