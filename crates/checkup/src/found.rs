//! What a check comes to: plain data, without a value.

use findings::Finding;
use lang::Text;
use model::Date;

/// Something that could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The environment.
    pub environment: String,
    /// What could not be seen.
    pub what: String,
    /// Why.
    pub reason: Text,
}

/// A Secret, its days and its readers.
#[derive(Clone, Debug)]
pub struct SecretRow {
    /// The environment.
    pub environment: String,
    /// The namespace.
    pub namespace: String,
    /// The name.
    pub name: String,
    /// Each key with the days on which its value was made and last replaced, where they are known.
    pub keys: Vec<(String, Option<Date>, Option<Date>)>,
    /// The workloads that take it, as `Kind name`.
    pub workloads: Vec<String>,
    /// Who may read it by RBAC, as `Kind namespace/name`.
    pub subjects: Vec<String>,
    /// Bindings whose role the input does not show: whom they name may or may not read it.
    pub unseen: usize,
}

/// A whole check.
#[derive(Debug, Default)]
pub struct Checkup {
    /// What was found, the worst first.
    pub findings: Vec<Finding>,
    /// What could not be seen.
    pub unknown: Vec<Unknown>,
    /// Every Secret with a credential.
    pub secrets: Vec<SecretRow>,
    /// How many credentials were looked at.
    pub looked: usize,
}
