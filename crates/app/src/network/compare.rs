//! What became possible or impossible from one deployment to another.

use std::io::Read;

use model::Inventory;
use netpol::Difference;

use super::network;
use crate::error::Error;
use crate::input::{self, Sources};

/// What is compared.
#[derive(Clone, Debug)]
pub struct Sides {
    /// Where the one stands.
    pub old: Sources,
    /// Where the other stands.
    pub new: Sources,
}

/// How they differ, and what was read of each.
pub struct Compared {
    /// The one.
    pub old: Inventory,
    /// The other.
    pub new: Inventory,
    /// Pairs with another answer than before; none where all answers agree.
    pub differences: Vec<Difference>,
}

/// Reads both and compares every answer.
///
/// # Errors
/// What cannot be read at all.
pub fn compare(sides: &Sides, stdin: &mut dyn Read) -> Result<Compared, Error> {
    let (old, new) = (input::read(&sides.old, stdin)?, input::read(&sides.new, stdin)?);
    let differences = network(&old).diff(&network(&new));
    Ok(Compared { old, new, differences })
}
