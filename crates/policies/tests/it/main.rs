//! Policies for deployments written as YAML, and for public ones.
mod look;
