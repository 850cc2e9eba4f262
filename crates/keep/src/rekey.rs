//! A change of who reads the stores of a tree: planned whole, then carried out file after file.
//!
//! First everything is opened and computed, so that a file that cannot be changed stops the change before it begins. Then each file is
//! replaced, with its intent and its end in the journal. Whoever resumes looks at the files: one that has the readers already is
//! done.

mod advice;
mod resume;

use std::path::{Path, PathBuf};

use credentials::OperatingSystem;
use journal::{Journals, Open, Step};
use serde::{Deserialize, Serialize};
use vault::sops::{self, Outline};
use vault::{Error as Fault, Recipient};

pub use advice::{Advice, RuleNote};
pub use resume::{Interrupted, Resume};

use crate::Person;
use crate::error::Error;
use crate::files::{Store, base, name_in};
use crate::keys::Keys;
use crate::named::{Found, recipient, stores};
use crate::rules;

/// The procedure's name in the journals.
const PROCEDURE: &str = "recipients";

/// Who comes and who goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who comes.
    pub add: Vec<Recipient>,
    /// Who goes.
    pub remove: Vec<Recipient>,
}

/// What a journal says that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    add: Vec<String>,
    remove: Vec<String>,
    /// The files, in order, from the base.
    files: Vec<String>,
}

impl Change {
    fn order(&self, plan: &Plan) -> Order {
        let text = |it: &Vec<Recipient>| it.iter().map(Recipient::to_string).collect();
        let files = plan.files.iter().filter(|it| it.is_due).map(|it| it.name.clone()).collect();
        Order { add: text(&self.add), remove: text(&self.remove), files }
    }

    fn is_of(&self, order: &Order) -> bool {
        let same = |a: &[Recipient], b: &[String]| a.iter().map(Recipient::as_str).eq(b.iter().map(String::as_str));
        same(&self.add, &order.add) && same(&self.remove, &order.remove)
    }

    fn from(order: &Order) -> Result<Change, Error> {
        let read = |it: &[String]| it.iter().map(|it| recipient("journal", it)).collect::<Result<_, _>>();
        Ok(Change { add: read(&order.add)?, remove: read(&order.remove)? })
    }
}

/// What becomes of each file.
pub struct Plan {
    /// Every store that was looked at.
    pub files: Vec<Planned>,
}

/// One file.
pub struct Planned {
    /// Where it lies.
    pub path: PathBuf,
    /// What is in it now.
    pub outline: Outline,
    /// Who reads it afterwards.
    pub readers: Vec<Recipient>,
    /// Whether it is to be changed.
    pub is_due: bool,
    /// Whether somebody goes, who may have kept the data key: every value is encrypted anew.
    pub new_key: bool,
    /// Whether whoever acts can still read it afterwards.
    pub stays_open: bool,
    /// In the journal.
    name: String,
}

impl Planned {
    fn of(found: &Found, change: &Change, base: &Path) -> Result<Planned, Fault> {
        let outline = sops::outline(&found.text, found.format)?;
        let now = sops::readers_after(&outline, &[], &[])?;
        let readers = sops::readers_after(&outline, &change.add, &change.remove)?;
        let (is_due, new_key) = (now != readers, now.iter().any(|it| !readers.contains(it)));
        let (path, name) = (found.path.clone(), name_in(base, &found.path));
        Ok(Planned { path, name, outline, readers, is_due, new_key, stays_open: true })
    }
}

impl Plan {
    /// Opens and computes everything; all that stands in the way is told at once.
    fn of(found: &[Found], change: &Change, base: &Path, keys: &Keys, person: &Person) -> Result<Plan, Error> {
        let mut plan = Plan { files: Vec::new() };
        let mut wrong: Vec<(PathBuf, Fault)> = Vec::new();
        for it in found {
            let mut planned = match Planned::of(it, change, base) {
                Ok(planned) => planned,
                Err(error) => {
                    wrong.push((it.path.clone(), error));
                    continue;
                }
            };
            if planned.is_due {
                let (identities, source) = (keys.get()?, &mut OperatingSystem);
                match sops::change_readers(&it.text, it.format, &planned.readers, identities, person.at, source) {
                    Ok(new) => planned.stays_open = sops::opens(&new, it.format, identities),
                    Err(error) => wrong.push((it.path.clone(), error)),
                }
            }
            plan.files.push(planned);
        }
        if wrong.is_empty() { Ok(plan) } else { Err(Error::Stores(wrong)) }
    }

    /// Readers of files that are to be changed whom neither the rule of `.sops.yaml` for that file names nor the change itself, and who are not
    /// whoever acts: whoever can write to the repository may have put them there. Where no rule names readers, there is nothing to tell them by.
    ///
    /// # Errors
    /// Rules that cannot be read.
    fn strangers(&self, change: &Change, keys: &Keys) -> Result<Vec<(PathBuf, Vec<Recipient>)>, Error> {
        let mut found = Vec::new();
        for planned in self.files.iter().filter(|it| it.is_due) {
            let Some((_, rules, inside)) = rules::around(&planned.path)? else { continue };
            let named = rules.rule_for(&inside).and_then(|it| it.readers().ok()).unwrap_or_default();
            if named.is_empty() {
                continue;
            }
            let own = keys.get()?;
            let is_known = |it: &&Recipient| named.contains(it) || change.add.contains(it) || own.is_of(it);
            let strangers: Vec<Recipient> = planned.readers.iter().filter(|it| !is_known(it)).cloned().collect();
            if !strangers.is_empty() {
                found.push((planned.path.clone(), strangers));
            }
        }
        Ok(found)
    }

    /// Whether every file is as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.files.iter().any(|it| it.is_due)
    }

    /// Replaces file after file.
    fn carry_out(&self, mut journal: Open, keys: &Keys, person: &Person) -> Result<(), Error> {
        for planned in self.files.iter().filter(|it| it.is_due) {
            let file = Store::open(&planned.path)?;
            journal.add(Step::Intent { item: planned.name.clone() }, person.at)?;
            let (identities, source) = (keys.get()?, &mut OperatingSystem);
            let new = sops::change_readers(file.text(), file.format, &planned.readers, identities, person.at, source)
                .map_err(|error| file.error(error))?;
            file.replace(&new)?;
            journal.add(Step::Done { item: planned.name.clone() }, person.at)?;
        }
        Ok(journal.add(Step::End, person.at)?)
    }
}

/// What is asked for.
pub struct Request<'a> {
    /// Who comes and who goes.
    pub change: Change,
    /// The stores, or folders of them.
    pub paths: Vec<PathBuf>,
    /// What opens the stores.
    pub keys: &'a Keys,
    /// Who asks.
    pub person: &'a Person,
    /// Whether nothing is to be written.
    pub dry_run: bool,
}

/// A change that is computed and can be carried out. Until then nothing is written; the journals are held.
pub struct Ready<'a> {
    /// What becomes of each file.
    pub plan: Plan,
    /// Files of the same change, interrupted before, that are no longer there.
    pub gone: Vec<PathBuf>,
    begun: Vec<String>,
    change: Change,
    journals: Option<Journals>,
    unfinished: Option<Open>,
    keys: &'a Keys,
    person: &'a Person,
}

/// Looks at everything.
///
/// # Errors
/// Whatever stands in the way; nothing was changed.
pub fn prepare<'a>(request: &Request<'a>) -> Result<Ready<'a>, Error> {
    let Request { change, keys, person, .. } = request;
    let base = base_of(&request.paths);
    // Held before anything is read, so that what is read stays so; a dry run makes no folder.
    let journals = if request.dry_run { None } else { Some(hold(&base, person)?) };
    let mut unfinished = journals.as_ref().map_or(Ok(Vec::new()), Journals::unfinished)?;
    for other in &unfinished {
        if !change.is_of(&order_of(other)?) {
            return Err(Error::Interrupted(other.path().to_owned()));
        }
    }
    let unfinished = if unfinished.is_empty() { None } else { Some(unfinished.remove(0)) };
    let mut found = stores(&request.paths)?;
    let (mut begun, mut gone) = (Vec::new(), Vec::new());
    if let Some(journal) = &unfinished {
        // What was begun is ended, wherever the paths of this run lead.
        let named: Vec<String> = found.iter().map(|it| name_in(&base, &it.path)).collect();
        let order = order_of(journal)?;
        let (others, missing) = resume::ordered(&order, journal.path(), &base)?;
        found.extend(others.into_iter().filter(|it| !named.contains(&name_in(&base, &it.path))));
        (begun, gone) = (order.files, missing);
    }
    let plan = Plan::of(&found, change, &base, keys, person)?;
    if let Some(out) = plan.files.iter().find(|it| it.is_due && journal::place::below(&base, &it.name).is_none()) {
        return Err(Error::Outside(out.path.clone(), base));
    }
    Ok(Ready { plan, gone, begun, change: change.clone(), journals, unfinished, keys, person })
}

impl Ready<'_> {
    /// Who would read files that nobody is known to have let in: by file.
    ///
    /// # Errors
    /// Rules that cannot be read.
    pub fn strangers(&self) -> Result<Vec<(PathBuf, Vec<Recipient>)>, Error> {
        self.plan.strangers(&self.change, self.keys)
    }

    /// What a person has to do beside.
    ///
    /// # Errors
    /// Rules that cannot be read.
    pub fn advice(&self) -> Result<Advice, Error> {
        Advice::of(&self.plan, &self.change, &self.begun)
    }

    /// Carries the change out; nothing for a dry run.
    ///
    /// # Errors
    /// The machine's. What is done is done, and the journal knows what is left.
    pub fn carry_out(self) -> Result<(), Error> {
        let Some(journals) = self.journals else { return Ok(()) };
        let journal = match self.unfinished {
            Some(journal) => journal,
            None if self.plan.is_empty() => return Ok(()),
            None => {
                let order = self.change.order(&self.plan);
                journals.begin(PROCEDURE, &self.person.name, &order, self.person.at)?
            }
        };
        self.plan.carry_out(journal, self.keys, self.person)
    }
}

/// The folder that a change is recorded for: around the current folder, else around the first path that lies elsewhere.
fn base_of(paths: &[PathBuf]) -> PathBuf {
    let here = base(Path::new("."));
    let inside = |it: &PathBuf| std::fs::canonicalize(it).is_ok_and(|it| it.starts_with(&here));
    paths.iter().find(|it| it.exists() && !inside(it)).map_or(here.clone(), |it| base(it))
}

fn hold(base: &Path, person: &Person) -> Result<Journals, Error> {
    Ok(Journals::hold(journal::place::of(base, person.state.as_deref())?)?)
}

/// What a journal asks for.
fn order_of(journal: &Open) -> Result<Order, Error> {
    let begin = journal.begin();
    let order = if begin.procedure == PROCEDURE { begin.plan() } else { None };
    order.ok_or_else(|| Error::ForeignPlan(journal.path().to_owned()))
}
