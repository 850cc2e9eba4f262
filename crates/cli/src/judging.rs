//! What `audit` and `audit --fix` share: the report and the exit code; and baselines.

use std::fs;
use std::path::Path;

use findings::Baseline;
use forms::policy::Flavour;
use lang::{Lang, text};
use model::Inventory;
use page::report::HtmlOptions;
use rules::{Audit, Judgement};

use crate::console::Console;
use crate::exit::{Exit, Failure};
use crate::flags::{Format, Judging};
use crate::output;
use crate::told::Told;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The report in the form that was asked for.
pub(crate) fn report(asked: &Judging, console: &Console, inventory: &Inventory, audit: &Audit) -> String {
    match asked.format {
        Format::Json => forms::json::audit(inventory, audit, console.lang),
        Format::Sarif => forms::sarif::audit(audit, &fix::proposals(inventory, audit), VERSION, console.lang),
        Format::Junit => forms::junit::audit(audit, console.lang),
        Format::PolicyReport => forms::policy::audit(audit, Flavour::PolicyReport, console.lang),
        Format::OpenReports => forms::policy::audit(audit, Flavour::OpenReports, console.lang),
        Format::Html => {
            let options = HtmlOptions { lang: console.lang, version: VERSION, date: Some(asked.today) };
            page::report::audit(inventory, audit, &options)
        }
        Format::Text => text::audit(inventory, audit, &console.text_options()),
    }
}

/// The exit code by the worst finding.
pub(crate) fn exit(asked: &Judging, audit: &Audit) -> Exit {
    let unknown = audit.verdicts.iter().any(|it| it.judgement == Judgement::Unknown);
    asked.fail_on.exit(audit.worst(), unknown)
}

/// Reads a baseline.
pub(crate) fn known(path: &Path) -> Result<Baseline, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::unreadable(path, &error))?;
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
