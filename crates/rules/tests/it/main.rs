//! Rules at their boundary: manifests in, findings out.

mod access;
mod canary;
mod fixtures;
mod registry;
mod suppressions;
mod one_answer;
mod random_cluster;
mod field;
mod manuals;
mod who_can;
