//! `sekisho audit`.

use clap::ArgMatches;
use report::text::TextOptions;
use rules::{Audit, Judgement, Severity};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    let audit = rules::audit(&inventory);
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let colour = matches.get_one::<String>("color").map_or("auto", String::as_str);
    let text = match format {
        "json" => report::json::audit(&inventory, &audit, console.lang),
        "sarif" => report::sarif::audit(&audit, env!("CARGO_PKG_VERSION"), console.lang),
        _ => {
            let options = TextOptions { lang: console.lang, colour: console.colour(colour), width: console.width };
            report::text::audit(&inventory, &audit, &options)
        }
    };
    console.print(&text)?;
    Ok(if matches.get_flag("exit-zero") { Exit::Fine } else { exit(&audit, matches.get_flag("fail-on-unknown")) })
}

fn exit(audit: &Audit, fail_on_unknown: bool) -> Exit {
    let worst = audit.findings.iter().map(|it| it.severity).max();
    let unknown = fail_on_unknown && audit.verdicts.iter().any(|it| it.judgement == Judgement::Unknown);
    match worst {
        Some(Severity::Error) => Exit::Error,
        Some(Severity::Warning) => Exit::Warning,
        _ if unknown => Exit::Warning,
        Some(Severity::Notice) => Exit::Notice,
        None => Exit::Fine,
    }
}
