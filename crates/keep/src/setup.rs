//! The Secrets of a deployment, made and written in the form that was asked for.

mod form;
mod output;
mod there;

use credentials::OperatingSystem;
use inventory::Input;
use model::{Date, Inventory};
use provision::Plan;

pub use form::{Form, Target};
pub use output::{Written, write};

use crate::error::Error;
use crate::keys::Keys;
pub use crate::obstacle::Obstacle;
use crate::unlock::unlock;

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
pub fn plan(
    inventory: &Inventory,
    existing: Option<&Inventory>,
    today: Date,
    replace: &[String],
) -> Result<Plan, Error> {
    if inventory.unread().next().is_some() {
        return Err(Obstacle::UnreadInput.into());
    }
    if existing.is_some_and(|it| it.unread().next().is_some()) {
        return Err(Obstacle::UnreadValues.into());
    }
    let request = provision::Request { inventory, existing, today, replace };
    Ok(provision::plan(&request, &mut OperatingSystem).map_err(|error| match (error, existing) {
        (provision::Error::NothingExisting, Some(existing)) => {
            let names = existing.documents.origins().iter().map(|it| it.name().to_owned());
            Obstacle::NothingExisting(names.collect())
        }
        (error, _) => Obstacle::NoPlan(error),
    })?)
}
