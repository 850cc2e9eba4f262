//! Files that hold credentials encrypted.
//!
//! Responsible for: the file format of SOPS with age recipients ([`sops`]), whole texts encrypted with age ([`age`]), who can
//! read ([`Recipient`]) and what reads ([`Identities`]), which files are stores ([`Rules`], from `.sops.yaml`),
//! and the record of what was handed to whom ([`handover`]).
//!
//! Left to others: files, the clock, the terminal (`source`, `cli`), and what a value is for. Pure but for one thing: the crate `age` draws the
//! keys of its own envelopes from the operating system; the keys and nonces of values come from a `Randomness`.
//!
//! Why SOPS: what is written here is read without this program, by a tool that every GitOps controller knows. Why an own
//! implementation: the format is small, and files keep their layout, their order and their comments (`sops` writes them anew).

pub mod age;
mod cipher;
mod document;
mod error;
mod format;
pub mod handover;
mod key;
mod metadata;
mod pattern;
mod rules;
mod scalar;
mod selection;
pub mod sops;

pub use error::Error;
pub use format::Format;
pub use key::{Identities, KeyError, Recipient, generate};
pub use rules::{Rule, RuleFlaw, Rules};
pub use selection::{Manner, Selection};
