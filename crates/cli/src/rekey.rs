//! A change of who reads the stores of a tree: planned whole, then carried out file after file.
//!
//! First everything is opened and computed, so that a file that cannot be changed stops the change before it begins. Then each file is
//! replaced, with its intent and its end in the journal. Whoever resumes looks at the files: one that has the readers already is
//! done.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::OperatingSystem;
use lang::{Text, plural, text};
use vault::journal::{Order, Step};
use vault::sops::{self, Outline};
use vault::{Error, Format, Identities, Recipient};

use crate::console::Console;
use crate::exit::Failure;
use crate::journals::Open;
use crate::store::{self, Store};

/// Who comes and who goes.
pub(crate) struct Change {
    pub(crate) add: Vec<Recipient>,
    pub(crate) remove: Vec<Recipient>,
}

impl Change {
    pub(crate) fn order(&self, plan: &Plan) -> Order {
        let text = |it: &Vec<Recipient>| it.iter().map(Recipient::to_string).collect();
        let files = plan.files.iter().filter(|it| it.is_due).map(|it| it.name.clone()).collect();
        Order { add: text(&self.add), remove: text(&self.remove), files }
    }

    pub(crate) fn is_of(&self, order: &Order) -> bool {
        let same = |a: &[Recipient], b: &[String]| a.iter().map(Recipient::as_str).eq(b.iter().map(String::as_str));
        same(&self.add, &order.add) && same(&self.remove, &order.remove)
    }

    pub(crate) fn from(order: &Order) -> Result<Change, Failure> {
        let read = |it: &[String]| it.iter().map(|it| store::recipient("RECIPIENT", it)).collect::<Result<_, _>>();
        Ok(Change { add: read(&order.add)?, remove: read(&order.remove)? })
    }
}

/// What becomes of each file.
pub(crate) struct Plan {
    pub(crate) files: Vec<Planned>,
    identities: Option<Identities>,
    at: model::Moment,
}

/// One file.
pub(crate) struct Planned {
    pub(crate) path: PathBuf,
    /// In the journal.
    pub(crate) name: String,
    format: Format,
    pub(crate) outline: Outline,
    /// Who reads it afterwards.
    readers: Vec<Recipient>,
    is_due: bool,
    /// Whether somebody goes, who may have kept the data key.
    pub(crate) new_key: bool,
    /// Whether whoever runs the command can still read it afterwards.
    pub(crate) stays_open: bool,
}

impl Planned {
    fn of(path: &Path, text: &str, format: Format, change: &Change, base: &Path) -> Result<Planned, Error> {
        let outline = sops::outline(text, format)?;
        let now = sops::readers_after(&outline, &[], &[])?;
        let readers = sops::readers_after(&outline, &change.add, &change.remove)?;
        let (is_due, new_key) = (now != readers, now.iter().any(|it| !readers.contains(it)));
        let name = store::name_in(base, path);
        Ok(Planned { path: path.to_owned(), name, format, outline, readers, is_due, new_key, stays_open: true })
    }
}

impl Plan {
    /// Opens and computes everything; all that stands in the way is told at once.
    pub(crate) fn of(
        found: Vec<(PathBuf, String, Format)>,
        change: &Change,
        base: &Path,
        matches: &ArgMatches,
    ) -> Result<Plan, Failure> {
        let mut plan = Plan { files: Vec::new(), identities: None, at: store::now()? };
        let mut wrong: Vec<(PathBuf, Error)> = Vec::new();
        for (path, text, format) in found {
            let mut planned = match Planned::of(&path, &text, format, change, base) {
                Ok(planned) => planned,
                Err(error) => {
                    wrong.push((path, error));
                    continue;
                }
            };
            if planned.is_due {
                let identities = match &plan.identities {
                    Some(identities) => identities,
                    None => plan.identities.insert(store::identities(matches)?),
                };
                let (at, source) = (plan.at, &mut OperatingSystem);
                match sops::change_readers(&text, format, &planned.readers, identities, at, source) {
                    Ok(new) => planned.stays_open = sops::opens(&new, format, identities),
                    Err(error) => wrong.push((path, error)),
                }
            }
            plan.files.push(planned);
        }
        if wrong.is_empty() { Ok(plan) } else { Err(refused(&wrong)) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.files.iter().any(|it| it.is_due)
    }

    /// What is done, as it would be or was.
    pub(crate) fn told(&self, console: &Console) -> String {
        let lang = console.lang;
        let mut out = String::new();
        for file in self.files.iter().filter(|it| it.is_due) {
            let how = if file.new_key {
                Text::new("new data key, every value encrypted anew", "データ鍵を作り直し、全値を再暗号化")
            } else {
                Text::new("one more recipient", "受信者を追加")
            };
            out.push_str(&format!("{}: {}\n", file.path.display(), how.get(lang)));
            for reader in &file.readers {
                out.push_str(&format!("  {reader}\n"));
            }
        }
        let due = self.files.iter().filter(|it| it.is_due).count();
        let (rest, s) = (self.files.len() - due, plural(due));
        let sum =
            text!("{due} file{s} to change, {rest} as they should be", "変更するファイル {due} 件、変更不要 {rest} 件");
        out + sum.get(lang) + "\n"
    }

    /// Replaces file after file.
    pub(crate) fn carry_out(&self, mut journal: Open) -> Result<(), Failure> {
        let Some(identities) = &self.identities else { return journal.add(Step::End, self.at) };
        for planned in self.files.iter().filter(|it| it.is_due) {
            let file = Store::open(&planned.path)?;
            journal.add(Step::Intent { file: planned.name.clone() }, self.at)?;
            let (at, source) = (self.at, &mut OperatingSystem);
            let new = sops::change_readers(file.text(), planned.format, &planned.readers, identities, at, source)
                .map_err(|error| file.failure(&error))?;
            file.replace(&new)?;
            journal.add(Step::Done { file: planned.name.clone() }, self.at)?;
        }
        journal.add(Step::End, self.at)
    }
}

/// Everything that stands in the way, a line each.
fn refused(wrong: &[(PathBuf, Error)]) -> Failure {
    let lines = |lang| {
        let line = |(path, error): &(PathBuf, Error)| match error.position() {
            Some(at) => format!("{}:{}:{}: {}", path.display(), at.line, at.column, error.text().get(lang)),
            None => format!("{}: {}", path.display(), error.text().get(lang)),
        };
        wrong.iter().map(line).collect::<Vec<_>>().join("\n       ")
    };
    let (en, ja) = (lines(lang::Lang::En), lines(lang::Lang::Ja));
    Failure::CouldNot(text!("nothing was changed:\n       {en}", "何も変更していません:\n       {ja}"))
}
