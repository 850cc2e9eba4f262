//! Mending an input where that is safe, or where a person looked.

use std::io::Read;
use std::path::{Path, PathBuf};

use findings::Baseline;
use fix::Mended;
use inventory::Options;
use model::Date;
use rules::{Facts, FixClass};
use source::ReplaceError;

use crate::audit;
use crate::input::{self, Sources};

/// What is mended.
pub struct Request {
    /// Where it stands.
    pub sources: Sources,
    /// What was found before and is known: it is not mended.
    pub baseline: Option<Baseline>,
    /// The day by which suppressions end.
    pub today: Date,
    /// Up to which class.
    pub class: FixClass,
    /// Replace the files; otherwise only see what would become of them.
    pub write: bool,
}

/// What came of it.
pub struct Outcome {
    /// What was mended, and what is left.
    pub mended: Mended,
    /// What it was read with.
    pub options: Options,
}

/// Why it was not mended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What cannot be read.
    #[error(transparent)]
    Input(#[from] crate::Error),
    /// A file that was not replaced, and is as it was; what was replaced before it stays so.
    #[error("cannot replace {}", .0.display())]
    Unreplaced(PathBuf, #[source] ReplaceError),
}

/// Reads, mends until nothing more can be, and replaces the files where that was asked for. The text that was handed in is in the outcome.
///
/// # Errors
/// What cannot be read at all, or a file that cannot be replaced.
pub fn mend(request: &Request, stdin: &mut dyn Read) -> Result<Outcome, Error> {
    let gathered = input::gather(&request.sources, stdin)?;
    let judge = |inventory: &_| audit::judge(inventory, request.baseline.as_ref(), request.today);
    let mut mended =
        fix::mend_with(gathered.inputs, &gathered.options, request.class, fix::Choices::default(), &judge, &|_| true);
    mended.inventory.left_out.extend(gathered.left_out);
    if request.write {
        write_all(&mended)?;
    }
    Ok(Outcome { mended, options: gathered.options })
}

/// Every file is replaced whole or not at all; the first that cannot be ends the run, and a second run goes on from there.
fn write_all(mended: &Mended) -> Result<(), Error> {
    let Some(before) = &mended.before else { return Ok(()) };
    for (at, new) in &mended.texts {
        let old = &before.documents.origins()[*at];
        if old.name() == source::STDIN {
            continue;
        }
        let path = Path::new(old.name());
        source::replace(path, old.text(), new).map_err(|error| Error::Unreplaced(path.to_owned(), error))?;
    }
    Ok(())
}

/// The mended text that was handed in; `None` where none was.
#[must_use]
pub fn handed_in(mended: &Mended) -> Option<&str> {
    mended.inventory.documents.origins().iter().find(|it| it.name() == source::STDIN).map(|it| it.text())
}

/// How many of the findings that are left have a fix that asks for review.
#[must_use]
pub fn for_review(mended: &Mended) -> usize {
    let facts = Facts::new(&mended.inventory);
    let findings = mended.audit.findings.iter();
    findings
        .filter(|it| {
            fix::answer(&facts, it, FixClass::Review, fix::Choices::default())
                .fixes
                .iter()
                .any(|it| it.class == FixClass::Review)
        })
        .count()
}
