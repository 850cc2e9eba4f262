//! RBAC, as written.

use crate::{LabelSelector, Located, Place};

/// Role or ClusterRole; the kind is in its [`Meta`](crate::Meta).
pub struct Role {
    /// `rules`.
    pub rules: Vec<PolicyVerbs>,
    /// Whether an `aggregationRule` fills the rules on the cluster: not all of them can be known from here.
    pub aggregated: bool,
    /// `aggregationRule.clusterRoleSelectors`: the rules of every ClusterRole that one of them selects are added.
    pub gathers: Vec<LabelSelector>,
}

/// A rule of a role: verbs times groups times resources.
pub struct PolicyVerbs {
    /// The whole entry.
    pub place: Place,
    /// `verbs`.
    pub verbs: Vec<Located<Box<str>>>,
    /// `apiGroups`.
    pub api_groups: Vec<Located<Box<str>>>,
    /// `resources`.
    pub resources: Vec<Located<Box<str>>>,
    /// `resourceNames`; empty means every name.
    pub resource_names: Vec<Located<Box<str>>>,
    /// `nonResourceURLs`.
    pub non_resource_urls: Vec<Located<Box<str>>>,
}

/// RoleBinding or ClusterRoleBinding; the kind is in its [`Meta`](crate::Meta).
pub struct Binding {
    /// `roleRef.kind`.
    pub role_kind: Box<str>,
    /// `roleRef.name`.
    pub role_name: Located<Box<str>>,
    /// `subjects`.
    pub subjects: Vec<Subject>,
}

/// Who a binding gives a role to.
pub struct Subject {
    /// The whole entry.
    pub place: Place,
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: Box<str>,
    /// Its namespace, where it is written; see [`crate::Binding::namespace_of`].
    pub namespace: Option<Box<str>>,
    /// Its name.
    pub name: Located<Box<str>>,
}

/// v1 ServiceAccount.
pub struct ServiceAccount {
    /// `automountServiceAccountToken`.
    pub automount: Option<Located<bool>>,
}
