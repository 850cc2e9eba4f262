//! Proving or refuting what must hold of the network.

use std::io::Read;

use invariants::{Cluster, Proof, Statement, dify_pack};
use model::Inventory;
use netpol::{Idles, Network, Options};

use crate::error::Error;
use crate::input::{self, Sources};

/// Decisions that are looked at for policies that change nothing; some seconds at the most.
const BUDGET: usize = 2_000_000;

/// What is to be proved.
pub struct Request {
    /// Where the deployment stands.
    pub sources: Sources,
    /// Sentences beside those of the settings and the pack for Dify.
    pub sentences: Vec<Statement>,
}

/// What is proved, refuted or unknown, and of what.
pub struct Outcome {
    /// What was read.
    pub inventory: Inventory,
    /// A proof for each sentence, in order: the pack, the settings, the request.
    pub proofs: Vec<Proof>,
    /// Policies that change nothing.
    pub idle: Idles,
}

/// Reads and proves.
///
/// # Errors
/// What cannot be read at all, or sentences of the settings that are none.
pub fn prove(request: &Request, stdin: &mut dyn Read) -> Result<Outcome, Error> {
    let own = own_sentences(&request.sources)?;
    let inventory = input::read(&request.sources, stdin)?;
    let network = Network::new(&inventory, &Options::default());
    let mut statements = dify_pack(&network);
    statements.extend(own);
    statements.extend(request.sentences.iter().cloned());
    let proofs = invariants::prove(&network, &Cluster::default(), &statements);
    let idle = network.idle(BUDGET);
    drop(network);
    Ok(Outcome { inventory, proofs, idle })
}

/// The sentences of the settings.
fn own_sentences(sources: &Sources) -> Result<Vec<Statement>, Error> {
    let settings = input::settings(sources.settings.as_deref())?;
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    for sentence in &settings.invariants {
        match invariants::parse(&sentence.text) {
            Ok(invariant) => found.push(Statement::from(invariant)),
            Err(error) => mistakes.push((sentence.at(error.column), error.reason)),
        }
    }
    match &sources.settings {
        Some(path) if !mistakes.is_empty() => Err(Error::Settings(path.clone(), mistakes)),
        _ => Ok(found),
    }
}
