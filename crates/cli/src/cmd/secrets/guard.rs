//! `sekisho secrets guard install|uninstall`: a git hook that scans what is staged.

use std::path::Path;

use clap::{ArgMatches, Command};
use lang::{Lang, Text, text};
use source::git::Repository;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{flag, group, say};
use crate::told::Told;

const FRAMEWORK: &str = "- repo: local\n    hooks:\n      - id: sekisho-secrets\n        name: sekisho secrets scan\n        entry: sekisho secrets scan --staged\n        language: system\n        pass_filenames: false";

pub(crate) fn command(lang: Lang) -> Command {
    group(
        "guard",
        say(
            lang,
            "A git hook that stops credentials before a commit",
            "コミット前に認証情報を止める git フックを管理します",
        ),
    )
    .subcommand(Command::new("install").about(say(lang, "Install the hook", "フックを設置します")).arg(flag(
        "pre-commit",
        say(
            lang,
            "Print the entry for the pre-commit framework instead",
            "フックを設置せず、pre-commit フレームワーク用の設定を表示します",
        ),
    )))
    .subcommand(Command::new("uninstall").about(say(lang, "Remove the hook", "フックを取り除きます")))
}

#[derive(Clone, Copy)]
pub(crate) enum Options {
    Install,
    /// What the pre-commit framework takes.
    Framework,
    Uninstall,
}

impl Options {
    pub(crate) fn of(matches: &ArgMatches) -> Options {
        match matches.subcommand() {
            Some(("install", matches)) if matches.get_flag("pre-commit") => Options::Framework,
            Some(("install", _)) => Options::Install,
            _ => Options::Uninstall,
        }
    }
}

pub(crate) fn run(options: Options, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let said = match options {
        Options::Framework => text!(
            "add this under `repos:` in .pre-commit-config.yaml, then run `pre-commit install`:\n\n  {FRAMEWORK}",
            ".pre-commit-config.yaml の `repos:` に次を追加し、`pre-commit install` を実行してください:\n\n  {FRAMEWORK}"
        ),
        Options::Install => {
            told.worked_on_files();
            let hook = Repository::around(Path::new("."))?.hooks().join("pre-commit");
            keep::guard::install(&hook)?;
            let shown = hook.display();
            text!(
                "{shown} installed: every commit is scanned first. `sekisho` must be in the PATH of whoever commits",
                "{shown} を設置しました。コミットの前に毎回検査します。コミットする人の PATH に `sekisho` が必要です"
            )
        }
        Options::Uninstall => {
            told.worked_on_files();
            let hook = Repository::around(Path::new("."))?.hooks().join("pre-commit");
            let shown = hook.display();
            if keep::guard::uninstall(&hook)? {
                text!("{shown} removed", "{shown} を削除しました")
            } else {
                Text::new("no guard is installed", "フックは設置されていません")
            }
        }
    };
    told.print(said.get(console.lang));
    Ok(Exit::Fine)
}
