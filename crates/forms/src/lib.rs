//! Results as data for machines: JSON, SARIF, JUnit, policy reports.
//!
//! Responsible for: what each form holds and how it is written. A form of JSON is a struct with `schemaVersion` and a published
//! schema ([`Form`], [`FORMS`]): what a command prints, what an interface would return and a database hold. Every place in one is a
//! [`Place`]. The words that every output shares ([`words`]) and the two ways in which a text from outside becomes harmless
//! ([`printable`], [`xml::escape`]) are here too.
//!
//! Left to others: all judgement; what a person reads (`text`, `page`). Nothing is read from the environment.

mod beside;
mod checkup;
pub mod ci;
mod components;
mod form;
pub mod json;
pub mod junit;
pub mod leaks;
mod list;
pub mod network;
mod object;
mod overview;
mod place;
mod pod_security;
mod policies;
pub mod policy;
mod printable;
mod proofs;
mod provision;
mod pss;
mod rbac;
pub mod sarif;
pub mod words;
pub mod xml;

pub use beside::{NotReadForm, UnreadForm, left_out, to_json_of};
pub use checkup::{CheckForm, CheckupForm, KeyForm, RelatedForm, SecretForm, UnseenForm, checkup};
pub use components::{ComponentRow, components};
pub use form::{Form, SCHEMA_VERSION, to_json};
pub use list::{FORMS, Published};
pub use object::ObjectForm;
pub use place::{FlatPlace, Place};
pub use pod_security::{JudgedWorkload, PodSecurity};
pub use policies::{NoteForm, PoliciesForm, policies};
pub use printable::printable;
pub use proofs::{BlameForm, ByForm, FlowForm, IdleForm, ProofForm, ProofsForm, proofs};
pub use provision::{BroughtForm, CredentialForm, KeptForm, LeftOutForm, PlanForm, RefusedForm, UserForm, plan};
pub use pss::{PssForm, ViolationForm, WorkloadForm, pss};
pub use rbac::{MemberForm, SubjectForm, UnknownForm, ViaForm, WhoCanForm, who_can};
