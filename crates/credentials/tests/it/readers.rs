//! The programs that read what a notation writes: Kubernetes' YAML and Docker Compose's `.env` in Go, python-dotenv and kombu.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use credentials::notation;
use serde_json::{Map, Value};
use testkit::{go_build, not_run};

use crate::programs::run;
use crate::values::{self, written};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("readers")
}

/// Builds the readers in Go, once; Go keeps them in its cache.
fn go() -> Result<Command, String> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
        go_build(&sources(), ".", &target).map(|()| target)
    });
    built.as_ref().map(Command::new).map_err(|error| format!("It needs Go (go.dev/dl) and its modules. {error}"))
}

/// `readers.py`, with its packages in an environment of its own, made anew: an old one may be another Python's.
pub(crate) fn python() -> Result<Command, String> {
    static MADE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers-python");
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), "")?;
        let program = folder.join("bin/python");
        let mut install = Command::new(&program);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]);
        run(install.arg("--requirement").arg(sources().join("requirements.txt")), "")?;
        Ok(program)
    });
    let program =
        made.as_ref().map_err(|error| format!("It needs Python: apt-get install python3 python3-venv. {error}"))?;
    let mut command = Command::new(program);
    command.arg(sources().join("readers.py"));
    Ok(command)
}

/// Has a reader read all the values in one text, and compares.
fn compare(reader: &mut Command, pairs: &[(String, String)], separator: &str) {
    let text: String = pairs.iter().enumerate().map(|(at, (word, _))| format!("V{at}{separator}{word}\n")).collect();
    let answer = run(reader, &text).expect("it reads the text");
    let read: Map<String, Value> = serde_json::from_str(&answer).expect("it answers in JSON");
    assert_eq!(read.len(), pairs.len());
    for (at, (word, value)) in pairs.iter().enumerate() {
        assert_eq!(read.get(&format!("V{at}")).and_then(Value::as_str), Some(value.as_str()), "{word}");
    }
}

#[test]
fn kubernetes_gives_back_a_string() {
    match go() {
        Ok(mut reader) => {
            let values = values::all().into_iter().chain(values::every_character()).collect();
            compare(reader.arg("yaml"), &written(values, |value| Some(notation::yaml(value))), ": ");
        }
        Err(how) => not_run("YAML as Kubernetes reads it", &how),
    }
}

#[test]
fn compose_gives_back_what_a_dotenv_file_holds() {
    match go() {
        Ok(mut reader) => compare(reader.arg("dotenv"), &written(values::all(), notation::dotenv), "="),
        Err(how) => not_run(".env files as Docker Compose reads them", &how),
    }
}

#[test]
fn python_gives_back_what_a_dotenv_file_holds() {
    match python() {
        Ok(mut reader) => compare(reader.arg("dotenv"), &written(values::all(), notation::dotenv), "="),
        Err(how) => not_run(".env files as python-dotenv reads them", &how),
    }
}
