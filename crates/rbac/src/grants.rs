//! What each binding gives, and to whom: effective permissions.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

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
    /// The entries of its role; bindings that give one role share them.
    pub entries: Arc<[Given<'a>]>,
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
            let (entries, hidden) = roles.shared(binding, of_cluster);
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
    /// What ClusterRoles that are put together hold, by name: many bindings may give one.
    gathered: RefCell<HashMap<&'a str, Vec<Part<'a>>>>,
    /// What is found of a role: its entries, and what of it cannot be seen. By its kind, namespace and name: many bindings may give it.
    found: RefCell<HashMap<(&'a str, &'a str, &'a str), Found<'a>>>,
}

type Found<'a> = (Arc<[Given<'a>]>, Option<Text>);

/// A ClusterRole that is added to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Brought(&'a str),
    Written(&'a str),
}

fn written(role: &Role) -> impl Iterator<Item = Given<'_>> {
    role.rules.iter().map(move |it| Given { entry: Entry::of(it), written: Some((role, it)) })
}

/// What Kubernetes brings under a name. What such a role gathers from others are its [`Part`]s.
fn brought<'a>(namespace: &str, name: &'a str) -> Option<impl Iterator<Item = Given<'a>> + use<'a>> {
    let entries = builtin::own_entries_in(namespace, name)?;
    Some(entries.into_iter().map(|entry| Given { entry, written: None }))
}

impl<'a> Roles<'a> {
    fn of(inventory: &'a Inventory) -> Roles<'a> {
        let key = |it: &'a Role| {
            let of_cluster = &*it.meta.kind == "ClusterRole";
            (&*it.meta.kind, if of_cluster { "" } else { &*it.meta.namespace }, &*it.meta.name.value)
        };
        Roles {
            by_name: inventory.roles.iter().map(|it| (key(it), it)).collect(),
            gathered: RefCell::default(),
            found: RefCell::default(),
        }
    }

    fn shared(&self, binding: &'a Binding, of_cluster: bool) -> Found<'a> {
        let (kind, name) = (&*binding.role_kind, &*binding.role_name.value);
        if of_cluster && kind == "Role" {
            return (Arc::new([]), None);
        }
        let namespace = if kind == "Role" { &*binding.meta.namespace } else { "" };
        if let Some(known) = self.found.borrow().get(&(kind, namespace, name)) {
            return known.clone();
        }
        let (entries, hidden) = self.entries(binding, of_cluster);
        let found: Found<'a> = (entries.into(), hidden);
        self.found.borrow_mut().insert((kind, namespace, name), found.clone());
        found
    }

    /// The entries of a binding's role, and what of the role cannot be seen.
    fn entries(&self, binding: &'a Binding, of_cluster: bool) -> (Vec<Given<'a>>, Option<Text>) {
        let (kind, name) = (&*binding.role_kind, &*binding.role_name.value);
        if of_cluster && kind == "Role" {
            // The API server refuses such a binding: it gives nothing.
            return (Vec::new(), None);
        }
        let namespace = if kind == "Role" { &*binding.meta.namespace } else { "" };
        let own = self.by_name.get(&(kind, namespace, name)).copied();
        // What an input leaves out of a role that Kubernetes brings, the API server adds again when it starts.
        let known = brought(namespace, name).filter(|_| matches!(kind, "Role" | "ClusterRole"));
        let hidden = match (own, &known) {
            (_, Some(_)) => None,
            (Some(role), None) => role.aggregated.then(|| {
                text!(
                    "the cluster puts ClusterRole `{name}` together from others",
                    "ClusterRole `{name}` の内容は、クラスター上でほかのロールから集約されます"
                )
            }),
            (None, None) => {
                Some(text!("{kind} `{name}` is not in the input", "{kind} `{name}` は入力に含まれていません"))
            }
        };
        let parts = if kind == "ClusterRole" { self.parts(name) } else { Vec::new() };
        let added = parts.into_iter().flat_map(|part| match part {
            Part::Brought(name) => brought("", name).into_iter().flatten().collect::<Vec<_>>(),
            Part::Written(name) => self.cluster_role(name).into_iter().flat_map(written).collect(),
        });
        (own.into_iter().flat_map(written).chain(known.into_iter().flatten()).chain(added).collect(), hidden)
    }

    fn cluster_role(&self, name: &str) -> Option<&'a Role> {
        self.by_name.get(&("ClusterRole", "", name)).copied()
    }

    /// The ClusterRoles whose entries the cluster adds to one, those that are added to these included.
    fn parts(&self, name: &'a str) -> Vec<Part<'a>> {
        let is_put_together =
            !builtin::gathers(name).is_empty() || self.cluster_role(name).is_some_and(|it| it.aggregated);
        if !is_put_together {
            return Vec::new();
        }
        if let Some(known) = self.gathered.borrow().get(name) {
            return known.clone();
        }
        let (mut found, mut open) = (BTreeSet::new(), vec![name]);
        while let Some(name) = open.pop() {
            for part in self.direct_parts(name) {
                if found.insert(part) {
                    let (Part::Brought(name) | Part::Written(name)) = part;
                    open.push(name);
                }
            }
        }
        let found: Vec<Part<'a>> = found.into_iter().collect();
        self.gathered.borrow_mut().insert(name, found.clone());
        found
    }

    /// By the labels that Kubernetes itself goes by, and by the selectors that are written.
    fn direct_parts(&self, name: &str) -> Vec<Part<'a>> {
        let labels = builtin::gathers(name);
        let selectors = self.cluster_role(name).map_or(&[][..], |it| &it.gathers);
        let has =
            |role: &Role, label: &str| role.meta.labels.get(&format!("{}{label}", builtin::LABEL)) == Some("true");
        let is_part = |role: &&&'a Role| {
            &*role.meta.kind == "ClusterRole"
                && (labels.iter().any(|label| has(role, label))
                    || selectors.iter().any(|it| it.matches(&role.meta.labels)))
        };
        let written = self.by_name.values().filter(is_part).map(|it| Part::Written(&it.meta.name.value));
        let mut found: Vec<Part<'a>> = written.collect();
        let brought = selectors.iter().flat_map(builtin::selected);
        for name in brought.chain(labels.iter().flat_map(|it| builtin::labelled(it))) {
            found.push(Part::Brought(name));
        }
        found
    }
}
