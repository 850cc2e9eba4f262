//! Results as data for machines: JSON, SARIF, JUnit, policy reports.
//!
//! Responsible for: what each form holds and how it is written ([`json`], [`sarif`], [`junit`], [`policy`], and a module for each
//! engine's answers), the words that every output shares ([`words`]), and the two ways in which a text from outside becomes harmless
//! ([`printable`], [`xml::escape`]).
//!
//! Left to others: all judgement; what a person reads (`text`, `page`). Nothing is read from the environment.

pub mod checkup;
mod components;
pub mod json;
pub mod junit;
pub mod leaks;
pub mod network;
mod pod_security;
pub mod policy;
mod printable;
pub mod provision;
pub mod rbac;
pub mod sarif;
pub mod words;
pub mod xml;

pub use components::{ComponentRow, components};
pub use pod_security::{JudgedWorkload, PodSecurity};
pub use printable::printable;
