//! Going on with what was interrupted.

use std::path::{Path, PathBuf};

use journal::{Journals, Open, place};

use super::{Advice, Change, Order, Plan, hold, order_of};
use crate::Person;
use crate::error::Error;
use crate::files::base;
use crate::keys::Keys;
use crate::named::{Found, read};

/// The changes that were interrupted here; the journals are held until this goes.
pub struct Resume {
    base: PathBuf,
    journals: Journals,
}

/// One change that was interrupted, computed anew from the files as they are.
pub struct Interrupted {
    /// What is left of it.
    pub plan: Plan,
    /// Who comes and who goes.
    pub change: Change,
    /// Who began it, as its journal says.
    pub actor: String,
    /// Its files that are no longer there.
    pub gone: Vec<PathBuf>,
    begun: Vec<String>,
    journal: Open,
}

impl Resume {
    /// Looks for interrupted changes around a folder.
    ///
    /// # Errors
    /// A journal that is not believed, or the machine's.
    pub fn around(folder: &Path, person: &Person) -> Result<Resume, Error> {
        let base = base(folder);
        let journals = hold(&base, person)?;
        Ok(Resume { base, journals })
    }

    /// The oldest change that is left; `None` when there is none.
    ///
    /// # Errors
    /// Whatever stands in its way.
    pub fn next(&self, keys: &Keys, person: &Person) -> Result<Option<Interrupted>, Error> {
        let mut unfinished = self.journals.unfinished()?;
        if unfinished.is_empty() {
            return Ok(None);
        }
        let journal = unfinished.remove(0);
        let order = order_of(&journal)?;
        let change = Change::from(&order)?;
        let (found, gone) = ordered(&order, journal.path(), &self.base)?;
        let plan = Plan::of(&found, &change, &self.base, keys, person)?;
        let actor = journal.begin().actor.clone();
        Ok(Some(Interrupted { plan, change, actor, gone, begun: order.files, journal }))
    }
}

impl Interrupted {
    /// What a person has to do beside.
    ///
    /// # Errors
    /// Rules that cannot be read.
    pub fn advice(&self) -> Result<Advice, Error> {
        Advice::of(&self.plan, &self.change, &self.begun)
    }

    /// Carries out what is left.
    ///
    /// # Errors
    /// The machine's. What is done is done, and the journal knows what is left.
    pub fn carry_out(self, keys: &Keys, person: &Person) -> Result<(), Error> {
        self.plan.carry_out(self.journal, keys, person)
    }
}

/// The files that a change was begun for, and those that somebody removed since. A name that leads out of the base is no change of ours.
pub(super) fn ordered(order: &Order, journal: &Path, base: &Path) -> Result<(Vec<Found>, Vec<PathBuf>), Error> {
    let (mut found, mut gone) = (Vec::new(), Vec::new());
    for name in &order.files {
        let path = place::below(base, name).ok_or_else(|| Error::ForeignPlan(journal.to_owned()))?;
        if path.exists() { found.push(read(path)?) } else { gone.push(path) }
    }
    Ok((found, gone))
}
