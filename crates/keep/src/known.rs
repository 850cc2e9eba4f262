//! Which files are known to be stores before they are scanned: by what they were, and by `.sops.yaml`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use leaks::Leak;
use vault::{Format, Rule, Rules, Selection, sops};

use crate::error::Error;
use crate::rules;

/// What `.sops.yaml` files say, each read once.
#[derive(Default)]
pub struct KnownStores {
    /// By folder.
    rules: HashMap<PathBuf, Option<(PathBuf, Rc<Rules>)>>,
}

impl KnownStores {
    /// Scans a text for leaks. `path` leads to it from here, `before` is what it was in the commits that it comes after.
    ///
    /// # Errors
    /// Rules that cannot be read.
    pub fn scan(&mut self, path: &Path, name: &str, text: &str, before: &[String]) -> Result<Vec<Leak>, Error> {
        Ok(match self.selection(path, before)? {
            Some(selection) => leaks::scan_store(name, text, &selection),
            None => leaks::scan(name, text),
        })
    }

    fn selection(&mut self, path: &Path, before: &[String]) -> Result<Option<Selection>, Error> {
        let Some(format) = Format::of(&path.to_string_lossy()) else { return Ok(None) };
        if path.file_name().is_some_and(|it| it == Rules::FILE) {
            return Ok(None);
        }
        if let Some(outline) = before.iter().find_map(|it| sops::outline(it, format).ok()) {
            return Ok(Some(outline.manner.selection));
        }
        let whole = std::path::absolute(path).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
        let folder = whole.parent().unwrap_or(&whole).to_owned();
        let known = match self.rules.get(&folder) {
            Some(known) => known.clone(),
            None => {
                let read = |file: PathBuf| rules::read(&file).map(|rules| (file, Rc::new(rules)));
                let known = rules::file(&folder).map(read).transpose()?;
                self.rules.insert(folder, known.clone());
                known
            }
        };
        let rule = known.as_ref().and_then(|(file, rules)| rules.rule_for(&rules::inside(file, &whole)));
        let selection = |it: &Rule| it.manner().map(|it| it.selection.clone()).unwrap_or_default();
        Ok(rule.filter(|it| it.names_stores()).map(selection))
    }
}
