//! The engine, asked through its public API about deployments written as YAML.

mod oracle;
mod support;
