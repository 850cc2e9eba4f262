//! Results in, strings out.

mod browser;
mod canary;
mod dashboards;
mod hostile;
mod laws;
mod machines;
mod network;
mod rules_of_our_own;
mod text;
