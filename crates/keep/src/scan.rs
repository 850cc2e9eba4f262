//! Credentials in the clear: in files, in what is staged, in a history.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use inventory::{Input, Options};
use leaks::{Certainty, Leak};
use model::{OriginId, Suppression};
use source::every;
use source::every::Skipped;
use source::git::{GitError, Reach, Repository, Seen, Staged};

use crate::{KnownStores, ignores};

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// git, or the repository.
    #[error(transparent)]
    Git(#[from] GitError),
    /// A path.
    #[error(transparent)]
    Source(#[from] source::Error),
    /// A store, or the system's randomness.
    #[error(transparent)]
    Keep(#[from] crate::Error),
}

/// Where to look.
pub enum Where {
    /// Files, and folders with everything below.
    Paths(Vec<PathBuf>),
    /// What is staged and new, in the repository around the current folder.
    Staged,
    /// Every commit of that repository.
    History,
}

/// A leak, the file that has it, and of a history the first commit.
pub type Place = (String, Option<String>, Leak);

/// What was met.
pub struct Looked {
    /// The leaks, in the order in which they were met.
    pub found: Vec<Place>,
    /// What suppresses some of them.
    pub comments: Comments,
    /// What was not looked at.
    pub skipped: Skipped,
}

/// The comments that suppress something, of the texts that hold leaks.
#[derive(Default)]
pub struct Comments {
    /// The files' names.
    pub names: HashMap<OriginId, String>,
    /// The suppressions.
    pub suppressions: Vec<Suppression>,
}

impl Comments {
    fn read(&mut self, name: &str, text: &str) {
        if !text.contains("sekisho:") {
            return;
        }
        let read = inventory::read(vec![Input::file(name, text)], &Options::default());
        self.names.extend(read.documents.origins().iter().map(|it| (it.id(), name.to_owned())));
        self.suppressions.extend(read.suppressions);
    }
}

/// Looks for leaks.
///
/// # Errors
/// git cannot be asked, a path cannot be read, a store's rules cannot be, or the system has no randomness.
pub fn look(at: &Where) -> Result<Looked, Error> {
    let mut looked = match at {
        Where::Staged => staged(),
        Where::History => history(),
        Where::Paths(paths) => files(paths),
    }?;
    let top = match at {
        Where::Paths(_) => Repository::around(Path::new(".")).ok().map(|it| it.top().to_owned()),
        // git names files from the top.
        Where::Staged | Where::History => None,
    };
    for (file, _, leak) in &mut looked.found {
        leak.stand_in(&from_top(file, top.as_deref()));
    }
    Ok(looked)
}

/// A file's path from the top of its repository, however it was named: the same for whoever looks, and wherever from.
fn from_top(file: &str, top: Option<&Path>) -> String {
    let inside = || {
        let top = top?.canonicalize().ok()?;
        let whole = Path::new(file).canonicalize().ok()?;
        Some(whole.strip_prefix(top).ok()?.to_string_lossy().into_owned())
    };
    inside().unwrap_or_else(|| file.trim_start_matches("./").to_owned())
}

fn staged() -> Result<Looked, Error> {
    let mut found = Vec::new();
    let mut comments = Comments::default();
    let repository = Repository::around(Path::new("."))?;
    let mut stores = KnownStores::default();
    let mut failed = None;
    let mut take = |change: &Staged| match stores.scan(
        &repository.top().join(&change.path),
        &change.path,
        &change.text,
        &change.before,
    ) {
        Ok(leaks) => {
            if !leaks.is_empty() {
                comments.read(&change.path, &change.text);
            }
            found.extend(new_leaks(change, leaks).into_iter().map(|leak| (change.path.clone(), None, leak)));
        }
        Err(failure) => failed = Some(failure),
    };
    let skipped = repository.staged(&mut take)?;
    failed.map_or(Ok(Looked { found, comments, skipped }), |error| Err(error.into()))
}

fn history() -> Result<Looked, Error> {
    let mut found = Vec::new();
    // For each value at each structural place the files that hold it: the first commit of each is the one to tell, and then the
    // first under a name that makes it surer. A file that moved is no other file.
    let mut seen: HashMap<(String, String), Vec<(String, Certainty)>> = HashMap::new();
    let tag = ignores::new_key()?.0;
    let mut take = |it: &Seen<'_>| {
        let leaks = leaks::scan(it.path, it.text);
        let told = !leaks.is_empty();
        for leak in leaks {
            let files = seen.entry((leak.fingerprint.clone(), tag.tag(&leak))).or_default();
            let here = |(file, _): &&mut (String, Certainty)| file == it.path || it.removed.contains(file);
            match files.iter_mut().find(here) {
                Some((file, certainty)) => {
                    it.path.clone_into(file);
                    if *certainty >= leak.certainty {
                        continue;
                    }
                    *certainty = leak.certainty;
                }
                None => files.push((it.path.to_owned(), leak.certainty)),
            }
            found.push((it.path.to_owned(), it.commit.map(ToOwned::to_owned), leak));
        }
        told
    };
    let skipped = Repository::around(Path::new("."))?.history(Reach::References, &mut take)?;
    // A comment speaks of the text that it stands in, and of no other version.
    Ok(Looked { found, comments: Comments::default(), skipped })
}

fn files(paths: &[PathBuf]) -> Result<Looked, Error> {
    let mut found = Vec::new();
    let mut comments = Comments::default();
    let mut skipped = Skipped::default();
    let mut stores = KnownStores::default();
    let mut failed = None;
    for path in paths {
        let mut take = |name: &str, text: &str| match stores.scan(Path::new(name), name, text, &[]) {
            Ok(leaks) => {
                if !leaks.is_empty() {
                    comments.read(name, text);
                }
                found.extend(leaks.into_iter().map(|leak| (name.to_owned(), None, leak)));
            }
            Err(failure) => failed = Some(failure),
        };
        let more = every::texts(path, &mut take)?;
        if let Some(failure) = failed {
            return Err(failure.into());
        }
        skipped.append(more);
    }
    Ok(Looked { found, comments, skipped })
}

/// Of the leaks of a staged text, those that rest on a line which no parent has.
fn new_leaks(change: &Staged, leaks: Vec<Leak>) -> Vec<Leak> {
    let old: HashSet<&str> = change.before.iter().flat_map(|it| it.lines()).collect();
    let lines: Vec<&str> = change.text.lines().collect();
    let is_new = |leak: &Leak| {
        let (first, last) = leak.lines;
        let range = (first as usize).saturating_sub(1)..(last as usize).min(lines.len());
        lines.get(range).is_none_or(|it| it.iter().any(|line| !old.contains(line)))
    };
    // A copy of a line that was there already is a second place, and new.
    let count =
        |text: &str, leak: &Leak| text.lines().filter(|it| lines.get(leak.line as usize - 1) == Some(it)).count();
    let is_copy = |leak: &Leak| {
        !change.before.is_empty() && change.before.iter().all(|it| count(it, leak) < count(&change.text, leak))
    };
    leaks.into_iter().filter(|it| is_new(it) || is_copy(it)).collect()
}
