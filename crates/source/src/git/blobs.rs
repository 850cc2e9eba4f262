//! Contents by id, through one `git cat-file`, one at a time.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::process::{ChildStdin, Stdio};

use model::Omission;

use super::GitError;
use super::records::object_head;
use super::run::{Git, Running};
use crate::skipped::MAX_BYTES;
use crate::skipped::is_binary;

/// What git hands over for an id.
pub(super) enum Object {
    /// A file's content.
    Blob(Vec<u8>),
    /// A commit or a tag, whole.
    Text(Vec<u8>),
    /// A folder, of which nothing is handed over.
    Tree,
    /// Too large, or not there.
    LeftOut(Omission),
}

/// A running `cat-file`: ids go in at one end, objects come out at the other in the same order.
pub(super) struct Contents {
    out: BufReader<Running>,
}

/// The end that ids go in at.
pub(super) struct Asked(ChildStdin);

impl Asked {
    /// Asks for an object; whether somebody is left to answer. Why not is seen by whoever reads.
    pub(super) fn ask(&mut self, id: &str) -> bool {
        self.0.write_all(format!("{id}\n").as_bytes()).is_ok()
    }
}

impl Contents {
    pub(super) fn open(git: &Git) -> Result<(Asked, Contents), GitError> {
        let mut running = git.start(&["cat-file", "--batch"], Stdio::piped())?;
        let stdin = running.stdin().ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok((Asked(stdin), Contents { out: BufReader::with_capacity(1 << 16, running) }))
    }

    /// The next object that was asked for.
    pub(super) fn next(&mut self) -> Result<Object, GitError> {
        let mut head = String::new();
        if (&mut self.out).take(4096).read_line(&mut head)? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        let Some((kind, size)) = object_head(&head) else { return Ok(Object::LeftOut(Omission::NoContent)) };
        if size > MAX_BYTES || kind == "tree" {
            let mut head = vec![0; size.min(8000) as usize];
            self.out.read_exact(&mut head)?;
            let rest = size + 1 - head.len() as u64;
            if io::copy(&mut (&mut self.out).take(rest), &mut io::sink())? < rest {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            return Ok(match kind {
                "tree" => Object::Tree,
                _ if is_binary(&head) => Object::LeftOut(Omission::Binary),
                _ => Object::LeftOut(Omission::TooLarge(MAX_BYTES)),
            });
        }
        let mut bytes = vec![0; size as usize + 1];
        self.out.read_exact(&mut bytes)?;
        bytes.pop();
        Ok(if kind == "blob" { Object::Blob(bytes) } else { Object::Text(bytes) })
    }

    /// Waits for its end.
    pub(super) fn end(self) -> Result<Vec<String>, GitError> {
        self.out.into_inner().end()
    }
}
