//! Credentials that stand where anybody can read them.
//!
//! Responsible for: finding them in one text, by its structure (Kubernetes, Helm values, Compose, `.env`, JSON) and by text rules
//! ([`RULES`], data with examples); encrypted files (`vault`) that were saved decrypted; a fingerprint that never depends on the value; and whether a person decided to live
//! with one ([`ignore`]).
//!
//! Left to others: which texts (`source`: folders, git), and printing (`text`, `page`, `cli`). Pure: a text in, leaks out. The value
//! itself is inside of a [`Leak`] as `Opaque`, for the keyed tag alone.
//!
//! What is not found, so that nobody relies on it: a password without digits and of common words in source code
//! (`password = "sunshine"`), values split over several strings, encodings other than a Secret's base64. In structured
//! files such a word is found.

mod assignment;
mod automaton;
pub mod examples;
mod fallback;
mod fingerprint;
mod form;
mod header;
mod hit;
pub mod ignore;
mod judge;
mod kind;
mod name;
mod named;
mod rule;
mod rules;
mod scan;
mod store;
mod structure;
mod token;
mod url;
mod vendor;

pub use kind::Kind;
pub use rule::{Certainty, Rule};
pub use rules::{RULES, rule};
pub use scan::{Leak, scan, scan_store};
