//! What `leaks` finds in texts. Two of its ids are rules about an inventory too (`plaintext-credential`,
//! `published-default-credential`): they have one manual.

mod keys;
mod places;
mod services;

use findings::About;

pub use keys::{
    AGE_SECRET_KEY, AWS_ACCESS_KEY, AZURE_CLIENT_SECRET, AZURE_STORAGE_KEY, DIFY_API_KEY, GCP_API_KEY,
    GCP_SERVICE_ACCOUNT_KEY, JSON_WEB_TOKEN, PRIVATE_KEY, VAULT_TOKEN,
};
pub use places::{CREDENTIAL_IN_COMMAND_LINE, CREDENTIAL_IN_URL, DECRYPTED_STORE, PLAINTEXT_SECRET_MANIFEST};
pub use services::{
    ANTHROPIC_KEY, DOCKER_TOKEN, GITHUB_TOKEN, GITLAB_TOKEN, HUGGINGFACE_TOKEN, NPM_TOKEN, OPENAI_KEY, PYPI_TOKEN,
    SENDGRID_KEY, SLACK_TOKEN, SLACK_WEBHOOK, STRIPE_KEY,
};

/// Every one that is not a rule about an inventory too.
pub static ALL: &[&About] = &[
    &PRIVATE_KEY,
    &AGE_SECRET_KEY,
    &AWS_ACCESS_KEY,
    &GCP_API_KEY,
    &GCP_SERVICE_ACCOUNT_KEY,
    &AZURE_STORAGE_KEY,
    &AZURE_CLIENT_SECRET,
    &GITHUB_TOKEN,
    &GITLAB_TOKEN,
    &SLACK_TOKEN,
    &SLACK_WEBHOOK,
    &OPENAI_KEY,
    &ANTHROPIC_KEY,
    &HUGGINGFACE_TOKEN,
    &STRIPE_KEY,
    &SENDGRID_KEY,
    &NPM_TOKEN,
    &PYPI_TOKEN,
    &DOCKER_TOKEN,
    &VAULT_TOKEN,
    &JSON_WEB_TOKEN,
    &DIFY_API_KEY,
    &PLAINTEXT_SECRET_MANIFEST,
    &CREDENTIAL_IN_URL,
    &CREDENTIAL_IN_COMMAND_LINE,
    &DECRYPTED_STORE,
];
