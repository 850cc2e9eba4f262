//! `sekisho audit`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use baseline::Baseline;
use clap::ArgMatches;
use lang::{Text, text};
use model::{Date, Inventory};
use report::html::HtmlOptions;
use report::policy::Flavour;
use report::text::TextOptions;
use rules::{Audit, Judgement, Severity};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::{cmd_audit_fix, input, output};

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn run(matches: &ArgMatches, console: &Console) -> Result<Exit, Failure> {
    if ["fix", "diff", "unsafe-fixes"].iter().any(|flag| matches.get_flag(flag)) {
        return cmd_audit_fix::run(matches, console);
    }
    let inventory = input::read(matches)?;
    let audit = judge(matches, today(matches)?)?(&inventory);
    console.print(&report(matches, console, &inventory, &audit)?)?;
    if let Some(path) = matches.get_one::<PathBuf>("write-baseline") {
        write_baseline(path, &audit, console)?;
        // What was found is known from now on.
        return Ok(Exit::Fine);
    }
    Ok(exit(matches, &audit))
}

/// What the arguments make of an inventory: suppressions and a baseline heeded.
pub(crate) fn judge(matches: &ArgMatches, today: Date) -> Result<impl Fn(&Inventory) -> Audit + use<>, Failure> {
    let baseline = matches.get_one::<PathBuf>("baseline").map(|path| known(path)).transpose()?;
    Ok(move |inventory: &Inventory| {
        let mut audit = rules::audit_on(inventory, today);
        if let Some(baseline) = &baseline {
            baseline.compare(&mut audit);
        }
        audit
    })
}

/// The report in the form that was asked for.
pub(crate) fn report(
    matches: &ArgMatches,
    console: &Console,
    inventory: &Inventory,
    audit: &Audit,
) -> Result<String, Failure> {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let colour = matches.get_one::<String>("color").map_or("auto", String::as_str);
    Ok(match format {
        "json" => report::json::audit(inventory, audit, console.lang),
        "sarif" => report::sarif::audit(audit, VERSION, console.lang),
        "junit" => report::junit::audit(audit, console.lang),
        "policyreport" => report::policy::audit(audit, Flavour::PolicyReport, console.lang),
        "openreports" => report::policy::audit(audit, Flavour::OpenReports, console.lang),
        "html" => {
            let options = HtmlOptions { lang: console.lang, version: VERSION, date: Some(today(matches)?) };
            report::html::audit(inventory, audit, &options)
        }
        _ => {
            let options = TextOptions { lang: console.lang, colour: console.colour(colour), width: console.width };
            report::text::audit(inventory, audit, &options)
        }
    })
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

fn known(path: &Path) -> Result<Baseline, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))?;
    Baseline::parse(&text).map_err(|reason| {
        let path = path.display();
        let (en, ja) = reason.both();
        Failure::Usage(text!("{path}:{en}", "{path}:{ja}"))
    })
}

fn write_baseline(path: &Path, audit: &Audit, console: &Console) -> Result<(), Failure> {
    let baseline = Baseline::of(audit);
    output::whole(path, &baseline.to_text())?;
    let (n, path) = (baseline.n_findings(), path.display());
    let s = lang::plural(n);
    let told = text!("note: {path} holds {n} finding{s} now", "注: {path} に指摘 {n} 件を書き出しました");
    console.note(told.get(console.lang));
    Ok(())
}

/// The day by which suppressions are judged: the one that was named, or the clock's.
pub(crate) fn today(matches: &ArgMatches) -> Result<Date, Failure> {
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
