//! `sekisho secrets handover`: one value to one person, encrypted, and on record before it leaves.

use std::path::PathBuf;

use clap::ArgMatches;
use lang::text;
use vault::handover::handed_over;
use vault::{age, sops};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input::path_argument;
use crate::store::{self, Store};
use crate::told::Told;
use crate::{handovers, output};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let path = path_argument(matches, "file");
    let word = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let (key, to) = (word("key"), store::recipient("--to", word("to"))?);
    let identities = store::identities(matches)?;
    let file = Store::open(path)?;
    let value = sops::get(file.text(), file.format, key, &identities).map_err(|error| file.failure(&error))?;
    let sealed = age::seal(value.as_bytes(), std::slice::from_ref(&to)).map_err(|error| file.failure(&error))?;
    drop(file);
    let at = store::now()?;
    let record = handovers::record(path, |name| handed_over(name, key, to.as_str(), at))?;
    match matches.get_one::<PathBuf>("output") {
        Some(output) => {
            output::whole(output, &sealed)?;
            told.worked_on_files();
        }
        None => told.print(&sealed),
    }
    let (record, key) = (record.display(), forms::printable(key));
    let note = text!(
        "note: {key} is encrypted to {to} alone, and on record in {record}: commit that file. Rotate the value when the person no longer needs it",
        "注: {key} を {to} だけが読めるように暗号化し、{record} に記録しました。記録はコミットしてください。相手が不要になったら値を更新してください"
    );
    told.note(note.get(console.lang));
    Ok(Exit::Fine)
}
