//! The engine, asked through its public API about deployments written as YAML.

mod idle;
mod oracle;
mod support;
