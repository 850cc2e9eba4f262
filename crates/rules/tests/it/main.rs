//! Rules at their boundary: manifests in, findings out.

mod access;
mod canary;
mod fixtures;
mod reading;
mod registry;
mod suppressions;
