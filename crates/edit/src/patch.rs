//! What comes in the place of what.

use std::collections::VecDeque;
use std::ops::Range;

/// Bytes of a text and what comes in their place. No `Debug`: it may be a person's text.
#[derive(Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes; none where something is inserted before the first.
    pub range: Range<usize>,
    /// What comes there; nothing where something is removed.
    pub text: String,
}

/// What leads from one text to another: replacements in order, none of which touches another.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Patch(Vec<Replacement>);

/// A part of the text that a patch makes: of the text before, or new.
enum Segment {
    Kept(Range<usize>),
    New(String),
}

impl Segment {
    fn len(&self) -> usize {
        match self {
            Segment::Kept(range) => range.len(),
            Segment::New(text) => text.len(),
        }
    }

    /// So many bytes of it, and what is left.
    fn cut(self, bytes: usize) -> (Segment, Option<Segment>) {
        if self.len() <= bytes {
            return (self, None);
        }
        match self {
            Segment::Kept(range) => {
                let at = range.start + bytes;
                (Segment::Kept(range.start..at), Some(Segment::Kept(at..range.end)))
            }
            Segment::New(mut text) => {
                let behind = text.split_off(bytes);
                (Segment::New(text), Some(Segment::New(behind)))
            }
        }
    }
}

impl Patch {
    pub(crate) fn at(range: Range<usize>, text: impl Into<String>) -> Patch {
        Patch(vec![Replacement { range, text: text.into() }])
    }

    /// With a second replacement behind the first.
    pub(crate) fn and(mut self, range: Range<usize>, text: impl Into<String>) -> Patch {
        self.0.push(Replacement { range, text: text.into() });
        self
    }

    /// The replacements, in the order of the text.
    #[must_use]
    pub fn replacements(&self) -> &[Replacement] {
        &self.0
    }

    /// The text that it makes of the one that it is for.
    ///
    /// # Panics
    /// When the text is another.
    #[must_use]
    pub fn applied_to(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for it in &self.0 {
            out.push_str(&text[at..it.range.start]);
            out.push_str(&it.text);
            at = it.range.end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// This one, and then another on the text that it makes.
    pub(crate) fn then(self, next: Patch) -> Patch {
        let mut rest = self.into_segments();
        let mut made = Vec::new();
        let mut at = 0;
        for it in next.0 {
            take(&mut rest, it.range.start - at, |segment| made.push(segment));
            take(&mut rest, it.range.len(), drop);
            made.push(Segment::New(it.text));
            at = it.range.end;
        }
        made.extend(rest);
        Patch::of_segments(made)
    }

    /// For a text that this one's stands in, at this byte.
    pub(crate) fn moved_by(mut self, bytes: usize) -> Patch {
        for it in &mut self.0 {
            it.range = it.range.start + bytes..it.range.end + bytes;
        }
        self
    }

    fn into_segments(self) -> VecDeque<Segment> {
        let mut segments = VecDeque::new();
        let mut at = 0;
        for it in self.0 {
            segments.push_back(Segment::Kept(at..it.range.start));
            segments.push_back(Segment::New(it.text));
            at = it.range.end;
        }
        // Wherever the text ends.
        segments.push_back(Segment::Kept(at..usize::MAX));
        segments
    }

    fn of_segments(segments: Vec<Segment>) -> Patch {
        let mut patch = Patch::default();
        let (mut at, mut text) = (0, String::new());
        for segment in segments {
            match segment {
                Segment::New(more) => text.push_str(&more),
                Segment::Kept(range) if range.is_empty() => {}
                Segment::Kept(range) => {
                    if range.start > at || !text.is_empty() {
                        patch.0.push(Replacement { range: at..range.start, text: std::mem::take(&mut text) });
                    }
                    at = range.end;
                }
            }
        }
        patch
    }
}

/// Takes so many bytes from the front.
fn take(rest: &mut VecDeque<Segment>, mut bytes: usize, mut each: impl FnMut(Segment)) {
    while bytes > 0 {
        let Some(first) = rest.pop_front() else { return };
        let (front, behind) = first.cut(bytes);
        bytes -= front.len();
        each(front);
        if let Some(behind) = behind {
            rest.push_front(behind);
        }
    }
}
