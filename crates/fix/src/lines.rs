//! Lines of texts as they were handed in, for whoever looks at them there.

use std::cell::OnceCell;
use std::collections::HashMap;

use edit::Trace;
use model::{Inventory, Location};
use yaml::Position;

/// The lines of texts before and after they were edited.
pub struct Lines {
    /// By the name of the text: before, after, and what leads from one to the other once somebody asks.
    texts: HashMap<String, (String, String, OnceCell<Trace>)>,
}

impl Lines {
    /// Between an inventory and the same texts edited.
    #[must_use]
    pub fn between(before: &Inventory, after: &Inventory) -> Lines {
        let pairs = before.documents.origins().iter().zip(after.documents.origins());
        let changed = pairs.filter(|(old, new)| old.text() != new.text());
        let entry = |(old, new): (&std::sync::Arc<model::Origin>, &std::sync::Arc<model::Origin>)| {
            (new.name().to_owned(), (old.text().to_owned(), new.text().to_owned(), OnceCell::new()))
        };
        Lines { texts: changed.map(entry).collect() }
    }

    /// Between a text and itself edited.
    #[must_use]
    pub fn of(name: &str, before: &str, after: &str) -> Lines {
        let texts =
            (before != after).then(|| (name.to_owned(), (before.to_owned(), after.to_owned(), OnceCell::new())));
        Lines { texts: texts.into_iter().collect() }
    }

    /// Where something was before; of what was inserted, the line above it. `None` where its whole document was not there.
    #[must_use]
    pub fn was(&self, location: &Location) -> Option<Location> {
        let Location::File { file, start, end } = location else { return Some(location.clone()) };
        let Some((before, after, trace)) = self.texts.get(file) else { return Some(location.clone()) };
        let trace = trace.get_or_init(|| Trace::new(before, after));
        let first = trace.was(start.line)?;
        let whole = |line: u32| {
            let text = before.lines().nth(line as usize - 1).unwrap_or("");
            let blank = text.chars().take_while(|it| it.is_whitespace()).count() as u32;
            (Position { line, column: blank + 1 }, Position { line, column: text.chars().count() as u32 + 1 })
        };
        let (begin, close) = whole(first.line);
        let start = if first.same { Position { line: first.line, column: start.column } } else { begin };
        let end = match trace.was(end.line) {
            Some(last) if first.same && last.same && last.line >= first.line => {
                Position { line: last.line, column: end.column }
            }
            _ => close,
        };
        Some(Location::File { file: file.clone(), start, end })
    }
}
