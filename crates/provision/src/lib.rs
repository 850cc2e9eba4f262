//! Every credential that a deployment needs: which, of what form, where each is kept, and what becomes of it.
//!
//! Responsible for: the plan ([`plan`]) from an inventory and from the values that are there already, and the texts of the
//! Secrets that follow ([`manifest()`], [`external`]). Each credential ends as *made*, *adopted* or *asked for*; a published default
//! or a weak value is refused and named. Both ends of a credential get one value, in every namespace and in every URL.
//!
//! Left to others: what Dify's credentials are (`dify`), who takes them (`inventory::credentials`), files, terminals and the
//! clock (`cli`), encryption (`seal`, `vault`). Pure: randomness and the day are arguments.
//!
//! What a credential in an argument or in a configuration file opens is found by `rules` and not planned here: nothing can be
//! put into a Secret's key that no container takes.

mod broker;
mod choose;
mod dates;
mod existing;
pub mod external;
mod manifest;
mod need;
mod plan;
mod secret;
mod shape;
mod source;

pub use choose::Refused;
pub use dates::{CREATED, Dates, ROTATED};
pub use manifest::{manifest, metadata};
pub use need::{Kept, Slot};
pub use plan::{Error, Outcome, Plan, Request, Row, plan};
pub use secret::{LeftOut, Secret};
pub use shape::Shape;
