//! The arguments of `sekisho init`.

use std::path::PathBuf;

use clap::{Arg, Command, ValueHint, value_parser};
use lang::Lang;

use crate::flags::say;

pub(crate) fn init(lang: Lang) -> Command {
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
