//! Results as text for a person: at a terminal, and as pages of the manual.
//!
//! Responsible for: how an [`rules::Audit`] ([`audit`]), a Pod Security check ([`pss()`]) and the answers of the engines look, the manual
//! of a rule or a control ([`explain`], [`pages`]), and what of a source line may be shown ([`mask`]).
//!
//! Left to others: all judgement, and printing. Everything here turns values into strings; nothing is read from the
//! environment, so whether there are colours and how wide the terminal is are arguments.
//!
//! No secret leaves through here: findings carry none, and source lines pass [`mask`]. Names from the input are rid of
//! control characters before a terminal sees them.

mod audit;
pub mod checkup;
pub mod commands;
pub mod diff;
pub mod explain;
mod findings;
mod layout;
pub mod leaks;
mod left_out;
mod lines;
pub mod listing;
pub mod markdown;
pub mod mask;
pub mod network;
mod not_read;
pub mod overview;
pub mod pages;
mod pod_security;
pub mod policies;
mod procedures;
pub mod proofs;
pub mod provision;
pub mod rbac;
mod summary;
mod verdicts;

pub use audit::{audit, pss};
pub use forms::printable;
use lang::Lang;
pub use not_read::{left_out as left_out_lines, left_out_notes};

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct TextOptions {
    /// The language.
    pub lang: Lang,
    /// Whether there are colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for TextOptions {
    fn default() -> TextOptions {
        TextOptions { lang: Lang::En, colour: false, width: 100 }
    }
}
