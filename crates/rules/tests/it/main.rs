//! Rules at their boundary: manifests in, findings out.

mod canary;
mod fixtures;
mod registry;
