//! From the named paths to texts, within bounds, each file once.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use inventory::Input;
use lang::{Text, text};
use model::{LeftOut, Omission, ProblemKind};
use yaml::Ref;

use crate::kustomization::Built;
use crate::{Error, Gathered, Limits, STDIN, folder, kustomization, open};

/// Reads every path: a file, a folder with all that is below it, or `-` for standard input.
///
/// A file below a folder that cannot be read becomes an input with a flaw, and hides nothing else.
///
/// # Errors
/// [`Error`] when a path that was named itself cannot be read.
pub fn gather(paths: &[PathBuf], stdin: &mut dyn Read, limits: &Limits) -> Result<Gathered, Error> {
    let mut reader = Reader { limits, total: 0, met: HashMap::new(), gathered: Gathered::default() };
    for path in paths {
        let failed = |source| Error::Path { path: path.clone(), source };
        if path.as_os_str() == "-" {
            reader.take_stdin(stdin)?;
        } else if fs::metadata(path).map_err(failed)?.is_dir() {
            let walked = folder::walk(path).map_err(failed)?;
            reader.take_walked(path, walked);
        } else if is_stream(path) {
            let file = File::open(path).map_err(failed)?;
            reader.take(&path.to_string_lossy(), &file);
        } else {
            let file = open::regular(path).map_err(failed)?;
            reader.take_named(path, &file);
        }
    }
    Ok(reader.gathered)
}

/// Whether a path is a stream that the shell or the person handed over: `<(helm template ...)`, `/dev/stdin`.
fn is_stream(path: &Path) -> bool {
    path == Path::new("/dev/stdin") || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

/// What a walk met, in order of path.
pub(crate) enum Met {
    /// A file to read; of a hidden folder only if an object is in it.
    File {
        /// Where it is.
        path: PathBuf,
        /// Whether it lies in a hidden folder or in `node_modules`.
        hidden: bool,
    },
    /// Something that cannot be read.
    Flawed(Input),
    /// Something that is not read.
    LeftOut(LeftOut),
}

struct Reader<'a> {
    limits: &'a Limits,
    total: u64,
    /// The files that were met, by what they are on the disk.
    met: HashMap<(u64, u64), String>,
    gathered: Gathered,
}

impl Reader<'_> {
    fn take_stdin(&mut self, stdin: &mut dyn Read) -> Result<(), Error> {
        let limit = self.limit();
        let mut bytes = Vec::new();
        stdin.take(limit + 1).read_to_end(&mut bytes).map_err(Error::Stdin)?;
        self.add(STDIN, bytes, limit);
        Ok(())
    }

    fn take_named(&mut self, path: &Path, file: &File) {
        if kustomization::is_named(path)
            && let Some(built) = kustomization::examine(&[path.to_owned()], path.parent()).remove(path)
        {
            self.take_built(path, &built);
            return;
        }
        self.take(&path.to_string_lossy(), file);
    }

    /// Reads what a walk met. What a kustomization changes is not judged as if the cluster got it so.
    fn take_walked(&mut self, root: &Path, walked: Vec<Met>) {
        let files = walked.iter().filter_map(|it| match it {
            Met::File { path, .. } if kustomization::is_named(path) => Some(path.clone()),
            _ => None,
        });
        let kustomizations = kustomization::examine(&files.collect::<Vec<_>>(), Some(root));
        let changed = kustomization::parts(&kustomizations);
        for met in walked {
            match met {
                Met::Flawed(input) => self.gathered.inputs.push(input),
                Met::LeftOut(it) => self.gathered.left_out.push(it),
                Met::File { path, hidden } => match kustomizations.get(&path) {
                    _ if is_part(&changed, &path) => self.leave(&path, Omission::PartOfKustomization),
                    Some(built) => self.take_built(&path, built),
                    None => self.open(&path, hidden),
                },
            }
        }
    }

    fn take_built(&mut self, path: &Path, built: &Built) {
        let input = Input::unread(path.to_string_lossy(), ProblemKind::UnrenderedTemplate, built.reason(path));
        self.gathered.inputs.push(input);
    }

    fn open(&mut self, path: &Path, hidden: bool) {
        let name = path.to_string_lossy();
        match open::regular(path) {
            Ok(file) if hidden => self.take_hidden(path, &file),
            Ok(file) => self.take(&name, &file),
            Err(error) => self.unread(&name, &error),
        }
    }

    /// Reads a file of a hidden folder if it holds what `kubectl apply -R` would hand to the cluster.
    fn take_hidden(&mut self, path: &Path, file: &File) {
        match open::bytes(file, self.limits.file) {
            Ok(bytes) if !may_hold_object(&bytes) => self.leave(path, Omission::NoObject),
            Ok(bytes) => {
                let name = path.to_string_lossy();
                self.once(&name, file, |it, limit| it.add(&name, bytes, limit));
            }
            Err(_) => self.take(&path.to_string_lossy(), file),
        }
    }

    fn take(&mut self, name: &str, file: &File) {
        self.once(name, file, |it, limit| {
            let mut bytes = Vec::with_capacity(file.metadata().map_or(0, |it| it.len().min(limit)) as usize + 1);
            match file.take(limit + 1).read_to_end(&mut bytes) {
                Ok(_) => it.add(name, bytes, limit),
                Err(error) => it.unread(name, &error),
            }
        });
    }

    /// Does something with a file that was not met before.
    fn once(&mut self, name: &str, file: &File, take: impl FnOnce(&mut Self, u64)) {
        if let Some(identity) = identity(file) {
            if self.met.contains_key(&identity) {
                self.leave(Path::new(name), Omission::SameFile);
                return;
            }
            self.met.insert(identity, name.to_owned());
        }
        let limit = self.limit();
        take(self, limit);
    }

    fn limit(&self) -> u64 {
        self.limits.file.min(self.limits.total - self.total)
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, limit: u64) {
        let input = if bytes.len() as u64 > limit {
            let (file, total) = (self.limits.file >> 20, self.limits.total >> 20);
            let reason = text!(
                "the file is larger than {file} MiB, or all files together than {total} MiB: it was not looked at",
                "ファイルが {file} MiB を超えるか、全体で {total} MiB を超えるため、検査していません"
            );
            Input::unread(name, ProblemKind::TooLarge, reason)
        } else if self.gathered.inputs.len() >= self.limits.files {
            let files = self.limits.files;
            let reason = text!(
                "there are more than {files} files: this one was not looked at",
                "ファイルが {files} 個を超えるため、検査していません"
            );
            Input::unread(name, ProblemKind::TooLarge, reason)
        } else {
            self.total += bytes.len() as u64;
            match String::from_utf8(bytes) {
                Ok(text) => Input::file(name, text),
                Err(error) => not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()),
            }
        };
        self.gathered.inputs.push(input);
    }

    fn leave(&mut self, path: &Path, why: Omission) {
        self.gathered.left_out.push(LeftOut { path: path.to_string_lossy().into_owned(), why });
    }

    fn unread(&mut self, name: &str, error: &io::Error) {
        self.gathered.inputs.push(unread(name, error));
    }
}

/// A file that could not be read.
pub(crate) fn unread(name: &str, error: &io::Error) -> Input {
    let reason = text!("the file cannot be read: {error}", "ファイルを読めません: {error}");
    Input::unread(name, ProblemKind::Unreadable, reason)
}

fn is_part(changed: &BTreeMap<PathBuf, ()>, path: &Path) -> bool {
    !changed.is_empty() && fs::canonicalize(path).is_ok_and(|it| changed.contains_key(&it))
}

/// What a file is on its disk, where that can be told.
fn identity(file: &File) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = file.metadata().ok()?;
        metadata.is_file().then(|| (metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        None
    }
}

/// Whether an object may stand in a text; not whether it is a good one.
fn may_hold_object(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return true };
    let named = text.contains("apiVersion") && text.contains("kind");
    // A name can be written in other ways.
    if !named && !["\\u", "\\x", "\\U", "!!", "!<", "%TAG"].iter().any(|it| text.contains(it)) {
        return false;
    }
    yaml::split(text).into_iter().any(|chunk| match yaml::parse(text, chunk, &yaml::Limits::default()) {
        Ok(trees) => {
            let has = |root: Ref<'_>| root.get("kind").is_some() || root.get("apiVersion").is_some();
            trees.iter().filter_map(|tree| Ref::root(text, tree)).any(|it| has(it) || it.items().any(has))
        }
        Err(_) => named,
    })
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Input {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let reason = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        Text::new(
            "the file is UTF-16: save it as UTF-8, as kubectl and Helm expect it",
            "ファイルが UTF-16 です。kubectl や Helm が読める UTF-8 で保存してください",
        )
    } else {
        text!("the file is not UTF-8 (line {line})", "ファイルが UTF-8 ではありません({line} 行目)")
    };
    Input::unread(name, ProblemKind::Unreadable, reason)
}
