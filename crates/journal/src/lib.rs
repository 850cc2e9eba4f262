//! What a procedure was asked for and what it has done: a log that outlives whoever is killed.
//!
//! Responsible for: one durable form for every procedure ([`Log`]): versioned, each line with the hash of the one before, who asked for what
//! and the hash of that plan; the files of it ([`Journals`], [`Open`]), each line forced to the disk; and where they lie ([`place`]).
//!
//! Left to others: what a plan holds, and whether an item is done. Whoever resumes looks at the things themselves and believes the journal
//! only in what was asked for; and it is believed only where nobody but the person writes: never in a work tree, which comes from others.

mod error;
mod files;
mod log;
pub mod place;

pub use error::{Broken, Error, Fault};
pub use files::{Journals, Open};
pub use log::{Begin, FORMAT, Log, Step};
