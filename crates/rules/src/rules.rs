//! The list of rules. Adding a rule adds its module and its line here.

mod broken_document;

use crate::rule::Rule;

/// Every rule, by area and id.
pub static RULES: &[&Rule] = &[
    // What could not be read.
    &broken_document::BROKEN_DOCUMENT,
    // Credentials.
    // Pods, images, settings, logs.
    // Access, network, encryption at rest.
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
