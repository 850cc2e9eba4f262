//! Who may do what.

use std::io::Read;

use model::Inventory;
use rbac::{Answer, Question};

use crate::error::Error;
use crate::input::{self, Sources};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where the bindings stand. Their namespace is the one that is asked about; any, where there is none.
    pub sources: Sources,
    /// The verb, and what it would be done to.
    pub question: Question,
}

/// An input that answers.
pub struct Asked {
    /// What was read.
    pub inventory: Inventory,
    request: Request,
}

impl Asked {
    /// Who may do it, and by which bindings.
    #[must_use]
    pub fn answer(&self) -> Answer<'_> {
        rbac::who_can(&self.inventory, &self.request.question, self.request.sources.namespace.as_deref())
    }
}

/// Reads the bindings and asks.
///
/// # Errors
/// What cannot be read at all.
pub fn who_can(request: Request, stdin: &mut dyn Read) -> Result<Asked, Error> {
    let inventory = input::read(&request.sources, stdin)?;
    Ok(Asked { inventory, request })
}
