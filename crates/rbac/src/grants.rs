//! What each binding gives, and to whom: effective permissions.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Text, text};
use model::{Binding, Inventory, PolicyVerbs, Role};

use crate::builtin;
use crate::entry::Entry;
use crate::whom::{SubjectKind, Whom};

/// A binding, and what it gives.
pub struct Grant<'a> {
    /// The binding.
    pub binding: &'a Binding,
    /// Whether it holds in the whole cluster, and not in its namespace alone.
    pub of_cluster: bool,
    /// Whom it names; bindings that name nobody are left out.
    pub whom: Vec<Whom>,
    /// The entries of its role.
    pub entries: Vec<Given<'a>>,
    /// Why not all of its role can be seen, where it cannot.
    pub hidden: Option<Text>,
}

/// An entry that a binding gives.
pub struct Given<'a> {
    /// The entry.
    pub entry: Entry<'a>,
    /// The role and the entry of the input where it stands; `None` where Kubernetes brings it.
    pub written: Option<(&'a Role, &'a PolicyVerbs)>,
}

/// What every binding of the input gives.
#[must_use]
pub fn grants(inventory: &Inventory) -> Vec<Grant<'_>> {
    let roles = Roles::of(inventory);
    let mut found = Vec::new();
    for binding in &inventory.bindings {
        let of_cluster = &*binding.meta.kind == "ClusterRoleBinding";
        let whom = subjects(binding, of_cluster);
        if !whom.is_empty() {
            let (entries, hidden) = roles.entries(binding, of_cluster);
            found.push(Grant { binding, of_cluster, whom, entries, hidden });
        }
    }
    found
}

/// Whom a binding names, as the authorizer sees them. A service account without a namespace is nobody in a ClusterRoleBinding.
fn subjects(binding: &Binding, of_cluster: bool) -> Vec<Whom> {
    let mut found = BTreeSet::new();
    for subject in &binding.subjects {
        let name = subject.name.value.to_string();
        let whom = match &*subject.kind {
            "ServiceAccount" => {
                let own = if of_cluster { "" } else { &*binding.meta.namespace };
                let namespace = subject.namespace.as_deref().filter(|it| !it.is_empty()).unwrap_or(own);
                if namespace.is_empty() {
                    continue;
                }
                Whom { kind: SubjectKind::ServiceAccount, namespace: namespace.to_owned(), name }
            }
            "Group" => Whom { kind: SubjectKind::Group, namespace: String::new(), name },
            "User" => account_of(&name).unwrap_or(Whom { kind: SubjectKind::User, namespace: String::new(), name }),
            _ => continue,
        };
        found.insert(whom);
    }
    found.into_iter().collect()
}

/// The service account that a user name is: `system:serviceaccount:NAMESPACE:NAME`.
fn account_of(user: &str) -> Option<Whom> {
    let (namespace, name) = user.strip_prefix("system:serviceaccount:")?.split_once(':')?;
    Some(Whom { kind: SubjectKind::ServiceAccount, namespace: namespace.to_owned(), name: name.to_owned() })
}

/// The roles of the input; where one stands twice, the later one, as after `kubectl apply`.
struct Roles<'a> {
    by_name: BTreeMap<(&'a str, &'a str, &'a str), &'a Role>,
}

fn written(role: &Role) -> impl Iterator<Item = Given<'_>> {
    role.rules.iter().map(move |it| Given { entry: Entry::of(it), written: Some((role, it)) })
}

impl<'a> Roles<'a> {
    fn of(inventory: &'a Inventory) -> Roles<'a> {
        let key = |it: &'a Role| {
            let of_cluster = &*it.meta.kind == "ClusterRole";
            (&*it.meta.kind, if of_cluster { "" } else { &*it.meta.namespace }, &*it.meta.name.value)
        };
        Roles { by_name: inventory.roles.iter().map(|it| (key(it), it)).collect() }
    }

    /// The entries of a binding's role, and what of the role cannot be seen.
    fn entries(&self, binding: &'a Binding, of_cluster: bool) -> (Vec<Given<'a>>, Option<Text>) {
        let (kind, name) = (&*binding.role_kind, &*binding.role_name.value);
        if of_cluster && kind == "Role" {
            // The API server refuses such a binding: it gives nothing.
            return (Vec::new(), None);
        }
        let namespace = if kind == "Role" { &*binding.meta.namespace } else { "" };
        if let Some(role) = self.by_name.get(&(kind, namespace, name)) {
            let hidden = role.aggregated.then(|| {
                text!(
                    "the cluster puts ClusterRole `{name}` together from others",
                    "ClusterRole `{name}` の内容は、クラスター上でほかのロールから集約されます"
                )
            });
            return (written(role).chain(self.aggregated_to(name)).collect(), hidden);
        }
        match builtin::entries(name).filter(|_| kind == "ClusterRole") {
            Some(entries) => {
                let brought = entries.into_iter().map(|entry| Given { entry, written: None });
                (brought.chain(self.aggregated_to(name)).collect(), None)
            }
            None => {
                let reason = text!("{kind} `{name}` is not in the input", "{kind} `{name}` は入力に含まれていません");
                (Vec::new(), Some(reason))
            }
        }
    }

    /// What ClusterRoles of the input add to a built-in one.
    fn aggregated_to(&self, name: &str) -> impl Iterator<Item = Given<'a>> {
        let labels = builtin::aggregation_labels(name);
        let adds = move |role: &&&'a Role| labels.iter().any(|label| role.meta.labels.get(label) == Some("true"));
        let roles = self.by_name.values().filter(|it| &*it.meta.kind == "ClusterRole").filter(adds);
        roles.flat_map(|it| written(it)).collect::<Vec<_>>().into_iter()
    }
}
