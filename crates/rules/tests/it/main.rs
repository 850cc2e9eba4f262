//! Rules at their boundary: manifests in, findings out.

mod access;
mod backends;
mod canary;
mod false_pass;
mod false_pass_network;
mod field;
mod fixtures;
mod hidden;
mod manuals;
mod one_answer;
mod owners;
mod random_cluster;
mod reading;
mod registry;
mod suppressions;
mod what_is_added;
mod who_can;
