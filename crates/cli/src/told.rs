//! What a command has to tell. It is collected while the command works, and written when everything is done.
//!
//! Printing decides nothing: a reader that left changes neither what was done nor the exit code. Where the output itself was the work and
//! could not be written (a full disk), the command failed; where the work was on files, it is done, and a word on standard error says
//! what could not be shown.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use zeroize::Zeroizing;

/// Everything a command says, in order.
#[derive(Default)]
pub(crate) struct Told {
    pieces: Vec<Piece>,
    on_files: bool,
    for_reading: bool,
    kept: Option<PathBuf>,
}

/// One thing that is said.
enum Piece {
    /// For standard output, byte for byte. It may be a value that somebody asked for.
    Out(Zeroizing<Vec<u8>>),
    /// A line for standard error.
    Note(String),
}

/// What became of the output.
#[derive(Debug)]
pub(crate) enum Written {
    /// All of it was taken.
    Whole,
    /// Whoever read it left before its end.
    ReaderLeft,
    /// It could not be written.
    Failed(io::Error),
}

impl Told {
    /// Says a text on standard output; it ends with a line break.
    pub(crate) fn print(&mut self, text: impl Into<String>) {
        let mut whole = Zeroizing::new(text.into().into_bytes());
        if !whole.is_empty() && !whole.ends_with(b"\n") {
            // A larger buffer would leave the smaller one behind as it is.
            let mut ended = Zeroizing::new(Vec::with_capacity(whole.len() + 1));
            ended.extend_from_slice(&whole);
            ended.push(b'\n');
            whole = ended;
        }
        self.pieces.push(Piece::Out(whole));
    }

    /// Says a text on standard output, byte for byte.
    pub(crate) fn pass(&mut self, text: &str) {
        self.pass_bytes(text.as_bytes());
    }

    /// Says bytes on standard output, as they are.
    pub(crate) fn pass_bytes(&mut self, bytes: &[u8]) {
        self.pieces.push(Piece::Out(Zeroizing::new(bytes.to_vec())));
    }

    /// Says a long text on standard output, as it is written piece by piece ([`Write`]).
    pub(crate) fn stream(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        // Nothing is printed yet: what is collected in memory is collected.
        let _ = write(self);
    }

    /// As [`Told::stream`], on standard error.
    pub(crate) fn note_of(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut text = Vec::new();
        let _ = write(&mut text);
        self.note(&String::from_utf8_lossy(&text));
    }

    /// Says a line on standard error: what a person should know beside the output.
    pub(crate) fn note(&mut self, text: &str) {
        self.pieces.push(Piece::Note(text.to_owned()));
    }

    /// The output is for a person to read, holds no values, and may go through a pager.
    pub(crate) fn is_to_be_read(&mut self) {
        self.for_reading = true;
    }

    pub(crate) fn is_for_reading(&self) -> bool {
        self.for_reading
    }

    /// The rows that standard output takes on a terminal of so many columns, by its bytes: never too few by much, which is enough to choose
    /// a pager.
    pub(crate) fn rows(&self, columns: usize) -> usize {
        let out = self.pieces.iter().filter_map(|it| if let Piece::Out(text) = it { Some(text) } else { None });
        out.flat_map(|it| it.split(|byte| *byte == b'\n')).map(|it| it.len().div_ceil(columns.max(1)).max(1)).sum()
    }

    /// The work was on files, and the output only tells of it.
    pub(crate) fn worked_on_files(&mut self) {
        self.on_files = true;
    }

    pub(crate) fn is_on_files(&self) -> bool {
        self.on_files
    }

    /// The output holds values that are nowhere else but in this private file, until it has arrived.
    pub(crate) fn keep(&mut self, file: PathBuf) {
        self.kept = Some(file);
    }

    /// The private copy of the output's values, where there is one.
    pub(crate) fn kept(&self) -> Option<&PathBuf> {
        self.kept.as_ref()
    }

    /// Removes the private copy: the output has arrived where it stays.
    pub(crate) fn arrived(&mut self) -> io::Result<()> {
        self.kept.take().map_or(Ok(()), fs::remove_file)
    }

    /// Writes everything in order. Notes are written whatever becomes of the output.
    pub(crate) fn write(&self, out: &mut dyn Write, notes: &mut dyn Write) -> Written {
        let mut written = Written::Whole;
        for piece in &self.pieces {
            match piece {
                Piece::Out(text) if matches!(written, Written::Whole) => {
                    written = match out.write_all(text).and_then(|()| out.flush()) {
                        Ok(()) => Written::Whole,
                        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Written::ReaderLeft,
                        Err(error) => Written::Failed(error),
                    };
                }
                Piece::Out(_) => {}
                // Nobody is left to be told that nobody can be told.
                Piece::Note(text) => drop(writeln!(notes, "{}", harmless(text))),
            }
        }
        written
    }
}

/// Pieces of standard output: many of a bounded size, so that a long text is never copied as a whole.
impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        const PIECE: usize = 256 * 1024;
        match self.pieces.last_mut() {
            Some(Piece::Out(last)) if last.capacity() - last.len() >= bytes.len() => last.extend_from_slice(bytes),
            _ => {
                let mut piece = Zeroizing::new(Vec::with_capacity(PIECE.max(bytes.len())));
                piece.extend_from_slice(bytes);
                self.pieces.push(Piece::Out(piece));
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A text that may hold names and words of the input, line by line as a terminal may be given it.
pub(crate) fn harmless(text: &str) -> String {
    text.lines().map(forms::printable).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Refusing(io::ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn notes_are_told_whatever_becomes_of_the_output() {
        let mut told = Told::default();
        told.print("a");
        told.note("b");
        told.pass("c");
        told.note("d");
        let (mut out, mut notes) = (Vec::new(), Vec::new());
        assert!(matches!(told.write(&mut out, &mut notes), Written::Whole));
        assert_eq!((out.as_slice(), notes.as_slice()), (&b"a\nc"[..], &b"b\nd\n"[..]));
        for (kind, left) in [(io::ErrorKind::BrokenPipe, true), (io::ErrorKind::StorageFull, false)] {
            let mut notes = Vec::new();
            let written = told.write(&mut Refusing(kind), &mut notes);
            assert_eq!((matches!(written, Written::ReaderLeft), notes.as_slice()), (left, &b"b\nd\n"[..]));
        }
    }
}
