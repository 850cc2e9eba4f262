//! The language, and sentences over deployments written as YAML.

mod language;
mod pack;
mod sentences;
mod support;
