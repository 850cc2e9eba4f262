//! From texts to the inventory, in two steps. [`parse`] reads one text, which depends on nothing else, so that the result is kept and
//! shared; [`assemble`] says what follows from all of them together: namespaces, which workload is which part of Dify.
//! Who changes one text of many parses that one again, and assembles.
//!
//! Responsible for: which text is a manifest, a values file, a `.env` or a Compose file ([`Input`]); Kubernetes objects as
//! [`model`] types; components by what they are and not by one chart's labels; the environment that a container really sees
//! ([`environment`]); and the graph of credentials ([`credentials`]).
//!
//! Left to others: where the texts come from (`source`) and what is wrong with them (`rules`, `pss`, `netpol`). Everything
//! here is a pure function of its arguments; threads are used to be fast and change no result.

mod assemble;
pub mod credentials;
mod decode;
pub mod environment;
mod input;
mod kept;
mod namespaces;
mod parallel;
mod parse;
mod piece;
mod recognise;
mod refused;
mod settings_file;
mod suppressions;

use dify::Component;
use model::{Declared, Inventory};

pub use assemble::assemble;
pub use input::{Flaw, Format, Input};
pub use parse::{parse, parse_again, parse_all};

/// What a person may say about the texts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The namespace of objects that name none (`kubectl -n`).
    pub namespace: Option<String>,
    /// Components by workload, as `name` or `namespace/name`: they beat recognition.
    pub components: Vec<(String, Component)>,
    /// What is declared of the deployment, for the rules to see.
    pub declared: Declared,
    /// Leave suppressions out, in texts and in what is declared: what somebody else hands in may say anything.
    pub no_suppressions: bool,
}

/// Reads texts into an inventory. A text or document that cannot be read becomes a [`Problem`](model::Problem) and hides nothing
/// else.
#[must_use]
pub fn read(inputs: Vec<Input>, options: &Options) -> Inventory {
    assemble(&parse_all(inputs), options)
}
