//! What the program does, for whoever asks: a command line, a server, a watcher.
//!
//! Responsible for: the use cases. A typed request comes in, a typed outcome of owned data goes out; what could not be done is an [`Error`]
//! with its cause.
//!
//! Left to others: how a request is worded and how an outcome is shown. Nothing here prints, asks a clock, looks at the environment or knows
//! the name of an argument; files are read where a request names them.

pub mod audit;
pub mod checkup;
pub mod decide;
mod error;
pub mod harden;
pub mod input;
pub mod mend;
pub mod network;
pub mod overview;
pub mod prove;
pub mod rbac;
pub mod render;
pub mod setup;

pub use error::Error;
pub use input::Sources;
/// The procedures on files of credentials.
pub use keep;
