//! Credentials in files: encrypting, showing, setting, handing over, re-keying, and the files of a setup.
//!
//! Responsible for: the procedures that change files of credentials. A typed request comes in, a typed outcome goes out; what could not be
//! done is an [`Error`] with its cause.
//!
//! Left to others: the formats (`vault`, `seal`, `provision`), the log of a procedure (`journal`), and every word for a person. Nothing is
//! printed here; the moment, the keys' files and the person's folders are arguments.

pub mod encrypt;
mod error;
mod files;
pub mod guard;
pub mod handover;
pub mod ignores;
mod keys;
mod known;
pub mod named;
mod obstacle;
pub mod records;
pub mod rekey;
pub mod reveal;
pub mod rules;
pub mod scan;
pub mod set;
pub mod setup;
mod unlock;
mod value;

pub use error::Error;
pub use files::{Store, base, format_of, name_in};
pub use ignores::Ignores;
pub use keys::Keys;
pub use known::KnownStores;
pub use unlock::{is_locked, unlock, unlock_with};

/// A moment, by whoever has a clock, and where the person's own things are.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who acts, for the log.
    pub name: String,
    /// The folder for what is kept between runs; none where there is no home.
    pub state: Option<std::path::PathBuf>,
    /// Now.
    pub at: model::Moment,
}
