//! `sekisho secrets guard install|uninstall`: a git hook that scans what is staged.

use std::fs;
use std::io;
use std::path::Path;

use clap::ArgMatches;
use lang::{Text, text};

use crate::cmd_secrets_scan::repository;
use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::told::Told;

/// The line by which a hook of ours is known.
const MARK: &str = "# sekisho secrets guard";

/// A missing `sekisho` stops the commit: a guard that is not there must be noticed.
const HOOK: &str = "#!/bin/sh\n# sekisho secrets guard\n# Stops a commit that would bring a credential into the repository. Remove: sekisho secrets guard uninstall\nexec sekisho secrets scan --staged\n";

const FRAMEWORK: &str = "- repo: local\n    hooks:\n      - id: sekisho-secrets\n        name: sekisho secrets scan\n        entry: sekisho secrets scan --staged\n        language: system\n        pass_filenames: false";

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("install", matches)) if matches.get_flag("pre-commit") => {
            let how = text!(
                "add this under `repos:` in .pre-commit-config.yaml, then run `pre-commit install`:\n\n  {FRAMEWORK}",
                ".pre-commit-config.yaml の `repos:` に次を追加し、`pre-commit install` を実行してください:\n\n  {FRAMEWORK}"
            );
            told.print(how.get(console.lang));
            Ok(Exit::Fine)
        }
        Some((name, _)) => {
            told.worked_on_files();
            if name == "install" { install(console, told) } else { uninstall(console, told) }
        }
        _ => unreachable!("clap asks for a subcommand"),
    }
}

fn install(console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let path = repository()?.hooks().join("pre-commit");
    let shown = path.display();
    match fs::read_to_string(&path) {
        Ok(content) if !content.contains(MARK) => {
            return Err(Failure::CouldNot(text!(
                "{shown} is another hook, and stays as it is: add the line `sekisho secrets scan --staged || exit $?` to it, or use `--pre-commit`",
                "{shown} には別のフックがあるため変更していません。そのフックに `sekisho secrets scan --staged || exit $?` を追加するか、`--pre-commit` を使ってください"
            )));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::unreadable(&path, &error)),
        _ => {}
    }
    output::put(&path, HOOK).and_then(|()| executable(&path)).map_err(|error| Failure::unwritable(&path, &error))?;
    let done = text!(
        "{shown} installed: every commit is scanned first. `sekisho` must be in the PATH of whoever commits",
        "{shown} を設置しました。コミットの前に毎回検査します。コミットする人の PATH に `sekisho` が必要です"
    );
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}

fn uninstall(console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let path = repository()?.hooks().join("pre-commit");
    let shown = path.display();
    match fs::read_to_string(&path) {
        Ok(content) if content == HOOK => fs::remove_file(&path).map_err(|error| {
            Failure::CouldNot(text!("cannot remove {shown}: {error}", "{shown} を削除できません: {error}"))
        })?,
        Ok(_) => {
            return Err(Failure::CouldNot(text!(
                "{shown} is not the guard's own file: take the line with `sekisho` out of it by hand",
                "{shown} はこのコマンドが設置したものではありません。`sekisho` の行を手で削除してください"
            )));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::unreadable(&path, &error)),
        Err(_) => {
            told.print(Text::new("no guard is installed", "フックは設置されていません").get(console.lang));
            return Ok(Exit::Fine);
        }
    }
    let done = text!("{shown} removed", "{shown} を削除しました");
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}

fn executable(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let _ = path;
    Ok(())
}
