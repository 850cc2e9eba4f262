//! The policies that a deployment needs.

use std::io::Read;

use model::Inventory;
use policies::{Options, Plan};

use crate::error::Error;
use crate::input::{self, Sources};

/// What is to be written.
pub struct PoliciesRequest {
    /// Where the deployment stands.
    pub sources: Sources,
    /// What its policies let through, and how they are written.
    pub options: Options,
}

/// What was written, and for what.
pub struct Written {
    /// What was read.
    pub inventory: Inventory,
    /// The policies with their proofs, or why there are none.
    pub plan: Result<Plan, NoPolicies>,
}

/// Why no policies were written for an input that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPolicies {
    /// A part of it is unread ([`Inventory::unread`]): policies for the rest alone would cut that part off.
    #[error("a part of the input cannot be read")]
    Partial,
    /// It holds no component of Dify. The person's.
    #[error("no component of Dify is in the input")]
    NoComponent,
}

/// Writes the policies for a whole deployment, and proves them.
///
/// # Errors
/// What cannot be read at all.
pub fn policies(request: &PoliciesRequest, stdin: &mut dyn Read) -> Result<Written, Error> {
    let (inventory, read_with) = input::gather(&request.sources, stdin)?.read();
    let plan = if inventory.unread().next().is_some() {
        Err(NoPolicies::Partial)
    } else {
        let plan = policies::generate(&inventory, &read_with, &request.options);
        if plan.policies.is_empty() { Err(NoPolicies::NoComponent) } else { Ok(plan) }
    };
    Ok(Written { inventory, plan })
}
