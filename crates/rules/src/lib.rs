//! Controls and rules: what is wrong with an inventory, and what each sentence of the guide comes to.
//!
//! Responsible for: the controls ([`Control`]), the rules ([`RULES`]), running them ([`audit`]), findings, verdicts, and the one
//! table of other frameworks' ids ([`topic`]).
//!
//! Left to others: reading (`source`, `inventory`), how findings look (`text`, `page`), and what the Pod Security Standards or a network
//! policy mean (`pss`, `netpol`). A rule is data and a pure function: no I/O, no clock, no environment.
//!
//! Adding a rule touches its own file, its fixtures under `tests/it/fixtures/`, and one line of the list in `rules.rs`.

mod access;
mod around;
mod audit;
mod directive;
pub mod elsewhere;
mod encryption;
mod exposure;
mod facts;
mod finding;
mod image_use;
mod images;
mod known;
pub mod links;
mod made;
pub mod needs;
mod part;
mod pod_check;
mod proxy;
mod quantity;
mod raw;
mod reading;
pub mod registry;
mod rights;
mod rule;
mod rules;
mod run_as;
mod scope;
mod squid;
mod subject;
mod suppress;
mod unjudged;
mod unlimited;
mod value;
mod wires;
mod written;

pub use audit::{audit, audit_on, audit_with, audit_with_on};
pub use facts::Facts;
pub use finding::Findings;
pub use findings::{
    About, Audience, Audit, Compared, Confidence, Control, Exception, Finding, FixClass, Gone, Judgement, Looker,
    Manual, Reach, Related, Resource, RuleId, Section, Severity, Suppressed, Verdict, topic,
};
pub use registry::{about, all, commands, of_check};
pub use rule::Rule;
pub use rules::{RULES, find};
pub use subject::Subject;
pub use value::{Holder, Value, ValueKind};
