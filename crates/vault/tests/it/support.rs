//! Keys, a seeded source, and the programs.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;

use credentials::{Exhausted, Randomness};
use model::Moment;
use peers::Peers;
use vault::sops::Change;
use vault::{Error, Format, Identities, Recipient};

/// A source that gives the same bytes every time, for tests alone.
pub(crate) struct Seeded(pub(crate) u64);

impl Randomness for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Exhausted> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
        Ok(())
    }
}

pub(crate) const AT: Moment = Moment::of_unix(1_795_537_558);

/// A key: its file, its public half, and itself read.
pub(crate) struct Key {
    pub(crate) file: String,
    pub(crate) recipient: Recipient,
}

impl Key {
    pub(crate) fn new() -> Key {
        let (file, recipient) = vault::generate();
        Key { file: file.to_string(), recipient }
    }

    /// Itself as the only recipient.
    pub(crate) fn alone(&self) -> &[Recipient] {
        std::slice::from_ref(&self.recipient)
    }

    pub(crate) fn identities(&self) -> Identities {
        let mut identities = Identities::default();
        identities.add_file(&self.file).expect("a key");
        identities
    }
}

/// Sets a value, which may be new.
pub(crate) fn add(text: &str, format: Format, name: &str, value: &str, key: &Key, seed: u64) -> Result<String, Error> {
    let change = Change { name, value, add: true, annotate: &|_, _, _| None };
    vault::sops::set(text, format, &change, &key.identities(), AT, &mut Seeded(seed)).map(|it| it.text.to_string())
}

/// A value as it is shown.
pub(crate) fn got(text: &str, format: Format, name: &str, key: &Key) -> String {
    let value =
        vault::sops::get(text, format, name, &key.identities()).unwrap_or_else(|it| panic!("{name}: {it}\n{text}"));
    String::from_utf8(value.bytes.to_vec()).expect("UTF-8")
}

static PEERS: LazyLock<Option<Peers>> = LazyLock::new(|| {
    Peers::build(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("vault-peers"), "the store beside sops and age")
});

/// The programs, where they could be built.
pub(crate) fn peers() -> Option<&'static Peers> {
    PEERS.as_ref()
}

/// `sops` over one text; its output, or what it said.
pub(crate) fn sops(peers: &Peers, key: &Key, name: &str, text: &str, arguments: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("keys.txt"), &key.file).expect("written");
    std::fs::write(folder.path().join(name), text).expect("written");
    let output = peers
        .command("sops")
        .current_dir(folder.path())
        .env("SOPS_AGE_KEY_FILE", folder.path().join("keys.txt"))
        .env("HOME", folder.path())
        .args(arguments)
        .arg(name)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(String::from_utf8(output.stdout).expect("UTF-8")) } else { Err(said) }
}

/// A program fed with a text.
pub(crate) fn fed(mut command: std::process::Command, text: &str) -> Result<String, String> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("fed");
    let output = child.wait_with_output().expect("it ends");
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).expect("UTF-8"))
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
