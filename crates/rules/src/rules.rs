//! The list of rules. Adding a rule adds its module and its line here.

mod broken_document;
mod credential_in_values_file;
mod duplicate_key;
mod input_too_large;
mod invalid_secret_encoding;
mod placeholder_credential;
mod plaintext_credential;
mod published_default_credential;
mod secret_values_in_file;
mod unreadable_file;
mod unrendered_template;
mod wrong_type;

use crate::rule::Rule;

/// Every rule, by area and id.
pub static RULES: &[&Rule] = &[
    // What could not be read.
    &broken_document::BROKEN_DOCUMENT,
    &duplicate_key::DUPLICATE_KEY,
    &input_too_large::INPUT_TOO_LARGE,
    &unreadable_file::UNREADABLE_FILE,
    &unrendered_template::UNRENDERED_TEMPLATE,
    &wrong_type::WRONG_TYPE,
    // Credentials.
    &credential_in_values_file::CREDENTIAL_IN_VALUES_FILE,
    &invalid_secret_encoding::INVALID_SECRET_ENCODING,
    &placeholder_credential::PLACEHOLDER_CREDENTIAL,
    &plaintext_credential::PLAINTEXT_CREDENTIAL,
    &published_default_credential::PUBLISHED_DEFAULT_CREDENTIAL,
    &secret_values_in_file::SECRET_VALUES_IN_FILE,
    // Pods, images, settings, logs.
    // Access, network, encryption at rest.
];

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}
