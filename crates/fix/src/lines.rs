//! Lines of texts as they were handed in, for whoever looks at them there.

use std::cell::OnceCell;
use std::collections::HashMap;

use edit::Trace;
use model::{Inventory, Location};
use yaml::Position;

/// The lines of texts before and after they were edited.
pub struct Lines {
    /// By the name of the text.
    texts: HashMap<String, Edited>,
}

/// A text before and after, and what leads from one to the other once somebody asks.
struct Edited {
    before: String,
    after: String,
    way: OnceCell<Way>,
}

struct Way {
    trace: Trace,
    /// Of each line before: the columns of its first character that is no blank, and behind its last one.
    columns: Vec<(u32, u32)>,
}

impl Edited {
    fn new(before: &str, after: &str) -> Edited {
        Edited { before: before.to_owned(), after: after.to_owned(), way: OnceCell::new() }
    }

    fn way(&self) -> &Way {
        self.way.get_or_init(|| Way {
            trace: Trace::new(&self.before, &self.after),
            columns: self.before.lines().map(columns).collect(),
        })
    }
}

fn columns(line: &str) -> (u32, u32) {
    let blank = line.chars().take_while(|it| it.is_whitespace()).count() as u32;
    (blank + 1, line.chars().count() as u32 + 1)
}

impl Lines {
    /// Between an inventory and the same texts edited.
    #[must_use]
    pub fn between(before: &Inventory, after: &Inventory) -> Lines {
        let pairs = before.documents.origins().iter().zip(after.documents.origins());
        let changed = pairs.filter(|(old, new)| old.text() != new.text());
        let entry = |(old, new): (&std::sync::Arc<model::Origin>, &std::sync::Arc<model::Origin>)| {
            (new.name().to_owned(), Edited::new(old.text(), new.text()))
        };
        Lines { texts: changed.map(entry).collect() }
    }

    /// Between a text and itself edited.
    #[must_use]
    pub fn of(name: &str, before: &str, after: &str) -> Lines {
        let texts = (before != after).then(|| (name.to_owned(), Edited::new(before, after)));
        Lines { texts: texts.into_iter().collect() }
    }

    /// Where something was before; of what was inserted, the line above it. `None` where its whole document was not there.
    #[must_use]
    pub fn was(&self, location: &Location) -> Option<Location> {
        let Location::File { file, start, end } = location else { return Some(location.clone()) };
        let Some(edited) = self.texts.get(file) else { return Some(location.clone()) };
        let Way { trace, columns } = edited.way();
        let first = trace.was(start.line)?;
        let line = first.line;
        let (begin, close) = columns.get(line as usize - 1).copied().unwrap_or((1, 1));
        let (begin, close) = (Position { line, column: begin }, Position { line, column: close });
        let start = if first.same { Position { line, column: start.column } } else { begin };
        let end = match trace.was(end.line) {
            Some(last) if first.same && last.same && last.line >= line => {
                Position { line: last.line, column: end.column }
            }
            _ => close,
        };
        Some(Location::File { file: file.clone(), start, end })
    }
}
