//! `sekisho init`.

use std::path::{Path, PathBuf};

use ::render::Blocked;
use clap::{Arg, Command, ValueHint, value_parser};
use lang::{Lang, text};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::say;
use crate::output;
use crate::told::Told;

pub(crate) fn command(lang: Lang) -> Command {
    Command::new("init")
        .about(say(lang, "Begin a new deployment in a folder", "新しい構成をフォルダーに作成します"))
        .long_about(say(
            lang,
            "Writes sekisho.yaml, manifests, .gitignore and a README into a folder that is new or empty. Nothing is \
             overwritten, and either all of it is there afterwards or nothing.",
            "新しいフォルダーまたは空のフォルダーに、sekisho.yaml、マニフェスト、.gitignore、README を作成します。\
             上書きはせず、途中で失敗した場合は何も残しません。",
        ))
        .arg(
            Arg::new("folder")
                .required(true)
                .value_name(say(lang, "DIR", "フォルダー"))
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::DirPath)
                .help(say(lang, "The folder", "作成先のフォルダー")),
        )
}

pub(crate) fn run(folder: &Path, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let files = ::render::scaffold(console.lang).map_err(|blocked| match blocked {
        Blocked::Flaw(flaw) => Failure::CouldNot(flaw.0),
        Blocked::Unproved(unproved) => unproved.into(),
    })?;
    output::create(folder, &files)?;
    told.worked_on_files();
    let (count, folder) = (files.len(), folder.display());
    let done = text!(
        "{count} files in {folder}. Put your hosts into sekisho.yaml and read README.md.",
        "{folder} に {count} 個のファイルを作成しました。sekisho.yaml のホスト名を書き換え、README.md をお読みください。"
    );
    told.print(done.get(console.lang));
    Ok(Exit::Fine)
}
