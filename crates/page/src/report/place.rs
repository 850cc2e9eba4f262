//! Where something is, relative to what was judged: whose folder a report was made in is nobody's business.

use model::{Inventory, Location, OriginKind};

/// What stands before every name of a file, and is not told.
pub(super) struct Base(String);

impl Base {
    /// The folder that holds everything that was judged.
    pub(super) fn of(inventory: &Inventory) -> Base {
        let files = inventory.documents.origins().iter().filter(|it| it.kind() == OriginKind::File);
        let mut base: Option<&str> = None;
        for name in files.map(|it| it.name()) {
            let folder = &name[..name.rfind('/').map_or(0, |at| at + 1)];
            base = Some(base.map_or(folder, |base| common(base, folder)));
        }
        Base(base.unwrap_or_default().to_owned())
    }

    /// A place, as editors and terminals understand it.
    pub(super) fn address(&self, location: &Location) -> String {
        let whole = forms::words::address(location);
        match location {
            Location::File { .. } => whole.strip_prefix(&self.0).map_or(whole.clone(), ToOwned::to_owned),
            Location::Field { .. } => whole,
        }
    }
}

/// The folders with which both begin.
fn common<'t>(a: &'t str, b: &str) -> &'t str {
    let same = a.split_inclusive('/').zip(b.split_inclusive('/')).take_while(|(a, b)| a == b);
    &a[..same.map(|(a, _)| a.len()).sum()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_whole() {
        assert_eq!(common("/a/bc/d/", "/a/bd/"), "/a/");
        assert_eq!(common("a/b/", "a/b/c/"), "a/b/");
        assert_eq!(common("a/", "b/"), "");
    }
}
