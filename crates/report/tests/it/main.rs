//! Results in, strings out.

mod rules_of_our_own;
mod text;
