//! Whether one peer may reach another, and why.

use std::io::Read;

use lang::Text;
use model::Inventory;
use netpol::{Answer, Ends, Explanation, FindError, Network, PortQuery, Verdict};

use super::network;
use crate::error::Error;
use crate::input::{self, Sources};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Where the deployment stands.
    pub sources: Sources,
    /// Who connects: a component, a workload, an address or a range.
    pub from: String,
    /// To whom.
    pub to: String,
    /// On which port.
    pub port: PortQuery,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The input cannot be read.
    #[error(transparent)]
    Input(#[from] Error),
    /// An end of the question is nothing that the input holds. The person's.
    #[error("no such peer")]
    Peer(#[from] FindError),
}

/// Whether, and of what.
pub struct Answered {
    /// What was read.
    pub inventory: Inventory,
    /// The answer; unknown wherever a part of the input is in doubt.
    pub answer: Answer,
}

/// Whether and why, and of what.
pub struct Explained {
    /// What was read.
    pub inventory: Inventory,
    /// The answer of what could be read, with the rules behind it.
    pub explanation: Explanation,
}

/// Asks whether one may reach the other.
///
/// # Errors
/// What cannot be read at all, or an end that is not there.
pub fn can(question: &Question, stdin: &mut dyn Read) -> Result<Answered, AskError> {
    let inventory = input::read(&question.sources, stdin)?;
    let mut answer = {
        let network = network(&inventory);
        let (from, to) = ends(question, &network)?;
        network.can(&from, &to, question.port)
    };
    if inventory.in_doubt().next().is_some() {
        // A policy may stand in what could not be read, and one more policy can change an answer either way.
        answer.verdict = Verdict::Unknown(vec![Text::new(
            "a part of the input cannot be read or is refused by Kubernetes, and may hold a policy",
            "読めない部分、または Kubernetes が拒否する部分に、ポリシーが含まれているおそれがあります",
        )]);
    }
    Ok(Answered { inventory, answer })
}

/// Asks which rules decide whether one may reach the other.
///
/// # Errors
/// As [`can`].
pub fn explain(question: &Question, stdin: &mut dyn Read) -> Result<Explained, AskError> {
    let inventory = input::read(&question.sources, stdin)?;
    let explanation = {
        let network = network(&inventory);
        let (from, to) = ends(question, &network)?;
        network.explain(&from, &to, question.port)
    };
    Ok(Explained { inventory, explanation })
}

fn ends(question: &Question, network: &Network<'_>) -> Result<(Ends, Ends), FindError> {
    Ok((network.find(&question.from)?, network.find(&question.to)?))
}
