//! What was read, and what could not be: said beside every answer, and never an answer about nothing.

use findings::Severity;
use lang::{Text, text};
use model::{Inventory, Problem};

use crate::console::Console;
use crate::exit::Failure;
use crate::told::Told;

/// Names on standard error what could not be read, for commands whose output has no place for it. Returns how much that is.
pub(crate) fn tell_unread(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.unread(), inventory, console, told)
}

/// As [`tell_unread`], and what Kubernetes refuses or may take otherwise: for commands whose answer would not be certain beside it.
pub(crate) fn tell_doubts(inventory: &Inventory, console: &Console, told: &mut Told) -> usize {
    tell_problems(inventory.in_doubt(), inventory, console, told)
}

fn tell_problems<'a>(
    problems: impl Iterator<Item = &'a Problem>,
    inventory: &Inventory,
    console: &Console,
    told: &mut Told,
) -> usize {
    let tell = |problem: &Problem| {
        let (place, (en, ja)) = (inventory.address(problem), problem.reason.both());
        told.note(text!("error: {place}: {en}", "エラー: {place}: {ja}").get(console.lang));
    };
    let n = problems.map(tell).count();
    for line in text::left_out_notes(&inventory.left_out, console.lang) {
        told.note(text!("note: {line}", "注: {line}").get(console.lang));
    }
    n
}

/// Refuses to answer about an input that holds nothing of what is asked about: zero looked at is never fine. What could not be read is
/// something.
pub(crate) fn refuse_nothing(inventory: &Inventory, n: usize, what: &Text) -> Result<(), Failure> {
    if n > 0 || inventory.in_doubt().next().is_some() {
        return Ok(());
    }
    let ((en, ja), n_left_out) = (what.both(), inventory.left_out.len());
    let s = lang::plural(n_left_out);
    Err(Failure::CouldNot(text!(
        "there is nothing to judge: the input holds no {en} ({n_left_out} file{s} left out)",
        "検査の対象がありません。入力に{ja}がありません(対象外のファイル {n_left_out} 件)"
    )))
}

/// A part of the input that could not be read is as bad as a finding of high severity.
pub(crate) fn severity_of_unread(n_unread: usize) -> Option<Severity> {
    (n_unread > 0).then_some(Severity::High)
}
