//! What `audit` and `audit --fix` share: the day, the judgement by the arguments, its report and its exit code.

use std::path::{Path, PathBuf};

use clap::ArgMatches;
use findings::Baseline;
use forms::policy::Flavour;
use lang::{Lang, text};
use model::{Date, Inventory};
use page::report::HtmlOptions;
use rules::{Audit, Judgement};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
pub(crate) use crate::flags::today_of as today;
use crate::output;
use crate::told::Told;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the arguments make of an inventory: suppressions and a baseline heeded.
pub(crate) fn judge(matches: &ArgMatches, today: Date) -> Result<impl Fn(&Inventory) -> Audit + use<>, Failure> {
    let baseline = matches.get_one::<PathBuf>("baseline").map(|path| known(path)).transpose()?;
    Ok(move |inventory: &Inventory| app::audit::judge(inventory, baseline.as_ref(), today))
}

/// The report in the form that was asked for.
pub(crate) fn report(
    matches: &ArgMatches,
    console: &Console,
    inventory: &Inventory,
    audit: &Audit,
    today: Date,
) -> String {
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    match format {
        "json" => forms::json::audit(inventory, audit, console.lang),
        "sarif" => forms::sarif::audit(audit, &fix::proposals(inventory, audit), VERSION, console.lang),
        "junit" => forms::junit::audit(audit, console.lang),
        "policyreport" => forms::policy::audit(audit, Flavour::PolicyReport, console.lang),
        "openreports" => forms::policy::audit(audit, Flavour::OpenReports, console.lang),
        "html" => {
            let options = HtmlOptions { lang: console.lang, version: VERSION, date: Some(today) };
            page::report::audit(inventory, audit, &options)
        }
        _ => text::audit(inventory, audit, &console.text_options()),
    }
}

/// The exit code by the worst finding.
pub(crate) fn exit(matches: &ArgMatches, audit: &Audit) -> Exit {
    let unknown = audit.verdicts.iter().any(|it| it.judgement == Judgement::Unknown);
    FailOn::of(matches).exit(audit.worst(), unknown)
}

pub(crate) fn known(path: &Path) -> Result<Baseline, Failure> {
    let text = source::read_text(path, 64 << 20).map_err(|error| Failure::unreadable(path, &error))?;
    Baseline::parse(&text).map_err(|mistake| {
        let (path, reason) = (path.display(), mistake.text());
        let (en, ja) = reason.both();
        Failure::Usage(text!(
            "{path}:{en}; `sekisho audit --write-baseline FILE` writes one",
            "{path}:{ja}。ベースラインは `sekisho audit --write-baseline ファイル` で作成します"
        ))
    })
}

/// Writes what was found as a baseline, and says so.
pub(crate) fn write_baseline(path: &Path, audit: &Audit, lang: Lang, told: &mut Told) -> Result<(), Failure> {
    let baseline = Baseline::of(audit);
    output::over_own(path, &baseline.to_text(), |there| Baseline::parse(there).is_ok())?;
    told.worked_on_files();
    let (n, path) = (baseline.n_findings(), path.display());
    let s = lang::plural(n);
    let line = text!("note: {path} holds {n} finding{s} now", "注: {path} に指摘 {n} 件を書き出しました");
    told.note(line.get(lang));
    Ok(())
}
