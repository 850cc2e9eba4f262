//! What hardening asks of a component, and what it can answer.

use lang::Text;

/// The level of the Pod Security Standards that the component can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `baseline`
    Baseline,
    /// `restricted`
    Restricted,
}

/// Whether the component needs to be root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The image runs as another user, or any user will do.
    No,
    /// The image starts as root, but need not: what has to be prepared.
    AsShipped(Text),
    /// It does not work otherwise.
    Required(Text),
}

/// Whether the root file system can be read-only, given volumes at the writable paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnlyRoot {
    /// It can.
    Yes,
    /// By what was read it can; nobody reported it.
    Inferred,
    /// It can after a preparation: what has to be prepared. Not tried either.
    Prepared(Text),
    /// Nobody knows.
    Unknown,
    /// It cannot.
    No(Text),
}

/// How to ask the component whether it is well, without a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Probe {
    /// `GET` answers 200.
    Http {
        /// The path.
        path: &'static str,
        /// The container's port.
        port: u16,
    },
    /// The port accepts connections.
    Tcp {
        /// The container's port.
        port: u16,
    },
    /// The command ends with 0.
    Exec(&'static [&'static str]),
}
