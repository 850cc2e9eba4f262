//! From paths and settings to an inventory.

use std::io::Read;
use std::path::{Path, PathBuf};

use inventory::{Input, Options};
use model::{Inventory, LeftOut};
use settings::Settings;

use crate::error::Error;

/// What is looked at, and how it is read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files and folders; `-` for the text that is handed in.
    pub paths: Vec<PathBuf>,
    /// The namespace of objects that name none.
    pub namespace: Option<String>,
    /// The settings file.
    pub settings: Option<PathBuf>,
    /// Heed no suppression: what somebody else hands in may say anything.
    pub no_suppressions: bool,
}

/// The texts of some sources, and how to read them.
pub struct Gathered {
    /// The texts.
    pub inputs: Vec<Input>,
    /// What the settings say of them.
    pub options: Options,
    /// Files that are of no kind that is read, and folders that were left out.
    pub left_out: Vec<LeftOut>,
}

/// Bytes of a settings file.
const MAX_SETTINGS: u64 = 4 << 20;

/// What the settings file says; nothing where there is none.
///
/// # Errors
/// It cannot be read, or has mistakes.
pub fn settings(path: Option<&Path>) -> Result<Settings, Error> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let text = source::read_text(path, MAX_SETTINGS).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
    let mut settings = settings::parse(&text).map_err(|mistakes| {
        let mistakes = mistakes.into_iter().map(|it| (it.position, it.reason)).collect();
        Error::Settings(path.to_owned(), mistakes)
    })?;
    let suppressions = std::mem::take(&mut settings.declared.suppressions);
    let placed = suppressions.into_iter().map(|it| settings::placed_in(it, &path.to_string_lossy()));
    settings.declared.suppressions = placed.collect();
    Ok(settings)
}

/// How texts are read.
#[must_use]
pub fn options(namespace: Option<&String>, settings: &Settings) -> Options {
    Options {
        namespace: namespace.or(settings.namespace.as_ref()).cloned(),
        components: settings.components.clone(),
        declared: settings.declared.clone(),
        no_suppressions: false,
    }
}

/// Gathers the texts. `stdin` is read where a path is `-`.
///
/// # Errors
/// A path that cannot be read, mistakes in the settings, or nothing to read.
pub fn gather(sources: &Sources, stdin: &mut dyn Read) -> Result<Gathered, Error> {
    let settings = settings(sources.settings.as_deref())?;
    let options =
        Options { no_suppressions: sources.no_suppressions, ..options(sources.namespace.as_ref(), &settings) };
    let gathered = source::gather(&sources.paths, stdin, &source::Limits::default())?;
    if gathered.inputs.iter().all(|it| it.text.trim().is_empty() && it.flaw.is_none()) {
        return Err(Error::Nothing(sources.paths.clone()));
    }
    Ok(Gathered { inputs: gathered.inputs, options, left_out: gathered.left_out })
}

impl Gathered {
    /// Reads the texts into an inventory; what was read with comes back for who reads further.
    #[must_use]
    pub fn read(self) -> (Inventory, Options) {
        let mut inventory = inventory::read(self.inputs, &self.options);
        inventory.left_out.extend(self.left_out);
        (inventory, self.options)
    }
}

/// Reads everything into an inventory.
///
/// # Errors
/// As [`gather`].
pub fn read(sources: &Sources, stdin: &mut dyn Read) -> Result<Inventory, Error> {
    Ok(gather(sources, stdin)?.read().0)
}
