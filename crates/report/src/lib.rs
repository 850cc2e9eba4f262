//! Results as text for a person, as JSON, as SARIF, and as pages of a manual.
pub mod mask;
