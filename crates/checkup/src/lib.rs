//! The credentials of several environments beside each other: none shared, none weak or published, none too old, both ends equal, and
//! who can read each.
//!
//! Responsible for: what is found ([`check`]), what could not be seen and why, and the Secrets with their days and readers.
//!
//! Left to others: opening encrypted files and the clock (`cli`), how it looks (`forms`, `text`, `page`). Pure. Values are compared by tags
//! under a key that the caller draws for one run ([`Key`]); neither a value nor a tag is in the result.

mod age;
mod check;
mod environment;
mod finding;
mod found;
mod held;
mod names;
mod readers;
mod reuse;
mod unused;

pub use check::check;
pub use environment::{Environment, Options};
pub use found::{Checkup, SecretRow, Unknown};
pub use reuse::Key;

/// The days that a credential may be used, by the guide's default.
pub const MAX_AGE: u32 = 90;
