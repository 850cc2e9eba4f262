//! Results in, strings out.

mod canary;
mod laws;
mod machines;
mod rules_of_our_own;
mod text;
