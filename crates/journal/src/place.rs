//! Where journals lie: where nobody but the person writes.
//!
//! In git's own directory, since what is in a work tree may come with a clone; outside of a repository in the person's state folder. No
//! program is run to find it, least of all one that a repository could choose.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::files::is_journal;

/// Where a work tree would have journals of its own. They are not believed.
const IN_WORK_TREE: &str = ".sekisho/journal";

/// A link of git's to its directory is a line.
const MAX_LINK: u64 = 8 << 10;

/// The folder for the journals of what is done below `base`. `state` is the person's own folder for what is kept between runs.
///
/// # Errors
/// [`Error::InWorkTree`] for a journal below `base`, whoever put it there; [`Error::NoPlace`].
pub fn of(base: &Path, state: Option<&Path>) -> Result<PathBuf, Error> {
    refuse_planted(base)?;
    if let Some(git) = git_directory(base) {
        return Ok(git.join("sekisho/journal"));
    }
    let state = state.ok_or(Error::NoPlace)?;
    let name: String =
        Sha256::digest(base.as_os_str().as_encoded_bytes()).iter().map(|it| format!("{it:02x}")).collect();
    Ok(state.join("journal").join(&name[..32]))
}

/// Names a journal among the files that a clone brings.
fn refuse_planted(base: &Path) -> Result<(), Error> {
    let folder = base.join(IN_WORK_TREE);
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
    let planted = entries.flatten().map(|it| it.path()).filter(|it| is_journal(it)).min();
    planted.map_or(Ok(()), |path| Err(Error::InWorkTree(path)))
}

/// Git's own directory of the work tree around a folder, as `git rev-parse --git-dir` finds it.
#[must_use]
pub fn git_directory(folder: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(folder).ok()?;
    whole.ancestors().find_map(of_work_tree)
}

/// The directory of one work tree: `.git` itself, or what a file `.git` leads to (further work trees, submodules). A directory that lies among
/// the files of the work tree is none: its content may have come with them.
fn of_work_tree(top: &Path) -> Option<PathBuf> {
    let dot_git = top.join(".git");
    let kind = fs::symlink_metadata(&dot_git).ok()?;
    if kind.is_dir() {
        return is_git(&dot_git).then_some(dot_git);
    }
    if !kind.is_file() || kind.len() > MAX_LINK {
        return None;
    }
    let link = fs::read_to_string(&dot_git).ok()?;
    let named = link.strip_prefix("gitdir:")?.trim();
    let found = fs::canonicalize(top.join(named)).ok()?;
    let inside = found.strip_prefix(top).is_ok_and(|it| !it.components().any(|it| it.as_os_str() == ".git"));
    (!inside && is_git(&found)).then_some(found)
}

fn is_git(folder: &Path) -> bool {
    folder.join("HEAD").symlink_metadata().is_ok()
        && (folder.join("objects").is_dir() || folder.join("commondir").is_file())
}

/// A name of a plan as a path below `base`; `None` for one that leads out of it, by dots or by a link.
#[must_use]
pub fn below(base: &Path, name: &str) -> Option<PathBuf> {
    let relative = Path::new(name);
    let plain = !name.is_empty() && relative.components().all(|it| matches!(it, Component::Normal(_)));
    let path = plain.then(|| base.join(relative))?;
    let base = fs::canonicalize(base).ok()?;
    // Of what is not there, the folder that is there decides.
    let there = path.ancestors().find(|it| it.symlink_metadata().is_ok())?;
    fs::canonicalize(there).ok()?.starts_with(&base).then_some(path)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn git(folder: &Path) {
        fs::create_dir_all(folder.join("objects")).expect("made");
        fs::write(folder.join("HEAD"), "ref: refs/heads/main\n").expect("written");
    }

    #[test]
    fn in_git_its_own_directory_and_elsewhere_the_persons() {
        let folder = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap();
        let (work, state) = (top.join("work"), top.join("state"));
        fs::create_dir_all(work.join("a/b")).unwrap();
        assert!(matches!(of(&work, None), Err(Error::NoPlace)));
        let outside = of(&work, Some(&state)).unwrap();
        assert!(outside.starts_with(state.join("journal")) && outside != of(&work.join("a"), Some(&state)).unwrap());
        git(&work.join(".git"));
        assert_eq!(of(&work.join("a/b"), Some(&state)).unwrap(), work.join(".git/sekisho/journal"));
        // A further work tree and a submodule have directories of their own.
        let tree = top.join("tree");
        fs::create_dir_all(work.join(".git/worktrees/tree")).unwrap();
        fs::write(work.join(".git/worktrees/tree/commondir"), "../..\n").unwrap();
        fs::write(work.join(".git/worktrees/tree/HEAD"), "ref: refs/heads/x\n").unwrap();
        fs::create_dir(&tree).unwrap();
        fs::write(tree.join(".git"), format!("gitdir: {}\n", work.join(".git/worktrees/tree").display())).unwrap();
        assert_eq!(of(&tree, None).unwrap(), work.join(".git/worktrees/tree/sekisho/journal"));
    }

    #[test]
    fn what_comes_with_the_files_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let work = fs::canonicalize(folder.path()).unwrap();
        // A directory among the files that says that it is git's.
        git(&work.join("fake"));
        fs::write(work.join(".git"), "gitdir: fake\n").unwrap();
        assert_eq!(git_directory(&work), None);
        fs::remove_file(work.join(".git")).unwrap();
        symlink(work.join("fake"), work.join(".git")).unwrap();
        assert_eq!(git_directory(&work), None);
        fs::create_dir_all(work.join(".sekisho/journal")).unwrap();
        fs::write(work.join(".sekisho/journal/x.jsonl"), "").unwrap();
        assert!(matches!(of(&work, Some(&work)), Err(Error::InWorkTree(it)) if it.ends_with("x.jsonl")));
    }

    #[test]
    fn names_never_leave_the_base() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("base");
        fs::create_dir_all(base.join("a")).unwrap();
        fs::write(folder.path().join("secret"), "").unwrap();
        symlink(folder.path(), base.join("out")).unwrap();
        symlink(folder.path().join("secret"), base.join("link.yaml")).unwrap();
        for name in ["", "/etc/passwd", "../secret", "a/../../secret", ".", "out/secret", "link.yaml", "out/new"] {
            assert_eq!(below(&base, name), None, "{name}");
        }
        assert_eq!(below(&base, "a/x.yaml"), Some(base.join("a/x.yaml")));
    }
}
