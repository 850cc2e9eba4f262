//! What `audit` and `audit --fix` share: the exit code; and baselines.

use std::path::Path;

use findings::Baseline;
use lang::{Lang, text};
use rules::{Audit, Judgement};

use crate::exit::{Exit, Failure};
use crate::flags::Judging;
use crate::output;
use crate::told::Told;

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The exit code by the worst finding.
pub(crate) fn exit(asked: &Judging, audit: &Audit) -> Exit {
    let unknown = audit.verdicts.iter().any(|it| it.judgement == Judgement::Unknown);
    asked.fail_on.exit(audit.worst(), unknown)
}

/// Reads a baseline.
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
