//! The program as a person or a script uses it. `SEKISHO_BIN` points the suite at another binary: a release, an image.

mod audit;
mod canary;
mod ci;
mod command_line;
mod decisions;
mod first_screen;
mod fix;
mod harden;
mod helm;
mod html;
mod journals;
mod kustomize;
mod network;
mod pages;
mod pss;
mod public;
mod rbac;
mod readers;
mod render;
mod repository;
mod sarif;
mod secrets;
mod secrets_check;
mod secrets_git;
mod secrets_guard;
mod secrets_kept;
mod secrets_nameless;
mod secrets_rewrites;
mod secrets_setup;
mod secrets_setup_public;
mod store;
mod store_faults;
mod store_guard;
mod storm;
mod tools;
mod types;
mod unseen;
mod usage;
mod versions;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run came to.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

/// The program that the suite is about.
#[expect(clippy::disallowed_methods, reason = "the suite can be pointed at another binary")]
fn binary() -> PathBuf {
    std::env::var("SEKISHO_BIN").map_or_else(|_| PathBuf::from(env!("CARGO_BIN_EXE_sekisho")), PathBuf::from)
}

/// The program with an environment of its own: the machine's language, colours and settings play no part.
fn sekisho(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(folder).env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Run {
    sekisho(&root(), arguments).output().expect("the program starts").into()
}

fn run_with(arguments: &[&str], stdin: &str) -> Run {
    let mut command = sekisho(&root(), arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let text = stdin.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may end before it has read everything.
        let _ = pipe.write_all(text.as_bytes());
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output.into()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A published schema, ready to judge.
fn schema(name: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join("schemas").join(name)).expect(name);
    let schema = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

fn assert_valid(schema_name: &str, value: &serde_json::Value) {
    let faults: Vec<String> =
        schema(schema_name).iter_errors(value).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(faults.is_empty(), "{schema_name}: {faults:?}");
}
