//! Texts from a git repository: the staged change, the whole history.
//!
//! By the person's own `git` and its plumbing: it knows every extension of the repository (alternate index, worktrees, SHA-256, sparse
//! checkouts), and a library would weigh more than the rest of the program together. Object ids go in and contents come out through
//! pipes; no content ever stands in an argument. External diff programs, text converters and file monitors are off: nothing that a
//! repository configures is run.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::every::{MAX_BYTES, Skipped};

/// Why git could not answer. Whose fault: the environment's.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`, or it cannot be started.
    #[error("cannot run git: {0}")]
    Missing(io::Error),
    /// git refused; its first line says why.
    #[error("git {command}: {reason}")]
    Refused {
        /// The subcommand.
        command: String,
        /// What git said.
        reason: String,
    },
    /// git has lost what is staged, or cannot fetch it.
    #[error("git has no content for {path}, which is staged: see `git fsck`")]
    Lost {
        /// The path, from the top.
        path: String,
    },
    /// git's answer broke off.
    #[error("git's answer cannot be read: {0}")]
    Answer(#[from] io::Error),
}

/// A repository with a working tree.
pub struct Repository {
    top: PathBuf,
    git_dir: PathBuf,
    hooks: PathBuf,
}

/// A text that is new in the index, and what it stood as before.
pub struct Staged {
    /// The path, from the top.
    pub path: String,
    /// The text as staged.
    pub text: String,
    /// The text in each parent that had the file, under whichever name.
    pub before: Vec<String>,
}

impl Repository {
    /// The repository around a folder.
    ///
    /// # Errors
    /// [`GitError`] where there is none.
    pub fn around(folder: &Path) -> Result<Repository, GitError> {
        let out = output(
            folder,
            &["rev-parse", "--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-path", "hooks"],
        )?;
        let text = String::from_utf8_lossy(&out);
        let mut lines = text.lines().map(PathBuf::from);
        let mut next = || lines.next().ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof));
        Ok(Repository { top: next()?, git_dir: next()?, hooks: next()? })
    }

    /// The top folder.
    #[must_use]
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Where git looks for hooks; `core.hooksPath` is respected.
    #[must_use]
    pub fn hooks(&self) -> &Path {
        &self.hooks
    }

    /// What is staged and differs from every parent of the commit to be: from `HEAD`, and in a merge from what is merged.
    ///
    /// # Errors
    /// [`GitError`].
    pub fn staged(&self) -> Result<(Vec<Staged>, Skipped), GitError> {
        let diff = |parent: Option<&str>| {
            let mut arguments = vec![
                "diff",
                "--cached",
                "--raw",
                "-z",
                "-M",
                "--no-abbrev",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--no-relative",
                "--ignore-submodules",
            ];
            arguments.extend(parent);
            output(&self.top, &arguments).map(|out| raw(&out))
        };
        let mut changes: HashMap<String, (String, Vec<String>)> = HashMap::new();
        for change in diff(None)? {
            changes.insert(change.path, (change.new, vec![change.old]));
        }
        for parent in merged(&self.git_dir) {
            let other: HashMap<String, String> = diff(Some(&parent))?.into_iter().map(|it| (it.path, it.old)).collect();
            changes.retain(|path, (_, before)| {
                other.get(path).is_some_and(|old| {
                    before.push(old.clone());
                    true
                })
            });
        }
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort();
        let wanted: Vec<String> = changes
            .iter()
            .flat_map(|(_, (new, old))| std::iter::once(new).chain(old))
            .filter(|it| !is_none(it))
            .cloned()
            .collect();
        let now: HashMap<&str, &str> = changes.iter().map(|(path, (new, _))| (&**new, &**path)).collect();
        let mut lost = None;
        // Of what stood before nothing is said.
        let (mut skipped, mut before) = (Skipped::default(), Skipped::default());
        let mut contents: HashMap<String, String> = HashMap::new();
        self.blobs(&wanted, &mut |id, blob| {
            let path = now.get(id);
            if matches!(blob, Blob::Lost) {
                lost = lost.take().or_else(|| path.map(|it| (*it).to_owned()));
            }
            if let Some(text) = content(blob, if path.is_some() { &mut skipped } else { &mut before }) {
                contents.insert(id.to_owned(), text);
            }
        })?;
        if let Some(path) = lost {
            return Err(GitError::Lost { path });
        }
        let staged = changes.into_iter().filter_map(|(path, (new, old))| {
            let text = contents.get(&new)?.clone();
            Some(Staged { path, text, before: old.iter().filter_map(|it| contents.get(it).cloned()).collect() })
        });
        Ok((staged.collect(), skipped))
    }

    /// Every text of every commit that a branch, a tag, the stash or `HEAD` reaches, the oldest commit first:
    /// `take(commit, path, text)`. Each content once for each name that a file with it had, in whichever folder, since
    /// the name may decide what is read in it.
    ///
    /// # Errors
    /// [`GitError`].
    pub fn history(&self, take: &mut dyn FnMut(&str, &str, &str)) -> Result<Skipped, GitError> {
        let mut skipped = Skipped::default();
        let mut arguments =
            vec!["log", "--all", "--reverse", "--topo-order", "--raw", "-z", "-c", "--root", "--no-renames"];
        arguments.extend([
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-relative",
            "--format=%x01%H",
        ]);
        if output(&self.top, &["rev-parse", "-q", "--verify", "HEAD^{commit}"]).is_ok() {
            arguments.push("HEAD");
        }
        let log = output(&self.top, &arguments)?;
        let (mut seen, mut ids, mut places) = (HashSet::new(), Vec::new(), Vec::new());
        for (commit, path, id) in log_entries(&log) {
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            if seen.insert((id.clone(), name)) {
                ids.push(id);
                places.push((commit, path));
            }
        }
        let mut places = places.iter();
        self.blobs(&ids, &mut |_, blob| {
            if let (Some((commit, path)), Some(text)) = (places.next(), content(blob, &mut skipped)) {
                take(commit, path, &text);
            }
        })?;
        Ok(skipped)
    }

    /// Contents by id, in this order, and one for each.
    fn blobs(&self, ids: &[String], take: &mut dyn FnMut(&str, Blob)) -> Result<(), GitError> {
        if ids.is_empty() {
            return Ok(());
        }
        let spawned = git(&self.top, &["cat-file", "--batch"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = Running(spawned.map_err(GitError::Missing)?);
        let mut stdin = child.0.stdin.take().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let stdout = child.0.stdout.take().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        let mut out = BufReader::with_capacity(1 << 16, stdout);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for id in ids {
                    if stdin.write_all(format!("{id}\n").as_bytes()).is_err() {
                        break;
                    }
                }
            });
            for id in ids {
                let mut header = String::new();
                if out.read_line(&mut header)? == 0 {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
                }
                let mut words = header.split_ascii_whitespace().skip(1);
                let (kind, size) = (words.next(), words.next().and_then(|it| it.parse::<u64>().ok()));
                let Some(size) = size else {
                    take(id, Blob::Lost);
                    continue;
                };
                if size > MAX_BYTES || kind != Some("blob") {
                    io::copy(&mut (&mut out).take(size + 1), &mut io::sink())?;
                    take(id, Blob::Large);
                } else {
                    let mut bytes = vec![0; size as usize + 1];
                    out.read_exact(&mut bytes)?;
                    bytes.pop();
                    take(id, Blob::Bytes(bytes));
                }
            }
            Ok(())
        })
    }
}

/// What git hands over for an id.
enum Blob {
    Bytes(Vec<u8>),
    /// More than [`MAX_BYTES`], or no file.
    Large,
    /// git does not have it.
    Lost,
}

fn content(blob: Blob, skipped: &mut Skipped) -> Option<String> {
    match blob {
        Blob::Bytes(bytes) => return skipped.text(bytes),
        Blob::Large => skipped.large += 1,
        Blob::Lost => skipped.unreadable += 1,
    }
    None
}

struct Change {
    old: String,
    new: String,
    path: String,
}

/// `:100644 100644 OLD NEW M\0path\0`, or `R100\0from\0to\0`. Submodules and links have no text of their own.
fn raw(out: &[u8]) -> Vec<Change> {
    let mut fields = out.split(|it| *it == 0).map(|it| String::from_utf8_lossy(it).into_owned());
    let mut found = Vec::new();
    while let Some(head) = fields.next() {
        let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [_, mode, old, new, status] = words[..] else { break };
        let mut path = fields.next().unwrap_or_default();
        if status.starts_with(['R', 'C']) {
            path = fields.next().unwrap_or_default();
        }
        if mode.starts_with("100") && !is_none(new) {
            found.push(Change { old: old.to_owned(), new: new.to_owned(), path });
        }
    }
    found
}

/// Commit, path and content of each entry of `git log --raw -z -c`; a merge's entries name every parent's content first.
fn log_entries(log: &[u8]) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut commit = String::new();
    let mut fields = log.split(|it| *it == 0);
    while let Some(field) = fields.next() {
        let text = String::from_utf8_lossy(field);
        let mut text = text.trim_start_matches('\n');
        if let Some(rest) = text.strip_prefix('\u{1}') {
            let (id, after) = rest.split_once('\n').unwrap_or((rest, ""));
            commit = id.trim().to_owned();
            text = after.trim_start_matches('\n');
        }
        let parents = text.len() - text.trim_start_matches(':').len();
        if parents == 0 {
            continue;
        }
        let words: Vec<&str> = text[parents..].split(' ').collect();
        let path = String::from_utf8_lossy(fields.next().unwrap_or_default()).into_owned();
        if let (Some(mode), Some(new)) = (words.get(parents), words.get(2 * parents + 1))
            && mode.starts_with("100")
            && !is_none(new)
        {
            found.push((commit.clone(), path, (*new).to_owned()));
        }
    }
    found
}

fn is_none(id: &str) -> bool {
    id.bytes().all(|it| it == b'0')
}

fn merged(git_dir: &Path) -> Vec<String> {
    let heads = std::fs::read_to_string(git_dir.join("MERGE_HEAD")).unwrap_or_default();
    heads.lines().filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit())).map(ToOwned::to_owned).collect()
}

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "log.showSignature=false",
            "--no-optional-locks",
            "--literal-pathspecs",
        ])
        .args(arguments);
    command.current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let output = git(folder, arguments).output().map_err(GitError::Missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let reason = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it gave no reason").to_owned();
    Err(GitError::Refused { command: arguments[0].to_owned(), reason })
}

/// A child that does not outlive an error.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
