//! `sekisho secrets recipients list|add|remove|resume`: who can read the stores of a tree.

use clap::ArgMatches;
use forms::printable;
use vault::sops;

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::named_stores::stores;
use crate::told::Told;
use crate::{cmd_secrets_recipients_change, store};

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    match matches.subcommand() {
        Some(("list", matches)) => list(matches, told),
        Some((name @ ("add" | "remove"), matches)) => {
            let written = matches.get_one::<String>("recipient").map_or("", String::as_str);
            let recipient = store::recipient("RECIPIENT", written)?;
            cmd_secrets_recipients_change::run(matches, console, recipient, name == "add", told)
        }
        Some(("resume", matches)) => cmd_secrets_recipients_change::resume(matches, console, told),
        _ => unreachable!("clap asks for a subcommand"),
    }
}

fn list(matches: &ArgMatches, told: &mut Told) -> Result<Exit, Failure> {
    let mut out = String::new();
    for (path, text, format) in stores(matches)? {
        let outline = sops::outline(&text, format).map_err(|error| store::failure(&path, &error))?;
        out.push_str(&format!("{}\n", path.display()));
        for reader in outline.recipients.iter().map(String::as_str).chain(outline.other_kinds.iter().copied()) {
            out.push_str(&format!("  {}\n", printable(reader)));
        }
    }
    told.print(&out);
    Ok(Exit::Fine)
}
