//! `sekisho audit`.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;
use lang::Text;
use model::Date;
use report::html::HtmlOptions;
use report::policy::Flavour;
use report::text::TextOptions;
use rules::{Audit, Judgement, Severity};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::input;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    let inventory = input::read(matches)?;
    let today = today(matches)?;
    let audit = rules::audit_on(&inventory, today);
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let colour = matches.get_one::<String>("color").map_or("auto", String::as_str);
    let text = match format {
        "json" => report::json::audit(&inventory, &audit, console.lang),
        "sarif" => report::sarif::audit(&audit, VERSION, console.lang),
        "junit" => report::junit::audit(&audit, console.lang),
        "policyreport" => report::policy::audit(&audit, Flavour::PolicyReport, console.lang),
        "openreports" => report::policy::audit(&audit, Flavour::OpenReports, console.lang),
        "html" => {
            let options = HtmlOptions { lang: console.lang, version: VERSION, date: Some(today) };
            report::html::audit(&inventory, &audit, &options)
        }
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

/// The day by which suppressions are judged: the one that was named, or the clock's.
fn today(matches: &ArgMatches) -> Result<Date, Failure> {
    if let Some(named) = matches.get_one::<String>("today") {
        return Date::parse(named).ok_or_else(|| {
            Failure::Usage(Text::new(
                "--today takes a day such as 2027-03-31",
                "--today には 2027-03-31 のような日付を指定してください",
            ))
        });
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| {
        Failure::CouldNot(Text::new(
            "the clock of this machine stands before 1970: name the day with --today",
            "このマシンの時計が 1970 年より前です。--today で日付を指定してください",
        ))
    })?;
    Ok(Date::of_unix(since.as_secs()))
}
