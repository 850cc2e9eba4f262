//! Writing a masked line, and keeping track of what the caret points to.

use yaml::Span;

use crate::mask::{HIDDEN, HIDDEN_COMMENT, MaskedLine};

/// Writes a line piece by piece. Whatever is kept is ASCII: bytes of the source and of the line then agree.
pub(super) struct Builder<'a> {
    text: &'a str,
    caret: Span,
    out: String,
    from: Option<usize>,
    to: usize,
}

/// What stood between two leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Plain,
    /// An anchor: what follows stands elsewhere too, where it may be a secret.
    Anchored,
    /// A comment: nothing follows.
    Over,
}

impl Gap {
    pub(super) fn is_over(self) -> bool {
        self == Gap::Over
    }

    pub(super) fn is_anchored(self) -> bool {
        self == Gap::Anchored
    }
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, caret: Span) -> Builder<'a> {
        // Nothing is pointed to by its place alone: an empty value.
        let caret = Span { start: caret.start, end: caret.end.max(caret.start + 1) };
        Builder { text, caret, out: String::new(), from: None, to: 0 }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// A piece as it stands in the source. Anything but ASCII that can be printed is replaced all the same.
    pub(super) fn keep(&mut self, piece: Span) {
        let source = piece.slice(self.text);
        if !source.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
            if source.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
                let blanks = " ".repeat(source.len());
                self.push(piece, &blanks, true);
            } else if source != "\u{feff}" {
                self.replace(piece, HIDDEN);
            }
            return;
        }
        self.push(piece, source, true);
    }

    /// Something else in place of a piece.
    pub(super) fn replace(&mut self, piece: Span, by: &str) {
        self.push(piece, by, false);
    }

    /// Says that the line is longer.
    pub(super) fn elide(&mut self) {
        self.out.push('…');
    }

    fn push(&mut self, piece: Span, shown: &str, exact: bool) {
        let (start, end) = (self.caret.start.max(piece.start), self.caret.end.min(piece.end));
        if start < end {
            let at = self.out.len();
            let (from, to) =
                if exact { ((start - piece.start) as usize, (end - piece.start) as usize) } else { (0, shown.len()) };
            self.from.get_or_insert(at + from);
            self.to = at + to;
        }
        self.out.push_str(shown);
    }

    pub(super) fn finish(mut self, number: u32) -> MaskedLine {
        let shown = self.out.trim_end().len();
        self.out.truncate(shown);
        let from = self.from.unwrap_or(shown).min(shown);
        MaskedLine { number, caret: from..self.to.clamp(from, shown), text: self.out }
    }

    /// What stands between two leaves: punctuation and blanks are kept, a comment ends the line, anchors and tags lose their names.
    /// Everything is read, so that a comment is noticed wherever it begins, and only what is in the window is written.
    pub(super) fn gap(&mut self, line: Span, gap: Span, window: Span) -> Gap {
        let bytes = self.text.as_bytes();
        let mut found = Gap::Plain;
        let mut at = gap.start;
        while at < gap.end {
            let byte = bytes[at as usize];
            let after_blank =
                at == line.start || matches!(bytes[at as usize - 1], b' ' | b'\t') || is_mark(self.text, at);
            let (end, shown) = match byte {
                b' ' | b'\t' => (self.run(at, gap.end, |byte| matches!(byte, b' ' | b'\t')), None),
                b'#' if after_blank => {
                    let piece = Span { start: at.max(window.start), end: line.end };
                    self.replace(piece, HIDDEN_COMMENT);
                    return Gap::Over;
                }
                b'%' if at == line.start => (line.end.min(gap.end), Some("%…")),
                b'[' | b']' | b'{' | b'}' | b',' | b':' | b'-' | b'?' => (at + 1, None),
                b'|' | b'>' => (self.run(at + 1, gap.end, |byte| matches!(byte, b'+' | b'-' | b'1'..=b'9')), None),
                b'.' if at == line.start && self.text[at as usize..].starts_with("...") => (at + 3, None),
                _ if is_mark(self.text, at + 3) && at == 0 => (at + 3, None),
                _ => {
                    let end =
                        self.run(at, gap.end, |byte| !matches!(byte, b' ' | b'\t' | b',' | b'[' | b']' | b'{' | b'}'));
                    let word = Span { start: at, end }.slice(self.text);
                    match byte {
                        b'&' => {
                            found = Gap::Anchored;
                            (end, Some("&•••"))
                        }
                        b'!' if CORE_TAGS.contains(&word) => (end, None),
                        b'!' => (end, Some("!•••")),
                        _ => (end, Some(HIDDEN)),
                    }
                }
            };
            if end > window.start && at < window.end {
                match shown {
                    Some(shown) => self.replace(Span { start: at, end }, shown),
                    None => self.keep(Span { start: at.max(window.start), end: end.min(window.end) }),
                }
            }
            at = end;
        }
        found
    }

    fn run(&self, start: u32, end: u32, goes_on: impl Fn(u8) -> bool) -> u32 {
        let bytes = &self.text.as_bytes()[start as usize..end.max(start) as usize];
        start + bytes.iter().position(|byte| !goes_on(*byte)).unwrap_or(bytes.len()) as u32
    }
}

/// Whether a byte order mark stands in front of this byte.
fn is_mark(text: &str, at: u32) -> bool {
    at == 3 && text.starts_with('\u{feff}')
}

const CORE_TAGS: &[&str] = &["!!str", "!!int", "!!bool", "!!float", "!!null", "!!binary", "!!map", "!!seq", "!!merge"];
