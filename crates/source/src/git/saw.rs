//! What a walk along the commits does not meet by itself: stashes below the last, both sides of grafts, what references name that is
//! no commit; and where a clone ends.

use std::path::Path;

use model::{LeftOut, Omission};

use super::blobs::{Contents, Object};
use super::history::{Seen, message, say_complaints, stop};
use super::records::{is_id, reference};
use super::{GitError, Repository};
use crate::every::Skipped;
use crate::open;

/// Bytes of the list of references.
const LIST: u64 = 64 << 20;

/// Ids that are handed over beside the references; they fit into a pipe.
const MAX_TIPS: usize = 1000;

/// Tags of tags.
const MAX_TAGS: usize = 16;

impl Repository {
    /// Where the clone ends before the history does.
    pub(super) fn say_what_is_missing(&self, skipped: &mut Skipped) {
        if self.is_shallow {
            let at = self.listed("shallow").into_iter().next().unwrap_or_default();
            skipped.add(LeftOut { path: format!("commit {at}").trim_end().to_owned(), why: Omission::Shallow });
        }
    }

    /// Commits that no reference reaches and that are history all the same: older stashes, and what a graft puts in place of parents.
    pub(super) fn hidden_tips(&self) -> Vec<String> {
        let stashes = self.git.output(&["rev-list", "--walk-reflogs", "refs/stash", "--"], LIST).unwrap_or_default();
        let stashes = String::from_utf8_lossy(&stashes).into_owned();
        let mut tips: Vec<String> = stashes.lines().filter(|it| is_id(it)).map(ToOwned::to_owned).collect();
        tips.extend(self.listed("info/grafts"));
        tips.truncate(MAX_TIPS);
        tips
    }

    /// The ids that stand in a file of git's own folder.
    fn listed(&self, name: &str) -> Vec<String> {
        let text = open::text(&self.common_dir.join(Path::new(name)), 16 << 20).unwrap_or_default();
        text.split_whitespace().filter(|it| is_id(it)).map(ToOwned::to_owned).collect()
    }

    /// Messages of tags, and files and folders that a reference names itself.
    pub(super) fn references(
        &self,
        take: &mut dyn FnMut(&Seen<'_>) -> bool,
        skipped: &mut Skipped,
    ) -> Result<(), GitError> {
        let format = "--format=%(objectname) %(objecttype) %(refname)";
        let list = match self.git.output(&["for-each-ref", format], LIST) {
            Ok(list) => list,
            Err(error) => {
                skipped.add(stop(&error));
                return Ok(());
            }
        };
        let list = String::from_utf8_lossy(&list).into_owned();
        let named = list.lines().filter_map(reference).filter(|(_, kind, _)| *kind != "commit");
        let named: Vec<(&str, &str, &str)> = named.collect();
        if named.is_empty() {
            return Ok(());
        }
        let (mut asked, mut contents) = Contents::open(&self.git)?;
        for (id, _, name) in named {
            let mut id = id.to_owned();
            for _ in 0..MAX_TAGS {
                asked.ask(&id);
                match contents.next()? {
                    Object::Blob(bytes) => {
                        if let Some(text) = skipped.text(name, bytes) {
                            take(&Seen { commit: None, path: name, text: &text, removed: &[] });
                        }
                    }
                    Object::Tree => self.folder(&id, name, take, skipped)?,
                    Object::LeftOut(why) => skipped.add(LeftOut { path: name.to_owned(), why }),
                    Object::Text(bytes) => {
                        let next = tagged(&bytes);
                        if let Some(next) = next {
                            if let Some(text) = skipped.text(name, message(bytes)) {
                                take(&Seen { commit: None, path: name, text: &text, removed: &[] });
                            }
                            id = next;
                            continue;
                        }
                    }
                }
                break;
            }
        }
        drop(asked);
        contents.end().map(|complaints| say_complaints(&complaints, skipped))
    }

    /// The files of a folder that a reference names.
    fn folder(
        &self,
        tree: &str,
        name: &str,
        take: &mut dyn FnMut(&Seen<'_>) -> bool,
        skipped: &mut Skipped,
    ) -> Result<(), GitError> {
        let list = match self.git.output(&["ls-tree", "-r", "-z", "--full-tree", tree], LIST) {
            Ok(list) => String::from_utf8_lossy(&list).into_owned(),
            Err(error) => {
                skipped.add(stop(&error));
                return Ok(());
            }
        };
        let (mut asked, mut contents) = Contents::open(&self.git)?;
        for entry in list.split('\0') {
            // `100644 blob ID\tpath`
            let Some((head, path)) = entry.split_once('\t') else { continue };
            let Some(id) = head.strip_prefix("100").and_then(|it| it.rsplit(' ').next()) else { continue };
            asked.ask(id);
            let path = format!("{name}:{path}");
            match contents.next()? {
                Object::Blob(bytes) => {
                    if let Some(text) = skipped.text(&path, bytes) {
                        take(&Seen { commit: None, path: &path, text: &text, removed: &[] });
                    }
                }
                Object::LeftOut(why) => skipped.add(LeftOut { path, why }),
                Object::Text(_) | Object::Tree => {}
            }
        }
        Ok(())
    }
}

/// The object that a tag names; none for what is no tag, and for a tag of a commit, which is walked.
fn tagged(object: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&object[..object.len().min(4096)]).into_owned();
    let mut lines = head.lines();
    let id = lines.next()?.strip_prefix("object ").filter(|it| is_id(it))?;
    lines.next()?.strip_prefix("type ")?;
    Some(id.to_owned())
}
