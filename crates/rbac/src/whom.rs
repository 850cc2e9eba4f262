//! Whom a right is given to.

/// What kind of somebody a right is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SubjectKind {
    /// A service account.
    ServiceAccount,
    /// A group.
    Group,
    /// A user.
    User,
}

impl SubjectKind {
    /// The word of Kubernetes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            SubjectKind::ServiceAccount => "ServiceAccount",
            SubjectKind::Group => "Group",
            SubjectKind::User => "User",
        }
    }
}

/// Somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whom {
    /// The kind.
    pub kind: SubjectKind,
    /// The namespace of a service account; empty otherwise.
    pub namespace: String,
    /// The name.
    pub name: String,
}
