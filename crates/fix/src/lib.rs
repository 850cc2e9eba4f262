//! From findings to edits.
//!
//! Responsible for: what mends a finding ([`answer`]: one table, by the rule's id), mending a whole input until nothing more can be
//! ([`mend`]), and the same as edits of text that others make ([`proposals`]). Values come from the catalogue, for the image as it is (`rules::needs`); no fix
//! makes up a secret, a host name or anything else that only the person knows.
//!
//! Left to others: how text is edited (`edit`), which files there are, and writing them (`cli`).
//!
//! *Safe* is what a known part of Dify runs with unchanged; what was inferred, or what is about an image that the catalogue does not
//! know, asks for *review*. One rule may have fixes of both classes: a part of Dify is mended at once, a stranger on request.

mod case;
mod container;
mod lines;
mod links;
mod mend;
mod namespace;
mod pod;
mod propose;
mod resources;
mod root;
mod scratch;
mod setting;
mod table;
mod user;

pub use case::{Answer, Choices, Fix, Kept};
pub use lines::Lines;
pub use mend::{Applied, Held, Left, Mended, mend, mend_parsed, mend_with};
pub use propose::{Proposal, TextEdit, proposals};
pub use table::{answer, is_mended};
