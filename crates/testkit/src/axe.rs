//! axe-core, which looks at a page for what keeps people out of it.

use std::path::Path;
use std::process::Command;

use crate::not_run;

/// The release that is taken.
const RELEASE: &str = "axe-core@4.10.3";

/// The script of axe-core, taken once by npm into a folder; `None` after saying loudly that `what` is not run because it cannot be had.
///
/// # Panics
/// In CI where it cannot be had.
#[must_use]
pub fn axe(what: &str, folder: &Path) -> Option<String> {
    let script = folder.join("axe-core-4.10.3/package/axe.min.js");
    if !script.is_file() && !fetched(folder) {
        not_run(what, &format!("It needs axe-core: `npm pack {RELEASE}` could not get it."));
        return None;
    }
    Some(std::fs::read_to_string(script).expect("the script of axe-core"))
}

/// Packs beside each other do not disturb each other: each works in a folder of its own, which takes its place whole.
fn fetched(folder: &Path) -> bool {
    let own = tempfile::tempdir_in(folder).expect("a folder");
    let ran = |program: &str, arguments: &[&str]| {
        let status = Command::new(program).args(arguments).current_dir(own.path()).output();
        status.is_ok_and(|it| it.status.success())
    };
    if !ran("npm", &["pack", "--silent", RELEASE]) || !ran("tar", &["-xzf", "axe-core-4.10.3.tgz"]) {
        return false;
    }
    // Another test may have been quicker: then its folder stands there.
    let place = folder.join("axe-core-4.10.3");
    std::fs::rename(own.path(), &place).is_ok() || place.is_dir()
}
