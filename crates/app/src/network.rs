//! What can reach what in a deployment.
//!
//! Blocks of addresses are taken as outside the cluster, as the documentation of NetworkPolicy means them.

mod ask;
mod compare;
mod draw;
mod list;
mod policies;

use model::Inventory;
use netpol::{Network, Options};

pub use ask::{Answered, AskError, Explained, Question, can, explain};
pub use compare::{Compared, Sides, compare};
pub use draw::{Drawn, draw};
pub use list::{Listed, connections, exposure};
pub use policies::{NoPolicies, PoliciesRequest, Written, policies};

fn network(inventory: &Inventory) -> Network<'_> {
    Network::new(inventory, &Options::default())
}
