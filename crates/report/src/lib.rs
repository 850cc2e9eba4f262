//! Results as text for a person, as JSON, as SARIF, and as pages of a manual.
//!
//! Responsible for: how an [`rules::Audit`] and a Pod Security check look ([`text`], [`json`], [`sarif`]), the manual of a rule
//! or a control ([`explain`], [`pages`]), and what of a source line may be shown ([`mask`]).
//!
//! Left to others: all judgement, and printing. Everything here turns values into strings; nothing is read from the
//! environment, so whether there are colours and how wide the terminal is are arguments.
//!
//! No secret leaves through here: findings carry none, and source lines pass [`mask`]. Names from the input are rid of
//! control characters before a terminal sees them.

pub mod checkup;
mod components;
pub mod diff;
pub mod explain;
pub mod html;
pub mod json;
pub mod junit;
mod layout;
pub mod leaks;
mod markdown;
pub mod mask;
pub mod network;
pub mod pages;
mod pod_security;
pub mod policy;
pub mod provision;
pub mod rbac;
pub mod sarif;
pub mod text;
mod words;
mod xml;

pub use components::{ComponentRow, components};
pub use layout::printable;
pub use pod_security::{JudgedWorkload, PodSecurity};
pub use text::TextOptions;
pub use words::address;
