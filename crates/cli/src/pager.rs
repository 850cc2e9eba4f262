//! Long texts through a pager, as git does it: on a terminal alone, and only what is for reading. Values never go there.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// A pager that is running. What is written to it is shown; who leaves it is a reader that left.
pub(crate) struct Pager {
    child: Child,
    input: Option<ChildStdin>,
}

impl Pager {
    /// Starts what `SEKISHO_PAGER` or `PAGER` names, `less` otherwise; `None` where it is empty or `cat`, or does not start.
    pub(crate) fn start() -> Option<Pager> {
        let named = ["SEKISHO_PAGER", "PAGER"].into_iter().find_map(std::env::var_os);
        let line = named.unwrap_or_else(|| "less".into());
        if line.is_empty() || line == "cat" {
            return None;
        }
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(line).stdin(Stdio::piped());
        // Short texts are not held, colours are kept, and the text stays on the screen afterwards: git's choice.
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        let mut child = command.spawn().ok()?;
        let input = child.stdin.take();
        Some(Pager { child, input })
    }

    /// Waits until the reader has left.
    pub(crate) fn finish(mut self) {
        drop(self.input.take());
        // How a pager ends says nothing of what was done.
        let _ = self.child.wait();
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.as_mut().map_or(Ok(bytes.len()), |it| it.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}
