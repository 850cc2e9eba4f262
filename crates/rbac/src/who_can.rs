//! Who may do what is asked, by the bindings of the input.

use std::collections::{BTreeMap, BTreeSet};

use lang::{Text, text};
use model::{Binding, Inventory, Meta, Place, Role};

use crate::builtin;
use crate::entry::Entry;
use crate::question::Question;

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

/// Somebody who may, and by what.
pub struct Holder<'a> {
    /// Who.
    pub whom: Whom,
    /// Every binding that gives it.
    pub via: Vec<Via<'a>>,
    /// The service accounts of the input that a group holds; empty for anybody else.
    pub members: Vec<(String, String)>,
}

/// A binding that gives a right.
pub struct Via<'a> {
    /// The binding.
    pub binding: &'a Meta,
    /// `Role` or `ClusterRole`.
    pub role_kind: &'a str,
    /// The name of the role.
    pub role_name: &'a str,
    /// The entry of the role; `None` where Kubernetes brings the role.
    pub entry: Option<Place>,
    /// The namespace in which it holds; `None` for everywhere.
    pub namespace: Option<&'a str>,
}

/// A binding whose role the input does not show: whom it names may or may not.
pub struct Unseen<'a> {
    /// The binding.
    pub binding: &'a Meta,
    /// Whom it names.
    pub whom: Vec<Whom>,
    /// Why it cannot be told.
    pub reason: Text,
}

/// Who may do what was asked.
pub struct Answer<'a> {
    /// Who may, by kind, namespace and name.
    pub holders: Vec<Holder<'a>>,
    /// What the input does not show.
    pub unseen: Vec<Unseen<'a>>,
}

/// Who may do what is asked in `namespace`; without one, in any namespace of the input.
///
/// Members of `system:masters` may do everything without any binding, and are not listed.
#[must_use]
pub fn who_can<'a>(inventory: &'a Inventory, question: &Question, namespace: Option<&str>) -> Answer<'a> {
    let roles = Roles::of(inventory);
    let scope = question.scope(namespace);
    let mut found: BTreeMap<Whom, Vec<Via<'a>>> = BTreeMap::new();
    let mut unseen = Vec::new();
    for binding in &inventory.bindings {
        let of_cluster = &*binding.meta.kind == "ClusterRoleBinding";
        let own: &str = &binding.meta.namespace;
        if !of_cluster && !scope.holds_in(own) {
            continue;
        }
        let whom = subjects(binding, of_cluster);
        if whom.is_empty() {
            continue;
        }
        let (entries, hidden) = roles.entries(binding, of_cluster);
        match entries.iter().find(|it| it.allows(question)) {
            Some(entry) => {
                for whom in whom {
                    found.entry(whom).or_default().push(Via {
                        binding: &binding.meta,
                        role_kind: &binding.role_kind,
                        role_name: &binding.role_name.value,
                        entry: entry.place,
                        namespace: (!of_cluster).then_some(own),
                    });
                }
            }
            None => unseen.extend(hidden.map(|reason| Unseen { binding: &binding.meta, whom, reason })),
        }
    }
    let accounts = accounts(inventory);
    let holder = |(whom, via): (Whom, Vec<Via<'a>>)| Holder { members: members(&whom, &accounts), whom, via };
    Answer { holders: found.into_iter().map(holder).collect(), unseen }
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

/// The service accounts of the input: those that are written, and those that pods use.
fn accounts(inventory: &Inventory) -> BTreeSet<(String, String)> {
    let written = inventory.service_accounts.iter();
    let written = written.map(|it| (it.meta.namespace.to_string(), it.meta.name.value.to_string()));
    let used = inventory.workloads.iter().map(|workload| {
        let name = workload.pod.spec.service_account.as_ref().map_or("default", |it| &*it.value);
        (workload.meta.namespace.to_string(), name.to_owned())
    });
    written.chain(used).collect()
}

fn members(whom: &Whom, accounts: &BTreeSet<(String, String)>) -> Vec<(String, String)> {
    if whom.kind != SubjectKind::Group {
        return Vec::new();
    }
    let of = |namespace: &str| accounts.iter().filter(|it| it.0 == namespace).cloned().collect();
    match whom.name.as_str() {
        "system:serviceaccounts" | "system:authenticated" => accounts.iter().cloned().collect(),
        name => name.strip_prefix("system:serviceaccounts:").map(of).unwrap_or_default(),
    }
}

/// The roles of the input; where one stands twice, the later one, as after `kubectl apply`.
struct Roles<'a> {
    by_name: BTreeMap<(&'a str, &'a str, &'a str), &'a Role>,
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
    fn entries(&self, binding: &'a Binding, of_cluster: bool) -> (Vec<Entry<'a>>, Option<Text>) {
        let (kind, name) = (&*binding.role_kind, &*binding.role_name.value);
        if of_cluster && kind == "Role" {
            // The API server refuses such a binding: it gives nothing.
            return (Vec::new(), None);
        }
        let namespace = if kind == "Role" { &*binding.meta.namespace } else { "" };
        match self.by_name.get(&(kind, namespace, name)) {
            Some(role) => {
                let hidden = role.aggregated.then(|| {
                    text!(
                        "the cluster puts ClusterRole `{name}` together from others",
                        "ClusterRole `{name}` の内容は、クラスター上でほかのロールから集約されます"
                    )
                });
                let mut entries: Vec<Entry<'a>> = role.rules.iter().map(Entry::of).collect();
                entries.extend(self.aggregated_to(name));
                (entries, hidden)
            }
            None => match builtin::entries(name).filter(|_| kind == "ClusterRole") {
                Some(mut entries) => {
                    let mut all: Vec<Entry<'a>> = Vec::new();
                    all.append(&mut entries);
                    all.extend(self.aggregated_to(name));
                    (all, None)
                }
                None => {
                    let reason =
                        text!("{kind} `{name}` is not in the input", "{kind} `{name}` は入力に含まれていません");
                    (Vec::new(), Some(reason))
                }
            },
        }
    }

    /// What ClusterRoles of the input add to a built-in one.
    fn aggregated_to(&self, name: &str) -> Vec<Entry<'a>> {
        let labels = builtin::aggregation_labels(name);
        let adds = |role: &&&Role| labels.iter().any(|label| role.meta.labels.get(label) == Some("true"));
        let roles = self.by_name.values().filter(|it| &*it.meta.kind == "ClusterRole").filter(adds);
        roles.flat_map(|it| it.rules.iter().map(Entry::of)).collect()
    }
}
