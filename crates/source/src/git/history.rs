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
use super::records::{self, Change, Kind, Record, is_none};
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
    /// Paths that the same commit took away: what stood there may have moved here.
    pub removed: &'a [String],
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
    removed: Arc<[String]>,
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
        let (walked, broken) =
            walked.unwrap_or_else(|_| (Walked::default(), Some(io::Error::from(io::ErrorKind::Other).into())));
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
fn read(diff_tree: Running, asked: Asked, places: &SyncSender<Place>) -> (Walked, Option<GitError>) {
    let mut reader = Reader {
        asked,
        places,
        walked: Walked::default(),
        names: HashMap::new(),
        paths: HashSet::new(),
        keys: [RandomState::new(), RandomState::new(), RandomState::new()],
    };
    let mut stream = BufReader::with_capacity(1 << 16, diff_tree);
    let (mut commit, mut changes) = (None, Vec::new());
    loop {
        let (next, id) = match records::next(&mut stream) {
            Ok(Some(Record::Change(change))) => {
                changes.push(change);
                continue;
            }
            Ok(Some(Record::Commit(id))) => (Some(Arc::from(&*id)), Some(id)),
            Ok(None) => (None, None),
            Err(error) => return (reader.walked, Some(error.into())),
        };
        let went_on = commit.is_none_or(|commit| reader.ask_changes(&commit, std::mem::take(&mut changes)));
        let went_on = went_on
            && next.as_ref().zip(id).is_none_or(|(commit, id)| reader.ask(Place::Message(Arc::clone(commit)), &id));
        reader.walked.commits += usize::from(next.is_some());
        if !went_on || next.is_none() {
            break;
        }
        commit = next;
    }
    let ended = stream.into_inner().end().err();
    (reader.walked, ended)
}

struct Reader<'a> {
    asked: Asked,
    places: &'a SyncSender<Place>,
    walked: Walked,
    /// The first path of each content under each name.
    names: HashMap<u128, u64>,
    paths: HashSet<u128>,
    /// Hashes of different keys stand for contents and names: a repository of millions would not fit otherwise.
    keys: [RandomState; 3],
}

impl Reader<'_> {
    /// Asks for an object; whether somebody still looks. The place goes first: whoever looks then reads what is asked for, however much
    /// stands in the pipes.
    fn ask(&mut self, place: Place, id: &str) -> bool {
        self.places.send(place).is_ok() && self.asked.ask(id)
    }

    fn ask_changes(&mut self, commit: &Arc<str>, changes: Vec<Change>) -> bool {
        let removed: Vec<String> = changes.iter().filter(|it| is_none(&it.new)).map(|it| it.path.clone()).collect();
        let removed: Arc<[String]> = removed.into();
        for change in changes {
            if change.kind == Kind::Submodule {
                self.walked.submodules.insert(change.path);
                continue;
            }
            if change.kind != Kind::File || is_none(&change.new) {
                continue;
            }
            let name = change.path.rsplit('/').next().unwrap_or_default();
            let (key, of_path) = (self.key(&change.new, name), self.keys[2].hash_one(&change.path));
            let file = File {
                commit: Arc::clone(commit),
                removed: Arc::clone(&removed),
                path: change.path,
                id: change.new.clone(),
                key,
            };
            if let Some(first) = self.names.get(&key) {
                let is_further = *first != of_path && self.paths.insert(self.key(&file.id, &file.path));
                self.walked.further.extend(is_further.then_some(file));
                continue;
            }
            self.names.insert(key, of_path);
            if !self.ask(Place::File(file), &change.new) {
                return false;
            }
        }
        true
    }

    fn key(&self, id: &str, name: &str) -> u128 {
        let [first, second, _] = &self.keys;
        (u128::from(first.hash_one((id, name))) << 64) | u128::from(second.hash_one((id, name)))
    }
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
                take(&Seen { commit: Some(&commit), path: MESSAGE, text: &text, removed: &[] });
            }
        }
        (Place::File(file), Object::Blob(bytes)) => {
            if let Some(text) = skipped.text(&file.path, bytes)
                && take(&Seen { commit: Some(&file.commit), path: &file.path, text: &text, removed: &file.removed })
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

/// What git says beside its answer: broken references, objects that are none. Its hints are advice.
pub(super) fn say_complaints(complaints: &[String], skipped: &mut Skipped) {
    let serious = |it: &&String| ["warning:", "error:", "fatal:"].iter().any(|word| it.starts_with(word));
    for line in complaints.iter().filter(serious) {
        skipped.add(LeftOut { path: "git".to_owned(), why: Omission::GitStopped(line.clone()) });
    }
}
