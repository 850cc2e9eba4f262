//! The whole history, as a stream: commits go from one git to the next, and contents come one at a time.
//!
//! Looked at: every file of every commit that a branch, a tag, a note, a stash (all of them), a replacement or `HEAD` reaches, the
//! messages of commits and tags, and files and folders that a tag or another reference names itself. History is what was committed:
//! replacements and grafts hide nothing, since git is told of none, and both their sides are walked.
//!
//! Each content is handed over once for each name that a file with it had, since the name may decide what is read in it; and again for
//! each further path where something was told of it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufReader, Write as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use model::{LeftOut, Omission};

use super::blobs::{Asked, Contents, Object};
use super::records::{self, Kind, Record, is_none};
use super::run::Running;
use super::{GitError, Repository};
use crate::every::Skipped;

/// Contents that are asked for before the first of them is looked at.
const AHEAD: usize = 512;

/// How far back a history is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What references reach.
    References,
    /// Also what only the reflogs of this clone still know.
    Reflogs,
}

/// A text of the history.
pub struct Seen<'a> {
    /// The first commit that has it; none for a tag's message, or what a reference names itself.
    pub commit: Option<&'a str>,
    /// The path from the top; for messages [`MESSAGE`] or the name of the tag.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
}

/// What a commit's message goes by.
pub const MESSAGE: &str = "<commit message>";

/// What is asked for, in order.
enum Place {
    Message(Arc<str>),
    File(File),
}

#[derive(Clone)]
struct File {
    commit: Arc<str>,
    path: String,
    id: String,
    key: u128,
}

/// What the reader of the differences leaves behind.
#[derive(Default)]
struct Walked {
    /// Contents under a name that was seen, at further paths.
    further: Vec<File>,
    submodules: HashSet<String>,
    commits: usize,
}

impl Repository {
    /// Hands over every text of the history, the oldest commit first. `take` says whether it told something of the text.
    ///
    /// # Errors
    /// [`GitError`] where nothing could be looked at; what breaks off later is left out, and named.
    pub fn history(&self, reach: Reach, take: &mut dyn FnMut(&Seen<'_>) -> bool) -> Result<Skipped, GitError> {
        let mut skipped = Skipped::default();
        self.say_what_is_missing(&mut skipped);
        let (rev_list, diff_tree) = self.walk(reach)?;
        let (asked, contents) = Contents::open(&self.git)?;
        let (send, receive) = sync_channel(AHEAD);
        let mut told: HashSet<u128> = HashSet::new();
        let (looked, walked) = std::thread::scope(|scope| {
            let reader = scope.spawn(move || read(diff_tree, asked, &send));
            let mut contents = contents;
            let looked = receive.iter().try_for_each(|place| -> Result<(), GitError> {
                let object = contents.next()?;
                look(place, object, take, &mut told, &mut skipped);
                Ok(())
            });
            drop((receive, contents));
            (looked, reader.join())
        });
        let (walked, broken) = walked.unwrap_or_else(|_| (Walked::default(), Some(io::Error::from(io::ErrorKind::Other).into())));
        let ended = rev_list.end();
        let stopped = looked.and(broken.map_or(Ok(()), Err));
        for result in [stopped, ended.map(|complaints| say_complaints(&complaints, &mut skipped))] {
            match result {
                Ok(()) => {}
                Err(error) if walked.commits == 0 => return Err(error),
                Err(error) => skipped.add(stop(&error)),
            }
        }
        let mut submodules: Vec<_> = walked.submodules.into_iter().collect();
        submodules.sort();
        submodules.into_iter().for_each(|path| skipped.add(LeftOut { path, why: Omission::Submodule }));
        let further = walked.further.into_iter().filter(|it| told.contains(&it.key));
        self.look_again(further.collect(), take, &mut skipped)?;
        self.references(take, &mut skipped)?;
        Ok(skipped)
    }

    /// The commits, and what each of them changed: two gits, the first writing to the second.
    fn walk(&self, reach: Reach) -> Result<(Running, Running), GitError> {
        let mut arguments = vec!["rev-list", "--all", "--topo-order", "--reverse", "--ignore-missing"];
        if reach == Reach::Reflogs {
            arguments.push("--reflog");
        }
        arguments.push("--stdin");
        let mut rev_list = self.git.start(&arguments, Stdio::piped())?;
        if let Some(mut stdin) = rev_list.stdin() {
            // A git that has gone is met below.
            let _ = stdin.write_all((self.hidden_tips().join("\n") + "\n").as_bytes());
        }
        let arguments = ["diff-tree", "--stdin", "--always", "--root", "-r", "-c", "--raw", "-z", "--no-renames"];
        let more = ["--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative"];
        let diff_tree = self.git.start(&[&arguments[..], &more[..]].concat(), rev_list.pipe())?;
        Ok((rev_list, diff_tree))
    }

    /// Contents at further paths, where the first one had something to tell.
    fn look_again(
        &self,
        further: Vec<File>,
        take: &mut dyn FnMut(&Seen<'_>) -> bool,
        skipped: &mut Skipped,
    ) -> Result<(), GitError> {
        if further.is_empty() {
            return Ok(());
        }
        let (mut asked, contents) = Contents::open(&self.git)?;
        std::thread::scope(|scope| {
            let mut contents = contents;
            let ids: Vec<String> = further.iter().map(|it| it.id.clone()).collect();
            scope.spawn(move || ids.iter().all(|id| asked.ask(id)));
            for file in further {
                let object = contents.next()?;
                look(Place::File(file), object, take, &mut HashSet::new(), skipped);
            }
            Ok(())
        })
    }
}

/// Reads what each commit changed, and asks for each content under each name once.
fn read(diff_tree: Running, mut asked: Asked, places: &SyncSender<Place>) -> (Walked, Option<GitError>) {
    let mut walked = Walked::default();
    // Two hashes of different keys stand for a content and a name: a repository of millions would not fit otherwise.
    let (first, second, third) = (RandomState::new(), RandomState::new(), RandomState::new());
    let mut names: HashMap<u128, u64> = HashMap::new();
    let mut paths: HashSet<u128> = HashSet::new();
    let key = |id: &str, name: &str| u128::from(first.hash_one((id, name))) << 64 | u128::from(second.hash_one((id, name)));
    let mut commit: Arc<str> = Arc::from("");
    let mut stream = BufReader::with_capacity(1 << 16, diff_tree);
    loop {
        let (place, id) = match records::next(&mut stream) {
            Ok(None) => break,
            Err(error) => return (walked, Some(error.into())),
            Ok(Some(Record::Commit(id))) => {
                walked.commits += 1;
                commit = Arc::from(&*id);
                (Place::Message(Arc::clone(&commit)), id)
            }
            Ok(Some(Record::Change(change))) => {
                if change.kind == Kind::Submodule {
                    walked.submodules.insert(change.path);
                    continue;
                }
                if change.kind != Kind::File || is_none(&change.new) {
                    continue;
                }
                let name = change.path.rsplit('/').next().unwrap_or_default();
                let (of_name, of_path) = (key(&change.new, name), third.hash_one(&change.path));
                let file = File { commit: Arc::clone(&commit), path: change.path, id: change.new, key: of_name };
                if let Some(first) = names.get(&of_name) {
                    if *first != of_path && paths.insert(key(&file.id, &file.path)) {
                        walked.further.push(file);
                    }
                    continue;
                }
                names.insert(of_name, of_path);
                let id = file.id.clone();
                (Place::File(file), id)
            }
        };
        // The place first: whoever looks then reads what is asked for, however much stands in the pipes.
        if places.send(place).is_err() || !asked.ask(&id) {
            break;
        }
    }
    let ended = stream.into_inner().end().err();
    (walked, ended)
}

fn look(
    place: Place,
    object: Object,
    take: &mut dyn FnMut(&Seen<'_>) -> bool,
    told: &mut HashSet<u128>,
    skipped: &mut Skipped,
) {
    match (place, object) {
        (Place::Message(commit), Object::Text(bytes)) => {
            if let Some(text) = skipped.text(MESSAGE, message(bytes)) {
                take(&Seen { commit: Some(&commit), path: MESSAGE, text: &text });
            }
        }
        (Place::File(file), Object::Blob(bytes)) => {
            if let Some(text) = skipped.text(&file.path, bytes)
                && take(&Seen { commit: Some(&file.commit), path: &file.path, text: &text })
            {
                told.insert(file.key);
            }
        }
        (Place::File(File { path, .. }), Object::LeftOut(why)) => skipped.add(LeftOut { path, why }),
        (Place::Message(commit), Object::LeftOut(why)) => {
            skipped.add(LeftOut { path: format!("{MESSAGE} {commit}"), why });
        }
        // An id that is another kind of object than the tree says is nothing that was committed as a file.
        (Place::File(_), Object::Text(_) | Object::Tree) | (Place::Message(_), Object::Blob(_) | Object::Tree) => {}
    }
}

/// What stands behind the head of a commit or a tag.
pub(super) fn message(object: Vec<u8>) -> Vec<u8> {
    match object.windows(2).position(|it| it == b"\n\n") {
        Some(at) => object[at + 2..].to_vec(),
        None => object,
    }
}

pub(super) fn stop(error: &GitError) -> LeftOut {
    LeftOut { path: "git".to_owned(), why: Omission::GitStopped(error.to_string()) }
}

/// What git says beside its answer: broken references, objects that are none.
pub(super) fn say_complaints(complaints: &[String], skipped: &mut Skipped) {
    for line in complaints {
        skipped.add(LeftOut { path: "git".to_owned(), why: Omission::GitStopped(line.clone()) });
    }
}
