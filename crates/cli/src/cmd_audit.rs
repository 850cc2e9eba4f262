//! `sekisho audit`.

use clap::ArgMatches;
use model::Inventory;
use report::text::TextOptions;
use rules::{Audit, Judgement, Severity};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::{cmd_audit_fix, input};

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    if ["fix", "diff", "unsafe-fixes"].iter().any(|flag| matches.get_flag(flag)) {
        return cmd_audit_fix::run(matches, console);
    }
    let inventory = input::read(matches)?;
    let audit = rules::audit(&inventory);
    console.print(&report(matches, console, &inventory, &audit))?;
    Ok(exit(matches, &audit))
}

/// The report in the form that was asked for.
pub(crate) fn report(matches: &ArgMatches, console: &Console, inventory: &Inventory, audit: &Audit) -> String {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let colour = matches.get_one::<String>("color").map_or("auto", String::as_str);
    match format {
        "json" => report::json::audit(inventory, audit, console.lang),
        "sarif" => report::sarif::audit(audit, env!("CARGO_PKG_VERSION"), console.lang),
        _ => {
            let options = TextOptions { lang: console.lang, colour: console.colour(colour), width: console.width };
            report::text::audit(inventory, audit, &options)
        }
    }
}

/// The exit code by the worst finding.
pub(crate) fn exit(matches: &ArgMatches, audit: &Audit) -> Exit {
    if matches.get_flag("exit-zero") {
        return Exit::Fine;
    }
    let fail_on_unknown = matches.get_flag("fail-on-unknown");
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
