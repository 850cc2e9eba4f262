//! Kubernetes' own reader of YAML, built from pinned Go modules (`reader/go.mod`) and asked over a pipe.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::{go_build, not_run};

/// The reader, running; it ends with this.
pub struct Reader {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// What the reader made of a text.
#[derive(Debug)]
pub struct Answer {
    /// The documents that Kubernetes' tools would hand on; empty ones are left out of a stream.
    pub documents: Vec<Value>,
    /// Why the reader stopped.
    pub refused: Option<String>,
}

/// Where the built program is kept: outside the repository, so that fuzzing and several test binaries share it.
fn kept() -> PathBuf {
    std::env::temp_dir().join("sekisho-kubernetes-reader")
}

impl Reader {
    /// Builds and starts it; `None` after saying loudly that `what` is not run.
    ///
    /// # Panics
    /// In CI, where it cannot be built.
    #[must_use]
    pub fn start(what: &str) -> Option<Reader> {
        let folder = kept();
        let program = folder.join(format!("reader-{}", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("reader");
        let built = std::fs::create_dir_all(&folder).map_err(|error| error.to_string());
        if let Err(error) = built.and_then(|()| go_build(&source, ".", &program)) {
            not_run(what, &format!("Kubernetes' reader could not be built from its Go modules:\n{error}"));
            return None;
        }
        let spawned = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        // A running program needs its file no longer.
        let _ = std::fs::remove_file(&program);
        let mut process = spawned.expect("the reader starts");
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().expect("piped"));
        Some(Reader { process, input, output })
    }

    /// One document, as `sigs.k8s.io/yaml` turns it into JSON.
    ///
    /// # Panics
    /// Where the reader does not answer.
    pub fn document(&mut self, text: &[u8]) -> Answer {
        self.ask(b'd', text)
    }

    /// A stream of documents, as `kubectl` cuts and reads it.
    ///
    /// # Panics
    /// Where the reader does not answer.
    pub fn stream(&mut self, text: &[u8]) -> Answer {
        self.ask(b's', text)
    }

    fn ask(&mut self, mode: u8, text: &[u8]) -> Answer {
        let length = u32::try_from(text.len()).expect("a short text").to_be_bytes();
        let input = self.input.as_mut().expect("open while the reader is");
        let mut frame = vec![mode];
        frame.extend_from_slice(&length);
        frame.extend_from_slice(text);
        input.write_all(&frame).and_then(|()| input.flush()).expect("the reader takes the text");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the reader answers");
        let mut answer: Value = serde_json::from_str(&line).expect("JSON");
        let documents = match answer["docs"].take() {
            Value::Array(documents) => documents,
            _ => Vec::new(),
        };
        Answer { documents, refused: answer["refused"].as_str().map(str::to_owned) }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.output.read_to_end(&mut Vec::new());
        let _ = self.process.wait();
    }
}
