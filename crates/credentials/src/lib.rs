//! Credentials: made here, and written so that every reader gets back what was made.
//!
//! Responsible for: the generator ([`generate`]) and the notations that a value is embedded in ([`notation`]).
//!
//! Left to others: printing (`cli`), and what a deployment needs (`dify`'s catalogue). The encrypted store, the hand-over and
//! the plans of rotation will stand beside the generator; they take their values from it and their randomness from a
//! [`Randomness`] too.

mod generate;
pub mod notation;
mod randomness;

pub use generate::{Alphabet, Length, LengthError, generate};
pub use randomness::{Exhausted, OperatingSystem, Randomness};
