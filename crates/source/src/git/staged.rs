//! The staged change.

use std::collections::HashMap;
use std::io;

use model::{LeftOut, Omission};

use super::blobs::{Contents, Object};
use super::records::{self, Change, Kind, Record, is_id, is_none};
use super::{GitError, Repository};
use crate::every::Skipped;
use crate::open;

/// Bytes of the list of what is staged.
const LIST: u64 = 256 << 20;

/// A text that is new in the index, and what it stood as before.
pub struct Staged {
    /// The path, from the top.
    pub path: String,
    /// The text as staged.
    pub text: String,
    /// The text in each parent that had the file, under whichever name.
    pub before: Vec<String>,
}

/// A path, its content, and its contents before: one for each parent.
type Staging = (String, (String, Vec<String>));

impl Repository {
    /// Hands over what is staged and differs from every parent of the commit to be: from `HEAD`, and in a merge from what is merged.
    /// In order of path, one at a time.
    ///
    /// # Errors
    /// [`GitError`].
    pub fn staged(&self, take: &mut dyn FnMut(&Staged)) -> Result<Skipped, GitError> {
        let changes = self.changes()?;
        let mut skipped = Skipped::default();
        // Of what stood before nothing is said.
        let mut before = Skipped::default();
        let (mut asked, contents) = Contents::open(&self.git)?;
        let ids = |(_, (new, old)): &Staging| {
            std::iter::once(new).chain(old).filter(|it| !is_none(it)).cloned().collect::<Vec<_>>()
        };
        std::thread::scope(|scope| {
            // Whoever asks must not wait for a git that nobody reads from any more: it goes with an error here.
            let mut contents = contents;
            let changes = &changes;
            scope.spawn(move || changes.iter().flat_map(ids).all(|id| asked.ask(&id)));
            for change in changes {
                let path = &change.0;
                let text = match contents.next()? {
                    Object::Blob(bytes) => skipped.text(path, bytes),
                    Object::LeftOut(Omission::NoContent) => return Err(GitError::Lost { path: path.clone() }),
                    Object::LeftOut(why) => {
                        skipped.add(LeftOut { path: path.clone(), why });
                        None
                    }
                    Object::Text(_) | Object::Tree => None,
                };
                let mut old = Vec::new();
                for _ in 1..ids(change).len() {
                    if let Object::Blob(bytes) = contents.next()? {
                        old.extend(before.text(path, bytes));
                    }
                }
                if let Some(text) = text {
                    take(&Staged { path: path.clone(), text, before: old });
                }
            }
            contents.end()
        })?;
        Ok(skipped)
    }

    /// Path, content, and the contents before, of each file that differs from every parent.
    fn changes(&self) -> Result<Vec<Staging>, GitError> {
        let mut changes: HashMap<String, (String, Vec<String>)> = HashMap::new();
        for change in self.difference("HEAD").or_else(|_| self.difference(self.empty_tree))? {
            changes.insert(change.path, (change.new, vec![change.old]));
        }
        for parent in self.merged() {
            let other: HashMap<String, String> =
                self.difference(&parent)?.into_iter().map(|it| (it.path, it.old)).collect();
            changes.retain(|path, (_, before)| {
                other.get(path).is_some_and(|old| {
                    before.push(old.clone());
                    true
                })
            });
        }
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort();
        Ok(changes)
    }

    /// The files of the index that differ from a tree. Renames are found by content; where git lacks a content, by name alone.
    fn difference(&self, tree: &str) -> Result<Vec<Change>, GitError> {
        let ask = |renames| {
            let arguments = ["diff-index", "--cached", "--raw", "-z", renames, "--no-abbrev", "--no-ext-diff"];
            let more = ["--no-textconv", "--no-color", "--no-relative", "--ignore-submodules=all", tree, "--"];
            self.git.output(&[&arguments[..], &more[..]].concat(), LIST)
        };
        let out = ask("-M").or_else(|_| ask("--no-renames"))?;
        let (mut stream, mut found) = (&out[..], Vec::new());
        while let Some(record) = records::next(&mut stream)? {
            match record {
                Record::Change(it) if it.kind == Kind::File && !is_none(&it.new) => found.push(it),
                Record::Change(_) => {}
                Record::Commit(_) => return Err(io::Error::from(io::ErrorKind::InvalidData).into()),
            }
        }
        Ok(found)
    }

    fn merged(&self) -> Vec<String> {
        let heads = open::text(&self.git_dir.join("MERGE_HEAD"), 1 << 20).unwrap_or_default();
        heads.lines().filter(|it| is_id(it)).map(ToOwned::to_owned).collect()
    }
}
