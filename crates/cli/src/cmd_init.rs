//! `sekisho init`.

use std::path::PathBuf;

use clap::ArgMatches;
use lang::text;
use render::Blocked;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let default = PathBuf::from(".");
    let folder = matches.get_one::<PathBuf>("folder").unwrap_or(&default);
    let files = render::scaffold(console.lang).map_err(|blocked| match blocked {
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
