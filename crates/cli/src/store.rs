//! What the commands about encrypted files share: opening one, the keys of whoever runs them, the clock, the rules around.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;
use lang::{Text, text};
use model::Moment;
use source::{Locked, ReplaceError};
use vault::{Error, Format, Identities, KeyError, Recipient, Rules};
use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::hints;

/// An encrypted file, held while it is worked on.
pub(crate) struct Store {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    held: Locked,
}

impl Store {
    /// Waits for whoever else changes it, and reads it.
    pub(crate) fn open(path: &Path) -> Result<Store, Failure> {
        let format = format_of(path)?;
        let held = Locked::open(path, vault::sops::MAX_BYTES as u64).map_err(|error| unopened(path, &error))?;
        Ok(Store { path: path.to_owned(), format, held })
    }

    pub(crate) fn text(&self) -> &str {
        self.held.text()
    }

    /// Replaces it, whole or not at all.
    pub(crate) fn replace(&self, new: &str) -> Result<(), Failure> {
        self.held.replace(new).map_err(|error| match error {
            ReplaceError::Io(error) => unwritten(&self.path, &error),
            ReplaceError::ReadOnly => unwritten(&self.path, &io::ErrorKind::PermissionDenied.into()),
            ReplaceError::Changed => {
                let path = self.path.display();
                Failure::CouldNot(text!(
                    "{path} was changed by another program in the meantime: it stays as that program wrote it. Run the command again",
                    "{path} は処理中に別のプログラムが変更しました。その内容のまま残しています。もう一度実行してください"
                ))
            }
        })
    }

    /// What is wrong with the file, in it.
    pub(crate) fn failure(&self, error: &Error) -> Failure {
        failure(&self.path, error)
    }
}

/// The notation of a file, by its name.
pub(crate) fn format_of(path: &Path) -> Result<Format, Failure> {
    Format::of(&path.to_string_lossy()).ok_or_else(|| {
        let path = path.display();
        Failure::Usage(text!(
            "{path} is no .yaml, .yml, .json or .env file: rename it, or put the value under a key of such a file",
            "{path} は .yaml・.yml・.json・.env のいずれでもありません。名前を変えるか、値をそれらのファイルのキーに入れてください"
        ))
    })
}

/// What is wrong with a file, with its line and column where there is one.
pub(crate) fn failure(path: &Path, error: &Error) -> Failure {
    let (reason, path) = (hints::joined(&error.text(), hints::after_error(error)), path.display());
    let (en, ja) = reason.both();
    Failure::CouldNot(match error.position() {
        Some(at) => {
            let (line, column) = (at.line, at.column);
            text!("{path}:{line}:{column}: {en}", "{path}:{line}:{column}: {ja}")
        }
        None => text!("{path}: {en}", "{path}: {ja}"),
    })
}

fn unopened(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::FileTooLarge => failure(path, &Error::TooLarge),
        io::ErrorKind::ResourceBusy => {
            let path = path.display();
            Failure::CouldNot(text!(
                "{path} is being changed by another program, which does not end: look for it with `fuser {path}`",
                "{path} を別のプログラムが変更中で、終わりません。`fuser {path}` で確認してください"
            ))
        }
        io::ErrorKind::InvalidData => {
            let path = path.display();
            Failure::CouldNot(text!("{path} is not UTF-8", "{path} は UTF-8 ではありません"))
        }
        _ => Failure::unreadable(path, error),
    }
}

/// A file could not be written, and is as it was.
pub(crate) fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Failure::CouldNot(text!(
                "the disk is full: {shown} is as it was. Make room, and run the command again",
                "ディスクに空きがないため、{shown} は元のままです。空きを作ってから、もう一度実行してください"
            ))
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Failure::CouldNot(text!(
            "{shown} may not be written to ({error}), and is as it was: look at the rights of the file and its folder",
            "{shown} に書き込む権限がないため({error})、元のままです。ファイルとフォルダーの権限を確認してください"
        )),
        _ => Failure::unwritable(path, error),
    }
}

/// The private keys of whoever runs the command: the files that are named, else those of the environment, else SOPS's own place.
pub(crate) fn identities(matches: &ArgMatches) -> Result<Identities, Failure> {
    let variable = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let mut files: Vec<PathBuf> = matches.get_many("identity").into_iter().flatten().cloned().collect();
    if files.is_empty() {
        files.extend(variable("SEKISHO_AGE_KEY_FILE").or_else(|| variable("SOPS_AGE_KEY_FILE")));
    }
    if files.is_empty() {
        let config = variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|it| it.join(".config")));
        files.extend(config.map(|it| it.join("sops/age/keys.txt")).filter(|it| it.exists()));
    }
    let mut identities = Identities::default();
    for file in &files {
        if file.to_string_lossy().to_ascii_uppercase().contains("AGE-SECRET-KEY-") {
            return Err(Failure::Usage(Text::new(
                "--identity takes a file, and this is the private key itself: every process saw it, and the shell keeps it. Make a new one",
                "--identity にはファイルを指定してください。秘密鍵そのものが渡されており、他のプロセスやシェルの履歴から見えるため、新しい鍵に替えてください",
            )));
        }
        let text = fs::read_to_string(file).map(Zeroizing::new).map_err(|error| Failure::unreadable(file, &error))?;
        identities.add_file(&text).map_err(|error| no_key(&file.display().to_string(), error))?;
    }
    if identities.is_empty() {
        return Err(Failure::Usage(Text::new(
            "no private key is named: give `--identity FILE`, or SEKISHO_AGE_KEY_FILE, or SOPS_AGE_KEY_FILE; `age-keygen` makes one",
            "秘密鍵が指定されていません。`--identity ファイル`・SEKISHO_AGE_KEY_FILE・SOPS_AGE_KEY_FILE のいずれかで指定してください(鍵は `age-keygen` で作れます)",
        )));
    }
    Ok(identities)
}

fn no_key(place: &str, error: KeyError) -> Failure {
    let reason = error.text();
    let (en, ja) = reason.both();
    Failure::Usage(text!("{place}: {en}", "{place}: {ja}"))
}

/// A recipient of the command line. It is not repeated: it may be a private key.
pub(crate) fn recipient(argument: &str, written: &str) -> Result<Recipient, Failure> {
    Recipient::parse(written).map_err(|error| no_key(argument, error))
}

/// The clock.
pub(crate) fn now() -> Result<Moment, Failure> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| {
        Failure::CouldNot(Text::new(
            "the clock of this machine stands before 1970: set it, since every store holds the time",
            "このマシンの時計が 1970 年より前です。ストアには時刻を記録するため、時計を合わせてください",
        ))
    })?;
    Ok(Moment::of_unix(since.as_secs()))
}

/// The folder that the records of these files lie in: the top of the repository or deployment around a place.
pub(crate) fn base(place: &Path) -> PathBuf {
    let whole = fs::canonicalize(place).unwrap_or_else(|_| place.to_owned());
    let marked = |it: &&Path| [".git", ".sekisho", Rules::FILE].iter().any(|mark| it.join(mark).exists());
    let found = whole.ancestors().filter(|it| it.is_dir()).find(marked).map(Path::to_owned);
    found.or_else(|| whole.ancestors().find(|it| it.is_dir()).map(Path::to_owned)).unwrap_or(whole)
}

/// A file's name in the records: from their folder, with `/` between folders.
pub(crate) fn name_in(base: &Path, path: &Path) -> String {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    whole.strip_prefix(base).unwrap_or(&whole).to_string_lossy().replace('\\', "/")
}

/// The `.sops.yaml` around a file: its path, its rules, and the file's path from its folder.
pub(crate) fn rules_around(path: &Path) -> Result<Option<(PathBuf, Rules, String)>, Failure> {
    let whole = std::path::absolute(path).map_err(|error| Failure::unreadable(path, &error))?;
    let Some(file) = whole.parent().and_then(rules_file) else { return Ok(None) };
    let rules = read_rules(&file)?;
    let inside = inside(&file, &whole);
    Ok(Some((file, rules, inside)))
}

/// The `.sops.yaml` of a folder or the nearest one above it.
pub(crate) fn rules_file(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|it| it.join(Rules::FILE)).find(|it| it.is_file())
}

/// The rules of a `.sops.yaml`.
pub(crate) fn read_rules(file: &Path) -> Result<Rules, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::unreadable(file, &error))?;
    Rules::parse(&text).map_err(|error| failure(file, &error))
}

/// A file's path from the folder of a `.sops.yaml`, as its rules are asked.
pub(crate) fn inside(rules_file: &Path, path: &Path) -> String {
    let folder = rules_file.parent().unwrap_or(rules_file);
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
