//! Everything that may be connected, and what pods that the input does not hold may reach.

use std::io::Read;

use model::Inventory;
use netpol::{Exposure, Listing, Notice};

use super::network;
use crate::error::Error;
use crate::input::{self, Sources};

/// Every connection, and of what.
pub struct Connected {
    /// What was read.
    pub inventory: Inventory,
    /// What to know of its policies.
    pub notices: Vec<Notice>,
    /// Every pair that may exchange something.
    pub connections: Listing,
}

/// Every exposure, and of what.
pub struct Exposed {
    /// What was read.
    pub inventory: Inventory,
    /// What to know of its policies.
    pub notices: Vec<Notice>,
    /// What each workload may exchange with pods that are not in the input.
    pub exposure: Vec<Exposure>,
}

/// Lists all connections.
///
/// # Errors
/// What cannot be read at all.
pub fn connections(sources: &Sources, stdin: &mut dyn Read) -> Result<Connected, Error> {
    let inventory = input::read(sources, stdin)?;
    let (notices, connections) = {
        let network = network(&inventory);
        (network.notices().to_vec(), network.connections())
    };
    Ok(Connected { inventory, notices, connections })
}

/// Lists all exposures.
///
/// # Errors
/// What cannot be read at all.
pub fn exposure(sources: &Sources, stdin: &mut dyn Read) -> Result<Exposed, Error> {
    let inventory = input::read(sources, stdin)?;
    let (notices, exposure) = {
        let network = network(&inventory);
        (network.notices().to_vec(), network.exposure())
    };
    Ok(Exposed { inventory, notices, exposure })
}
