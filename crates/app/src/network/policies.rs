//! The policies that a deployment needs.

use std::io::Read;

use lang::Text;
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

/// Why no policies were written.
#[derive(Debug, thiserror::Error)]
pub enum PoliciesError {
    /// The input cannot be read.
    #[error(transparent)]
    Input(#[from] Error),
    /// Parts of the input cannot be read (their places, and why): policies for the rest alone would cut them off.
    #[error("{} parts of the input cannot be read", .0.len())]
    Partial(Vec<(String, Text)>),
    /// The input holds no component of Dify. The person's.
    #[error("no component of Dify is in the input")]
    NoComponent,
}

/// Writes the policies for a whole deployment, and proves them.
///
/// # Errors
/// What cannot be read, wholly or in part, or an input without Dify.
pub fn policies(request: &PoliciesRequest, stdin: &mut dyn Read) -> Result<Plan, PoliciesError> {
    let (inventory, read_with) = input::gather(&request.sources, stdin)?.read();
    let unread: Vec<_> = inventory.unread().map(|it| (inventory.address(it), it.reason.clone())).collect();
    if !unread.is_empty() {
        return Err(PoliciesError::Partial(unread));
    }
    let plan = policies::generate(&inventory, &read_with, &request.options);
    if plan.policies.is_empty() { Err(PoliciesError::NoComponent) } else { Ok(plan) }
}
