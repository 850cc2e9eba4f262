//! The Pod Security Standards, judged exactly as Kubernetes' own admission judges them.
//!
//! Responsible for: the nineteen checks with their versions and overrides ([`CHECKS`]), and what they say of one pod
//! ([`evaluate`]), of a set of workloads ([`what_breaks`]) and of a namespace's labels ([`Policy`]).
//!
//! Left to others: reading manifests (`inventory`), and what follows from a refusal (`rules`).
//!
//! The measure is the reference implementation, the Go module `k8s.io/pod-security-admission` v0.37.2, for the policy
//! versions 1.0 to 1.37. It sees pods after the API server has filled in defaults and so does this crate: where a default
//! changes a verdict, the check that it concerns applies it (host ports, volumes without a source, `procMount`). A pod
//! template is judged as the pod that would come of it.
//!
//! ```
//! use pss::{CHECKS, Level, Version};
//!
//! let version = Version::parse("v1.30").unwrap();
//! assert_eq!(CHECKS.iter().filter(|check| check.applies(Level::Baseline, version)).count(), 11);
//! ```

mod check;
mod checks;
mod evaluate;
mod level;
mod offenders;
mod policy;
#[cfg(test)]
mod testing;
mod version;

pub use check::{Check, Revision};
pub use checks::CHECKS;
pub use evaluate::{Refused, Violation, evaluate, strictest_met, what_breaks};
pub use level::Level;
pub use policy::{LevelAt, Policy};
pub use version::Version;
