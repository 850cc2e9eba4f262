//! Every rule, once.

use std::sync::LazyLock;

use crate::form::FORMS;
use crate::named::NAMED;
use crate::rule::Rule;

/// Every rule: those about names and structure, then the forms of tokens.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| NAMED.into_iter().chain(FORMS).collect());

/// The rule of this name.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
