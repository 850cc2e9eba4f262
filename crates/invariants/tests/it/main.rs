//! Sentences over deployments written as YAML, and over public ones.

mod public;
mod sentences;
mod support;
