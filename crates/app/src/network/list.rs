//! Everything that may be connected, and what pods that the input does not hold may reach.

use std::io::Read;

use model::Inventory;
use netpol::{Exposure, Listing, Network, Notice};

use super::network;
use crate::error::Error;
use crate::input::{self, Sources};

/// A list, and of what.
pub struct Listed<T> {
    /// What was read.
    pub inventory: Inventory,
    /// What to know of its policies.
    pub notices: Vec<Notice>,
    /// The rows.
    pub rows: T,
}

/// Lists every pair that may exchange something.
///
/// # Errors
/// What cannot be read at all.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method's path asks for one lifetime, not for any")]
pub fn connections(sources: &Sources, stdin: &mut dyn Read) -> Result<Listed<Listing>, Error> {
    list(sources, stdin, |it| it.connections())
}

/// Lists what each workload may exchange with pods that are not in the input.
///
/// # Errors
/// What cannot be read at all.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method's path asks for one lifetime, not for any")]
pub fn exposure(sources: &Sources, stdin: &mut dyn Read) -> Result<Listed<Vec<Exposure>>, Error> {
    list(sources, stdin, |it| it.exposure())
}

fn list<T>(sources: &Sources, stdin: &mut dyn Read, ask: impl FnOnce(&Network<'_>) -> T) -> Result<Listed<T>, Error> {
    let inventory = input::read(sources, stdin)?;
    let (notices, rows) = {
        let network = network(&inventory);
        (network.notices().to_vec(), ask(&network))
    };
    Ok(Listed { inventory, notices, rows })
}
