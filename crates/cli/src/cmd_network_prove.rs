//! `sekisho network prove`.

use std::io;

use app::prove::{Request, prove};
use clap::ArgMatches;
use findings::Severity;
use invariants::{Statement, Verdict};
use lang::{Text, text};
use rules::elsewhere;

use crate::console::Console;
use crate::deciding::{self, Title};
use crate::exit::{Exit, Failure};
use crate::flags::{Judging, sources_of};
use crate::input;
use crate::told::Told;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let request = Request { sources: sources_of(matches), sentences: sentences(matches)? };
    let outcome = prove(&request, &mut io::stdin().lock())?;
    let inventory = &outcome.inventory;
    input::refuse_nothing(inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = input::tell_doubts(inventory, console, told);
    let (proofs, idles, documents) = (&outcome.proofs, Some(&outcome.idle), &inventory.documents);
    let (asked, settings) = (Judging::of(matches)?, input::settings(matches)?);
    let leaving = deciding::leaving(&asked)?;
    let refuted = proofs.iter().filter_map(|it| elsewhere::of_proof(inventory, it));
    let found = refuted.chain(elsewhere::unread(inventory)).collect();
    let audit = leaving.decide_in(inventory, &settings, found);
    told.print(&match deciding::shown(&asked, &TITLE, &audit, console.lang) {
        Some(shown) => shown,
        None if input::is_json(matches) => {
            forms::to_json_of([inventory], &forms::proofs(proofs, idles, documents, console.lang))
        }
        None => text::proofs::proofs(proofs, idles, documents, console.lang),
    });
    if deciding::write(&asked, &audit, console.lang, told)? {
        return Ok(Exit::Fine);
    }
    let unknown = proofs.iter().any(|it| matches!(it.verdict, Verdict::Unknown(_)));
    // What was passed over is no finding with a place.
    let unread = (unread > 0).then_some(Severity::High);
    Ok(asked.fail_on.exit(audit.worst().max(unread), unknown))
}

const TITLE: Title = Title {
    command: "sekisho network prove",
    text: Text::new("Sekisho: sentences about the network", "関所: ネットワークの文"),
};

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
