//! What is generated and committed: the rules pages, in both languages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use lang::Lang;
use rules::About;

use crate::run::root;

pub(crate) fn write() -> Result<()> {
    for (path, text) in files() {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

pub(crate) fn check() -> Result<()> {
    let stale: Vec<String> = files()
        .into_iter()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_deref() != Some(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !stale.is_empty() {
        bail!("stale, renew with `cargo xtask codegen`: {}", stale.join(", "));
    }
    Ok(())
}

fn files() -> Vec<(PathBuf, String)> {
    let docs = root().join("docs");
    let rules: Vec<&About> = rules::all().collect();
    vec![
        (docs.join("rules.md"), text::pages::rules(&rules, Lang::En)),
        (docs.join("ja/rules.md"), text::pages::rules(&rules, Lang::Ja)),
        (docs.join("controls.md"), text::pages::controls(&rules, Lang::En)),
        (docs.join("ja/controls.md"), text::pages::controls(&rules, Lang::Ja)),
    ]
}
