//! Network policies for a deployment at hand, proved before they are handed out.
//!
//! Responsible for: the smallest set of policies that lets a Dify work and nothing more ([`generate`]): default deny, and one
//! policy for each component, with selectors made of the workloads' own labels and ports of their own pods; as NetworkPolicies or
//! as ClusterNetworkPolicies; and for what a person must know before applying them ([`Note`]).
//!
//! Left to others: what a Dify needs (`dify::FLOWS`, and `invariants` for the deployment at hand), reachability (`netpol`),
//! printing. Pure: no I/O, no clock.
//!
//! The writer is not trusted: its own output is read back as text and the whole pack is judged on it.

mod cluster_form;
mod egress;
mod generate;
mod note;
mod options;
mod plan;
mod policy;
mod selector;
mod subject;
mod write;

pub use note::{Note, NoteKind};
pub use options::{Allow, Dns, Egress, Form, Ingress, Options};
pub use plan::{OUTPUT, Plan, generate};
pub use policy::{Labels, Peer, Policy, Rule, Who};
