//! `sekisho network prove`.

use clap::ArgMatches;
use findings::Severity;
use invariants::{Cluster, Statement, Verdict, dify_pack, prove};
use lang::{Text, text};
use netpol::{Network, Options};

use crate::console::Console;
use crate::exit::{Exit, FailOn, Failure};
use crate::input;
use crate::told::Told;

/// Decisions that are looked at for policies that change nothing; some seconds at the most.
const BUDGET: usize = 2_000_000;

pub(crate) fn run(matches: &ArgMatches, console: &Console, told: &mut Told) -> Result<Exit, Failure> {
    let own = own_sentences(matches)?;
    let inventory = input::read(matches)?;
    input::refuse_nothing(&inventory, inventory.workloads.len(), &Text::new("workload", "ワークロード"))?;
    let unread = input::tell_doubts(&inventory, console, told);
    let network = Network::new(&inventory, &Options::default());
    let mut statements = dify_pack(&network);
    statements.extend(own);
    let proofs = prove(&network, &Cluster::default(), &statements);
    let idles = network.idle(BUDGET);
    let documents = &inventory.documents;
    told.print(&if input::is_json(matches) {
        forms::to_json_of([&inventory], &forms::proofs(&proofs, Some(&idles), documents, console.lang))
    } else {
        text::proofs::proofs(&proofs, Some(&idles), documents, console.lang)
    });
    let refuted = unread > 0 || proofs.iter().any(|it| matches!(it.verdict, Verdict::Refuted(_)));
    let unknown = proofs.iter().any(|it| matches!(it.verdict, Verdict::Unknown(_)));
    Ok(FailOn::of(matches).exit(refuted.then_some(Severity::High), unknown))
}

/// The sentences of the settings file and of the arguments.
fn own_sentences(matches: &ArgMatches) -> Result<Vec<Statement>, Failure> {
    let settings = input::settings(matches)?;
    let mut found = Vec::new();
    let mut mistakes = Vec::new();
    for sentence in &settings.invariants {
        match invariants::parse(&sentence.text) {
            Ok(invariant) => found.push(Statement::from(invariant)),
            Err(error) => mistakes.push((sentence.at(error.column), error.reason)),
        }
    }
    if let (Some(path), false) = (input::settings_path(matches), mistakes.is_empty()) {
        return Err(input::mistaken(&path, &mistakes));
    }
    for written in matches.get_many::<String>("invariant").into_iter().flatten() {
        let invariant = invariants::parse(written).map_err(|error| {
            let (column, en, ja) = (error.column, error.reason.get(lang::Lang::En), error.reason.get(lang::Lang::Ja));
            Failure::Usage(text!("--invariant, column {column}: {en}", "--invariant の {column} 文字目: {ja}"))
        })?;
        found.push(Statement::from(invariant));
    }
    Ok(found)
}
