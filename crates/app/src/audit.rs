//! Judging an input: what is wrong, control by control.

use std::io::Read;

use findings::Baseline;
use inventory::Options;
use model::{Date, Inventory};
use rules::Audit;

use crate::error::Error;
use crate::input::{self, Sources};

/// What is judged.
pub struct Request {
    /// Where it stands.
    pub sources: Sources,
    /// What was found before and is known.
    pub baseline: Option<Baseline>,
    /// The day by which suppressions end.
    pub today: Date,
}

/// What was found, and in what.
pub struct Outcome {
    /// What was read.
    pub inventory: Inventory,
    /// What it was read with.
    pub options: Options,
    /// Findings and verdicts.
    pub audit: Audit,
}

/// Reads and judges.
///
/// # Errors
/// What cannot be read at all.
pub fn audit(request: &Request, stdin: &mut dyn Read) -> Result<Outcome, Error> {
    let (inventory, options) = input::gather(&request.sources, stdin)?.read();
    let audit = judge(&inventory, request.baseline.as_ref(), request.today);
    Ok(Outcome { inventory, options, audit })
}

/// Judges what was read already.
#[must_use]
pub fn judge(inventory: &Inventory, baseline: Option<&Baseline>, today: Date) -> Audit {
    let mut audit = rules::audit_on(inventory, today);
    if let Some(baseline) = baseline {
        baseline.compare(&mut audit);
    }
    audit
}
