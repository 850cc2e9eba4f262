//! What a check comes to: plain data, without a value.

use lang::Text;
use model::{Date, Location};

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// To be mended.
    Warning,
    /// To be mended now.
    Error,
}

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A value that everybody can read in public repositories.
    Published,
    /// A value that somebody was meant to replace.
    Placeholder,
    /// Two ends that must be equal and differ.
    Differs,
    /// One value in two environments.
    Reused,
    /// A value that can be guessed.
    Weak,
    /// A value that is older than it may be.
    Expired,
    /// A key that no container takes.
    Unused,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] =
        [Kind::Published, Kind::Placeholder, Kind::Differs, Kind::Reused, Kind::Weak, Kind::Expired, Kind::Unused];

    /// The word for machines; it stays for ever.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Kind::Published => "published-default",
            Kind::Placeholder => "placeholder",
            Kind::Differs => "ends-differ",
            Kind::Reused => "reused-across-environments",
            Kind::Weak => "weak",
            Kind::Expired => "expired",
            Kind::Unused => "unused-key",
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Kind::Published | Kind::Placeholder | Kind::Reused => Severity::Error,
            Kind::Differs | Kind::Weak | Kind::Expired => Severity::Warning,
            Kind::Unused => Severity::Notice,
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// The environments that it is of.
    pub environments: Vec<String>,
    /// What it is, in words.
    pub message: Text,
    /// Where it stands.
    pub at: Location,
}

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
