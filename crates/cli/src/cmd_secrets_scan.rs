//! `sekisho secrets scan`, and `secrets ignore`, which looks the same way and then writes.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use credentials::{OperatingSystem, Randomness as _};
use findings::{Audit, Finding};
use forms::leaks::{Found, Scan};
use inventory::{Input, Options};
use lang::{Text, text};
use leaks::ignore::{self, Key, Standing};
use leaks::{Certainty, Leak};
use model::{OriginId, Suppression};
use rules::elsewhere;
use source::every::{self, Skipped};
use source::git::{GitError, Reach, Repository, Seen, Staged};
use zeroize::Zeroizing;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::Judging;
use crate::input;
use crate::told::Told;
use keep::KnownStores;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let ignores = Ignores::of(matches)?;
    let (asked, settings) = (Judging::of(matches)?, input::settings(matches)?);
    let leaving = deciding::leaving(&asked)?;
    let looked = look(matches)?;
    let unread = looked.skipped.left_out.iter().filter(|it| it.why.hides());
    let mut found: Vec<Finding> = unread.map(|it| elsewhere::of_unread_file(&it.path, it.why.text())).collect();
    let mut leaks = Vec::new();
    let mut n_ignored = 0;
    for (file, commit, leak) in looked.found {
        let finding = elsewhere::of_leak(&file, commit.as_deref(), &leak);
        match ignores.standing(&leak) {
            Standing::Ignored => n_ignored += 1,
            standing => {
                found.push(finding.clone());
                leaks.push(Found { remark: ignore::remark(standing), leak, finding });
            }
        }
    }
    let names = &looked.comments.names;
    let origin = |id: OriginId| names.get(&id).map(String::as_str);
    let audit = leaving.decide(found, &settings, &looked.comments.suppressions, &origin);
    if let Some(shown) = deciding::shown(&asked, &TITLE, &audit, console.lang) {
        told.print(&shown);
    } else {
        let scan = scan(&audit, leaks, n_ignored, &looked.skipped);
        told.print(&if input::is_json(matches) {
            forms::to_json(&forms::leaks::scan(&scan, console.lang))
        } else {
            text::leaks::text(&scan, &console.text_options())
        });
    }
    if deciding::write(&asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    Ok(asked.fail_on.exit(audit.worst(), false))
}

const TITLE: Title = Title {
    command: "sekisho secrets scan",
    text: Text::new("Sekisho: credentials in the clear", "関所: 平文の認証情報"),
};

/// What is reported, in the order in which it was met.
fn scan(audit: &Audit, leaks: Vec<Found>, n_ignored: usize, skipped: &Skipped) -> Scan {
    let mut left: Vec<&Finding> = audit.findings.iter().collect();
    let mut take =
        |finding: &Finding| left.iter().position(|it| *it == finding).map(|at| left.swap_remove(at)).is_some();
    let found = leaks.into_iter().filter(|it| take(&it.finding)).collect();
    left.sort_by(|a, b| a.order().cmp(&b.order()));
    Scan {
        found,
        others: left.into_iter().cloned().collect(),
        n_ignored,
        suppressed: audit.suppressed.clone(),
        compared: audit.compared.clone(),
        binary: skipped.binary,
        large: skipped.large,
        unreadable: skipped.unreadable,
        left_out: skipped.left_out.clone(),
        more: skipped.more,
    }
}

/// `sekisho secrets ignore FINGERPRINT --reason TEXT`.
pub(crate) fn run_ignore(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let word = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let (fingerprint, reason) = (word("fingerprint"), word("reason"));
    let ignores = Ignores::of(matches)?;
    let found = look(matches)?.found;
    let leaks: Vec<&Leak> = found.iter().map(|it| &it.2).filter(|it| it.fingerprint == fingerprint).collect();
    let Some(first) = leaks.first() else {
        return Err(Failure::Usage(text!(
            "no leak has the fingerprint {fingerprint}: take it from `sekisho secrets scan` with the same PATH, --staged or --history",
            "フィンガープリント {fingerprint} の検出はありません。同じ PATH・--staged・--history を指定した `sekisho secrets scan` の結果から指定してください"
        )));
    };
    let Some(key_file) = &ignores.key_file else {
        return Err(Failure::Usage(Text::new(
            "there is no home folder to keep the key in: name a file outside of the repository with --ignore-key",
            "鍵を置くホームフォルダーがありません。リポジトリの外のファイルを --ignore-key で指定してください",
        )));
    };
    let key = match ignores.key {
        Some(key) => key,
        None => make_key(key_file)?,
    };
    let path = ignores.folder.join(&first.fingerprint);
    let name = Path::new(ignore::FOLDER).join(&first.fingerprint);
    let mut content = source::read_text(&path, MAX_IGNORE).ok();
    for leak in leaks {
        if ignore::standing(leak, content.as_deref(), Some(&key)) != Standing::Ignored {
            content = Some(ignore::written(leak, reason, content.as_deref(), &key));
        }
    }
    source::write_inside(&ignores.top, &name, &content.unwrap_or_default())?;
    told.worked_on_files();
    let (shown, key_file) = (path.display(), key_file.display());
    let done = text!(
        "{shown} written: commit it. Whoever scans elsewhere needs the key file too: {key_file}",
        "{shown} を作成しました。コミットしてください。別の環境で検査するには鍵ファイル {key_file} も必要です"
    );
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}

/// A leak, the file that has it, and of a history the first commit.
type Place = (String, Option<String>, Leak);

/// What was met.
struct Looked {
    found: Vec<Place>,
    comments: Comments,
    skipped: Skipped,
}

/// The comments that suppress something, of the texts that hold leaks.
#[derive(Default)]
struct Comments {
    names: HashMap<OriginId, String>,
    suppressions: Vec<Suppression>,
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

fn look(matches: &ArgMatches) -> Result<Looked, Failure> {
    let paths: Vec<&PathBuf> = matches.get_many("path").into_iter().flatten().collect();
    let mut found = Vec::new();
    let mut comments = Comments::default();
    if matches.get_flag("staged") {
        let repository = repository()?;
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
        let skipped = repository.staged(&mut take).map_err(git_failure)?;
        return failed.map_or(Ok(Looked { found, comments, skipped }), |error| Err(error.into()));
    }
    if matches.get_flag("history") {
        // For each value at each structural place the files that hold it: the first commit of each is the one to tell, and then the
        // first under a name that makes it surer. A file that moved is no other file.
        let mut seen: HashMap<(String, String), Vec<(String, Certainty)>> = HashMap::new();
        let tag = Key::parse(&hex(&random()?[..])).ok_or_else(no_randomness)?;
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
        let skipped = repository()?.history(Reach::References, &mut take).map_err(git_failure)?;
        // A comment speaks of the text that it stands in, and of no other version.
        return Ok(Looked { found, comments, skipped });
    }
    let here = PathBuf::from(".");
    let paths = if paths.is_empty() { vec![&here] } else { paths };
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

/// Bytes of the file of an ignored leak.
const MAX_IGNORE: u64 = 1 << 20;

struct Ignores {
    top: PathBuf,
    folder: PathBuf,
    key: Option<Key>,
    /// Never inside of the repository by itself.
    key_file: Option<PathBuf>,
}

impl Ignores {
    /// The ignores of the repository around, or of the current folder where there is none.
    fn of(matches: &ArgMatches) -> Result<Ignores, Failure> {
        let top = repository().map_or_else(|_| PathBuf::from("."), |it| it.top().to_owned());
        let folder = top.join(ignore::FOLDER);
        let named = matches.get_one::<PathBuf>("ignore-key").cloned();
        let key_file = named.clone().or_else(default_key_file);
        let key = match key_file.as_deref().map(|it| (it, source::read_text(it, 64 << 10).map(Zeroizing::new))) {
            Some((file, Ok(content))) => Some(Key::parse(&content).ok_or_else(|| {
                let file = file.display();
                Failure::Usage(text!(
                    "{file} holds no key: 64 hexadecimal digits",
                    "{file} は鍵ファイルではありません(16 進数 64 桁)"
                ))
            })?),
            Some((file, Err(error))) if named.is_some() && error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::unreadable(file, &error));
            }
            _ => None,
        };
        Ok(Ignores { top, folder, key, key_file })
    }

    fn standing(&self, leak: &Leak) -> Standing {
        let content = source::read_text(&self.folder.join(&leak.fingerprint), MAX_IGNORE).ok();
        ignore::standing(leak, content.as_deref(), self.key.as_ref())
    }
}

fn default_key_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let config = folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|it| it.join(".config")))?;
    Some(config.join("sekisho").join("ignore.key"))
}

fn make_key(path: &Path) -> Result<Key, Failure> {
    let content = Zeroizing::new(hex(&random()?[..]));
    let key = Key::parse(&content).ok_or_else(no_randomness)?;
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = fs::create_dir_all(parent).and_then(|()| {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(content.as_bytes())
    });
    written.map_err(|error| Failure::unwritable(path, &error))?;
    Ok(key)
}

fn random() -> Result<Zeroizing<[u8; 32]>, Failure> {
    let mut bytes = Zeroizing::new([0; 32]);
    OperatingSystem.fill(&mut bytes[..]).map_err(|_| no_randomness())?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn no_randomness() -> Failure {
    Failure::CouldNot(Text::new("the operating system gives no random bytes", "OS から乱数を取得できません"))
}

pub(crate) fn repository() -> Result<Repository, Failure> {
    Repository::around(Path::new(".")).map_err(git_failure)
}

fn git_failure(error: GitError) -> Failure {
    Failure::CouldNot(match error {
        GitError::Missing(error) => text!("cannot run git: {error}", "git を実行できません: {error}"),
        GitError::Refused { command, reason } => text!("git {command}: {reason}", "git {command}: {reason}"),
        GitError::Slow { command, seconds } => text!(
            "git {command}: no answer for {seconds} seconds, so it was ended",
            "git {command}: {seconds} 秒間応答がないため終了させました"
        ),
        GitError::Elsewhere { reason } => text!("{reason}", "{reason}"),
        GitError::Lost { path } => text!(
            "git has no content for {path}, which is staged: see `git fsck`",
            "ステージ済みの {path} の内容が git にありません。`git fsck` で確認してください"
        ),
        GitError::Answer(error) => text!("git's answer cannot be read: {error}", "git の出力を読めません: {error}"),
    })
}
