//! Rules at their boundary: manifests in, findings out.

mod fixtures;
mod registry;
