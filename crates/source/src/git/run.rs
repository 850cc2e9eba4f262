//! How `git` is run: so that nothing a repository holds or configures can start a program, ask a host, or keep us waiting.
//!
//! What could start something is answered before the repository is asked: no protocol is allowed, nothing is fetched lazily, hooks,
//! monitors, pagers, editors, helpers and signatures are named as nothing on the command line, which beats every file. The
//! environment is a short list. Only plumbing is run, which reads no `diff.*` or `log.*` of the person or the repository. git's memory
//! is bounded where the system can, and a git that gives nothing for some time is ended.
//!
//! The person's own configuration stays (`safe.directory` stands there), and git's own judgement about who owns a folder.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::GitError;

/// Configuration that beats the repository's: nothing is run, nothing is asked, nothing is made up.
const OVERRIDES: &[&str] = &[
    "core.fsmonitor=",
    "core.pager=cat",
    "core.editor=false",
    "core.askPass=false",
    "core.sshCommand=false",
    "core.gitProxy=false",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    // It could lie about parents and trees.
    "core.commitGraph=false",
    "advice.graftFileDeprecated=false",
    "core.bigFileThreshold=32m",
    "core.deltaBaseCacheLimit=96m",
    "credential.helper=",
    "gpg.program=false",
    "gpg.ssh.program=false",
    "gpg.x509.program=false",
    "log.showSignature=false",
    "mailmap.file=/dev/null",
    "protocol.allow=never",
    "protocol.ext.allow=never",
    "protocol.file.allow=never",
    "protocol.ssh.allow=never",
    "protocol.git.allow=never",
    "protocol.http.allow=never",
    "protocol.https.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// The environment beside it, for every version of git; what one does not know it ignores.
const ANSWERS: &[(&str, &str)] = &[
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_PROTOCOL_FROM_USER", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", "false"),
    ("GIT_SSH_COMMAND", "false"),
    ("GIT_PAGER", "cat"),
    ("GIT_EDITOR", "false"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_TRACE2", "0"),
    ("GIT_TRACE2_EVENT", "0"),
    ("GIT_TRACE2_PERF", "0"),
    ("LC_ALL", "C"),
];

/// What of the person's environment git may see: where things are, and in a hook the repository that git speaks of.
const KEPT: &[&str] = &[
    "HOME",
    "XDG_CONFIG_HOME",
    "USER",
    "LOGNAME",
    "SUDO_UID",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "SystemRoot",
    "USERPROFILE",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
];

/// Bytes of memory that git may write to. It reads packs by mapping them, which does not count.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 2 << 30;

/// Bytes of what git complains that are kept.
const COMPLAINTS: u64 = 16 << 10;

/// `git`, for one folder.
pub(super) struct Git {
    program: PathBuf,
    environment: Vec<(OsString, OsString)>,
    folder: PathBuf,
    patience: Duration,
}

impl Git {
    /// The person's git, to be run in a folder; it is ended when it gives nothing for `patience`.
    pub(super) fn new(folder: &Path, patience: Duration) -> Result<Git, GitError> {
        let (program, path) = program().ok_or_else(|| GitError::Missing(io::ErrorKind::NotFound.into()))?;
        let kept = |name: &OsStr| {
            name.to_str().is_some_and(|it| {
                KEPT.contains(&it) || it.starts_with("GIT_CONFIG_KEY_") || it.starts_with("GIT_CONFIG_VALUE_")
            })
        };
        let mut environment: Vec<(OsString, OsString)> = std::env::vars_os().filter(|(name, _)| kept(name)).collect();
        environment.push(("PATH".into(), path));
        environment.extend(ANSWERS.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))));
        Ok(Git { program, environment, folder: folder.to_owned(), patience })
    }

    /// The same in another folder.
    pub(super) fn at(&self, folder: &Path) -> Git {
        Git {
            program: self.program.clone(),
            environment: self.environment.clone(),
            folder: folder.to_owned(),
            patience: self.patience,
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a command gives, up to `most` bytes.
    pub(super) fn output(&self, arguments: &[&str], most: u64) -> Result<Vec<u8>, GitError> {
        let mut running = self.start(arguments, Stdio::null())?;
        let mut out = Vec::new();
        let read = (&mut running).take(most + 1).read_to_end(&mut out);
        if read.is_ok() && out.len() as u64 > most {
            return Err(GitError::Answer(io::ErrorKind::FileTooLarge.into()));
        }
        running.end().and(read.map(|_| out).map_err(GitError::Answer))
    }

    /// Starts a command. What it gives is read from what is returned.
    pub(super) fn start(&self, arguments: &[&str], stdin: Stdio) -> Result<Running, GitError> {
        let mut command = Command::new(&self.program);
        command.args(["--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs"]);
        for pair in OVERRIDES {
            command.args(["-c", pair]);
        }
        // Where hooks lie may be asked; then nothing is run that has any.
        if !arguments.contains(&"--git-path") {
            command.args(["-c", "core.hooksPath=/dev/null"]);
        }
        command.args(arguments).current_dir(&self.folder);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(GitError::Missing)?;
        bound(&child);
        let name = arguments.iter().find(|it| !it.starts_with('-') && !it.contains('=')).copied().unwrap_or("git");
        Running::new(child, name, self.patience)
    }
}

/// `git` in the person's path, and the path without what depends on the folder we stand in.
fn program() -> Option<(PathBuf, OsString)> {
    // Without one, where systems look by themselves.
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|it| it.is_absolute()).collect();
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    let program = folders.iter().map(|it| it.join(&name)).find(|it| is_program(it))?;
    Some((program, std::env::join_paths(folders).ok()?))
}

fn is_program(path: &Path) -> bool {
    let Ok(metadata) = std::fs::metadata(path) else { return false };
    #[cfg(unix)]
    return metadata.is_file() && std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    metadata.is_file()
}

/// Bounds the memory of a child, where the system can.
fn bound(child: &Child) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        // A child that has ended, or a lower bound of the person's, is fine too.
        let _ = prlimit(Pid::from_raw(child.id() as i32), Resource::Data, limit);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = child;
}

/// A git that runs. It does not outlive an error.
pub(super) struct Running {
    name: String,
    child: Arc<Mutex<Child>>,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    watch: Arc<Watch>,
    watcher: Option<JoinHandle<()>>,
    complaints: Option<JoinHandle<Vec<u8>>>,
    patience: Duration,
}

/// Since when a reader waits for git.
struct Watch {
    start: Instant,
    /// Milliseconds since the start, plus 1; 0 while nobody waits.
    waits_since: AtomicU64,
    ended: AtomicBool,
    too_slow: AtomicBool,
}

impl Running {
    fn new(mut child: Child, name: &str, patience: Duration) -> Result<Running, GitError> {
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let child = Arc::new(Mutex::new(child));
        let watch = Arc::new(Watch {
            start: Instant::now(),
            waits_since: AtomicU64::new(0),
            ended: AtomicBool::new(false),
            too_slow: AtomicBool::new(false),
        });
        let watcher = std::thread::spawn({
            let (child, watch) = (Arc::clone(&child), Arc::clone(&watch));
            move || watch.guard(&child, patience)
        });
        let complaints = stderr.map(|mut stderr| {
            std::thread::spawn(move || {
                let mut kept = Vec::new();
                let _ = (&mut stderr).take(COMPLAINTS).read_to_end(&mut kept);
                let _ = io::copy(&mut stderr, &mut io::sink());
                kept
            })
        });
        Ok(Running { name: name.to_owned(), child, stdin, stdout, watch, watcher: Some(watcher), complaints, patience })
    }

    /// Where what it reads is written to.
    pub(super) fn stdin(&mut self) -> Option<ChildStdin> {
        self.stdin.take()
    }

    /// Hands its output to another program instead.
    pub(super) fn pipe(&mut self) -> Stdio {
        self.stdout.take().map_or_else(Stdio::null, Stdio::from)
    }

    /// Waits for its end; what it complained of although it ended well.
    pub(super) fn end(mut self) -> Result<Vec<String>, GitError> {
        drop((self.stdin.take(), self.stdout.take()));
        let start = Instant::now();
        let mut pause = Duration::from_micros(50);
        let status = loop {
            if let Some(status) = lock(&self.child).try_wait()? {
                break status;
            }
            if start.elapsed() > self.patience {
                self.watch.too_slow.store(true, Ordering::SeqCst);
                let _ = lock(&self.child).kill();
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        };
        let complaints = self.complaints.take().and_then(|it| it.join().ok()).unwrap_or_default();
        let complaints: Vec<String> = String::from_utf8_lossy(&complaints).lines().map(ToOwned::to_owned).collect();
        if self.watch.too_slow.load(Ordering::SeqCst) {
            return Err(GitError::Slow { command: self.name.clone(), seconds: self.patience.as_secs() });
        }
        if status.success() {
            return Ok(complaints);
        }
        let serious = |it: &&String| it.starts_with("fatal:") || it.starts_with("error:");
        let reason = complaints.iter().find(serious).or_else(|| complaints.first()).cloned();
        let reason = reason.unwrap_or_else(|| format!("it gave no reason ({status})"));
        Err(GitError::Refused { command: self.name.clone(), reason })
    }
}

impl Read for Running {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(stdout) = &mut self.stdout else { return Ok(0) };
        self.watch.waits_since.store(self.watch.start.elapsed().as_millis() as u64 + 1, Ordering::SeqCst);
        let read = stdout.read(buffer);
        self.watch.waits_since.store(0, Ordering::SeqCst);
        if matches!(read, Ok(0)) && self.watch.too_slow.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        read
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.watch.ended.store(true, Ordering::SeqCst);
        if let Some(watcher) = self.watcher.take() {
            watcher.thread().unpark();
            let _ = watcher.join();
        }
        let mut child = lock(&self.child);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Watch {
    /// Ends a child that somebody waits for in vain.
    fn guard(&self, child: &Mutex<Child>, patience: Duration) {
        while !self.ended.load(Ordering::SeqCst) {
            std::thread::park_timeout(patience.min(Duration::from_millis(500)));
            let since = self.waits_since.load(Ordering::SeqCst);
            let now = self.start.elapsed().as_millis() as u64;
            if since > 0 && u128::from(now.saturating_sub(since)) > patience.as_millis() {
                self.too_slow.store(true, Ordering::SeqCst);
                let _ = lock(child).kill();
                return;
            }
        }
    }
}

fn lock(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}
