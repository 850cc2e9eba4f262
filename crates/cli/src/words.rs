//! What use cases report, as sentences for a person: what is wrong, and what to do next with this command line.

mod app;
mod harden;
mod journal;
mod keep;
mod leaks;
mod mend;
mod render;
mod setup;
mod source;

pub(crate) use keep::{no_key, store};
