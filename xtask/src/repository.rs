//! Generated git repositories to measure on: a service in Python with its manifests, and leaks that are planted in it.
//!
//! The same repository every time: the randomness is seeded, the dates are counted.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// Lines of a file when it is new.
const LINES: usize = 120;

/// Files that a commit changes, a few lines in each.
const CHANGED: usize = 2;

/// SplitMix64: enough to be uneven, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn text(&mut self, length: usize) -> String {
        const CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length).map(|_| char::from(CHARACTERS[self.below(62)])).collect()
    }
}

/// A kind of leak that is planted.
pub(crate) struct Kind {
    /// What it is.
    pub(crate) name: &'static str,
    /// The file that holds it.
    pub(crate) file: &'static str,
    /// The file's text around a random value.
    text: fn(&mut Random) -> String,
}

pub(crate) const KINDS: [Kind; 6] = [
    Kind {
        name: "a private key",
        file: "id_rsa",
        text: |random| {
            let lines: String = (0..20).map(|_| format!("{}\n", random.text(64))).collect();
            format!("-----BEGIN RSA PRIVATE {0}-----\n{lines}-----END RSA PRIVATE {0}-----\n", "KEY")
        },
    },
    Kind {
        name: "a GitHub token",
        file: "release.sh",
        text: |random| format!("#!/bin/sh\nexport GH_TOKEN=ghp_{}\n", random.text(36)),
    },
    Kind {
        name: "a random value in .env",
        file: ".env",
        text: |random| format!("LOG_LEVEL=INFO\nSECRET_KEY={}\n", random.text(42)),
    },
    Kind {
        name: "a password in a URL in Python",
        file: "settings.py",
        text: |random| format!("import os\n\nDSN = \"postgresql://dify:{}@db:5432/dify\"\n", random.text(20)),
    },
    Kind {
        name: "a Secret's manifest",
        file: "secret.yaml",
        text: |random| {
            let value = random.text(20);
            format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: dify\nstringData:\n  DB_PASSWORD: {value}\n")
        },
    },
    Kind {
        name: "Dify's published default in values",
        file: "values.yaml",
        // The same value at the same place would be the same leak.
        text: |random| format!("redis-{}:\n  auth:\n    password: difyai123456\n", random.text(6).to_lowercase()),
    },
];

/// A file and its text, for the `n`th leak that is planted; each in a folder of its own.
fn leak(n: usize, random: &mut Random) -> (String, String) {
    let kind = &KINDS[n % KINDS.len()];
    (format!("planted/{n}/{}", kind.file), (kind.text)(random))
}

/// Path of a file of the service.
fn path(file: usize) -> String {
    let extension = ["py", "py", "py", "yaml", "md"][file % 5];
    format!("service{}/part{file}.{extension}", file / 50)
}

/// A harmless line; some of the words are those that scanners look for.
fn line(file: usize, random: &mut Random) -> String {
    const WORDS: [&str; 8] =
        ["dataset", "workflow", "session", "message", "document", "segment", "account", "provider"];
    let (word, n) = (WORDS[random.below(WORDS.len())], random.below(1000));
    match (file % 5, random.below(8)) {
        (0..=2, 0) => format!("def load_{word}_{n}(session, {word}_id):"),
        (0..=2, 1) => format!("    token_count = usage.get(\"total_tokens\", {n})"),
        (0..=2, 2) => "    password = os.environ[\"DB_PASSWORD\"]".to_owned(),
        (0..=2, 3) => format!("    key = cache.get(\"{word}:{n}\")"),
        (0..=2, _) => format!("    {word} = session.query({word}).filter_by(id={n}).first()  # the {word}"),
        (3, 0) => format!("  {word}{n}: {{valueFrom: {{secretKeyRef: {{name: dify-secret, key: DB_PASSWORD}}}}}}"),
        (3, _) => format!("  {word}-{n}: \"https://{word}.example.org/{n}\""),
        _ => format!("The {word} number {n} is described here; its API key comes from the console."),
    }
}

/// A stream for `git fast-import`.
struct Stream(Vec<u8>);

impl Stream {
    fn commit(&mut self, n: usize) {
        self.0.extend(
            format!("commit refs/heads/main\ncommitter n <e@x> {} +0000\ndata 0\n", 1_700_000_000 + n * 60).bytes(),
        );
    }

    fn file(&mut self, path: &str, text: &str) {
        self.0.extend(format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()).bytes());
    }
}

/// A repository of so many files and commits, with so many planted leaks spread over the commits after the first. Its files
/// are checked out.
pub(crate) fn generate(folder: &Path, files: usize, commits: usize, leaks: usize) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    git(folder, &["init", "-q", "-b", "main"], &[])?;
    let mut random = Random(7);
    let mut texts: Vec<Vec<String>> =
        (0..files).map(|file| (0..LINES).map(|_| line(file, &mut random)).collect()).collect();
    let mut stream = Stream(Vec::new());
    stream.commit(0);
    for (file, text) in texts.iter().enumerate() {
        stream.file(&path(file), &text.join("\n"));
    }
    for n in 1..commits {
        stream.commit(n);
        for _ in 0..CHANGED {
            let file = random.below(files);
            let text = &mut texts[file];
            for _ in 0..3 {
                let at = random.below(text.len());
                text[at] = line(file, &mut random);
            }
            stream.file(&path(file), &texts[file].join("\n"));
        }
        let planted = |n| n * leaks / (commits - 1);
        if planted(n) != planted(n - 1) {
            let (name, text) = leak(planted(n) - 1, &mut random);
            stream.file(&name, &text);
        }
    }
    git(folder, &["fast-import", "--quiet"], &stream.0)?;
    git(folder, &["reset", "-q", "--hard"], &[])
}

/// Stages a change of so many files and so many leaks.
pub(crate) fn stage(folder: &Path, files: usize, leaks: usize) -> Result<()> {
    let mut random = Random(8);
    for file in 0..files {
        let path = folder.join(path(file * 7));
        let mut text = fs::read_to_string(&path)?;
        let _ = write!(text, "\n{}\n", line(file * 7, &mut random));
        fs::write(&path, text)?;
    }
    for n in 0..leaks {
        let (name, text) = leak(n, &mut random);
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    git(folder, &["add", "-A"], &[])
}

fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<()> {
    let mut child = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .context("starting git")?;
    child.stdin.take().context("no pipe")?.write_all(input)?;
    if !child.wait()?.success() {
        bail!("git {} failed", arguments.join(" "));
    }
    Ok(())
}
