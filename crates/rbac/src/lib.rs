//! Who may do what, as the API server's RBAC authorizer decides it.
//!
//! Responsible for: the question ([`Question`]), the decision about one entry of a role ([`Entry::allows`], which follows
//! k8s.io/kubernetes `pkg/apis/rbac/v1/evaluation_helpers.go` clause by clause), and who may do it by the bindings of an inventory
//! ([`who_can`]), which follows `pkg/registry/rbac/validation/rule.go`.
//!
//! Left to others: whether that is too much (`rules`), and how it looks (`text`, `page`). Everything is a pure function of the inventory.
//! What the input cannot tell (a role that is not in it, a role that the cluster puts together) is named and never guessed;
//! the roles that the API server itself makes are known here ([`builtin`]), and nothing else by its name.

mod bootstrap;
pub mod builtin;
mod entry;
mod grants;
mod question;
mod resources;
mod who_can;
mod whom;

pub use entry::Entry;
pub use grants::{Given, Grant, grants};
pub use question::{Question, Scope, What};
pub use resources::{KNOWN, Resource};
pub use who_can::{Answer, Holder, Unseen, Via, who_can};
pub use whom::{SubjectKind, Whom};
