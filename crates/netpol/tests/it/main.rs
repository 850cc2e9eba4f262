//! The engine, asked through its public API about deployments written as YAML.

mod algebra;
mod idle;
mod listing;
mod open;
mod oracle;
mod questions;
mod semantics;
mod support;
