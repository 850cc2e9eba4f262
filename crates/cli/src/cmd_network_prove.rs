//! `sekisho network prove`.

use std::io;

use app::prove::{Request, prove};
use clap::ArgMatches;
use findings::Severity;
use invariants::{Statement, Verdict};
use lang::{Text, text};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::flags::sources_of;
use crate::input;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let request = Request { sources: sources_of(matches), sentences: sentences(matches)? };
    let outcome = prove(&request, &mut io::stdin().lock())?;
    let inventory = &outcome.inventory;
    input::refuse_nothing(inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = input::tell_doubts(inventory, console, told);
    let (proofs, idles, documents) = (&outcome.proofs, Some(&outcome.idle), &inventory.documents);
    told.print(&if input::is_json(matches) {
        forms::to_json_of([inventory], &forms::proofs(proofs, idles, documents, console.lang))
    } else {
        text::proofs::proofs(proofs, idles, documents, console.lang)
    });
    let refuted = unread > 0 || proofs.iter().any(|it| matches!(it.verdict, Verdict::Refuted(_)));
    let unknown = proofs.iter().any(|it| matches!(it.verdict, Verdict::Unknown(_)));
    Ok(FailOn::of(matches).exit(refuted.then_some(Severity::High), unknown))
}

/// The sentences of the arguments.
fn sentences(matches: &ArgMatches) -> Result<Vec<Statement>, Failure> {
    let parse = |written: &String| {
        let invariant = invariants::parse(written).map_err(|error| {
            let (column, en, ja) = (error.column, error.reason.get(lang::Lang::En), error.reason.get(lang::Lang::Ja));
            Failure::Usage(text!("--invariant, column {column}: {en}", "--invariant の {column} 文字目: {ja}"))
        })?;
        Ok(Statement::from(invariant))
    };
    matches.get_many::<String>("invariant").into_iter().flatten().map(parse).collect()
}
