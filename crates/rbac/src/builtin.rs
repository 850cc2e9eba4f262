//! The roles that Kubernetes brings and that people bind: `cluster-admin`, `admin`, `edit`, `view`, and everything `system:`.
//!
//! What they hold is in the tables of `bootstrap`. What the cluster adds to them comes from ClusterRoles with the labels
//! `rbac.authorization.k8s.io/aggregate-to-*`; those of the input are heeded by [`crate::who_can`], and the others cannot be seen.

use model::{Binding, LabelSelector, Role, Subject};

use crate::bootstrap;
use crate::entry::Entry;
use crate::question::{Question, What};

/// What stands in front of the labels by which roles are put together.
pub(crate) const LABEL: &str = "rbac.authorization.k8s.io/";

/// The roles of OpenShift that let pods use a SecurityContextConstraints, by its name behind this.
const OPENSHIFT_SCC: &str = "system:openshift:scc:";

/// Whether this is a role that is meant for people, who work with it in a namespace.
#[must_use]
pub fn is_for_people(name: &str) -> bool {
    matches!(name, "admin" | "edit" | "view")
}

/// The entries of a built-in ClusterRole, or of a Role of a namespace, those of the roles that it is put together from included; `None`
/// where it is none that is known here. The namespace of a ClusterRole is empty.
fn entries_in<'n>(namespace: &str, name: &'n str) -> Option<Vec<Entry<'n>>> {
    let mut found = own_entries_in(namespace, name)?;
    for label in bootstrap::role(namespace, name).map_or(&[][..], |it| &it.gathers) {
        for part in labelled(label) {
            found.extend(entries_in("", part).unwrap_or_default());
        }
    }
    Some(found)
}

/// The same without what is gathered from others.
pub(crate) fn own_entries_in<'n>(namespace: &str, name: &'n str) -> Option<Vec<Entry<'n>>> {
    if let Some(scc) = name.strip_prefix(OPENSHIFT_SCC).filter(|it| namespace.is_empty() && !it.is_empty()) {
        return Some(vec![Entry {
            verbs: vec!["use"],
            groups: vec!["security.openshift.io"],
            resources: vec!["securitycontextconstraints"],
            names: vec![scc],
            ..Entry::default()
        }]);
    }
    bootstrap::role(namespace, name).map(|it| it.entries.clone())
}

/// The labels, prefix included, that the parts of a built-in ClusterRole have.
pub(crate) fn gathers(name: &str) -> &'static [&'static str] {
    bootstrap::role("", name).map_or(&[], |it| &it.gathers)
}

/// The built-in ClusterRoles that a selector takes in: all of them have the label `kubernetes.io/bootstrapping`.
pub(crate) fn selected(selector: &LabelSelector) -> impl Iterator<Item = &'static str> {
    let of_cluster = bootstrap::roles().iter().filter(|it| it.namespace.is_empty());
    of_cluster.filter(|it| selector.matches(&labels_of(it))).map(|it| it.name)
}

/// The built-in ClusterRoles with one of the labels by which others are put together.
pub(crate) fn labelled(label: &str) -> impl Iterator<Item = &'static str> {
    bootstrap::roles().iter().filter(move |it| it.labels.contains(&label)).map(|it| it.name)
}

fn labels_of(known: &bootstrap::Known) -> model::Labels {
    let own = known.labels.iter().map(|label| (format!("{LABEL}{label}").into(), "true".into()));
    let all = std::iter::once(("kubernetes.io/bootstrapping".into(), "rbac-defaults".into())).chain(own);
    model::Labels(all.collect())
}

/// Whether a role is one that Kubernetes brings, and gives no more than that one does. A name or a label alone says nothing:
/// whoever writes a manifest chooses both.
#[must_use]
pub fn is_bootstrap_role(role: &Role) -> bool {
    let of_cluster = &*role.meta.kind == "ClusterRole";
    let namespace = if of_cluster { "" } else { &*role.meta.namespace };
    let name = &*role.meta.name.value;
    if (namespace.is_empty() && !of_cluster) || name.starts_with(OPENSHIFT_SCC) {
        return false;
    }
    let Some(known) = entries_in(namespace, name) else { return false };
    role.gathers.iter().all(|it| is_own_selector(name, it))
        && role.rules.iter().all(|written| covers(&known, &Entry::of(written)))
}

/// Whether a built-in ClusterRole is put together by this selector.
fn is_own_selector(name: &str, selector: &LabelSelector) -> bool {
    let own = |key: &str| key.strip_prefix(LABEL).is_some_and(|label| gathers(name).contains(&label));
    selector.match_expressions.is_empty()
        && !selector.match_labels.is_empty()
        && selector.match_labels.iter().all(|(key, value)| own(key) && &*value.value == "true")
}

/// Whether a binding is one that Kubernetes brings, and gives it to nobody else.
#[must_use]
pub fn is_bootstrap_binding(binding: &Binding) -> bool {
    let of_cluster = &*binding.meta.kind == "ClusterRoleBinding";
    let namespace = if of_cluster { "" } else { &*binding.meta.namespace };
    let Some(known) = bootstrap::binding(namespace, &binding.meta.name.value) else { return false };
    let same = |it: &Subject| {
        let namespace = if &*it.kind == "ServiceAccount" { binding.namespace_of(it).unwrap_or("") } else { "" };
        known.subjects.iter().any(|written| *written == format!("{}/{namespace}/{}", it.kind, it.name.value))
    };
    (of_cluster || !namespace.is_empty())
        && known.role == format!("{}/{}", binding.role_kind, binding.role_name.value)
        && binding.subjects.iter().all(same)
}

/// Whether a known role gives everything that an entry gives.
fn covers(known: &[Entry<'_>], entry: &Entry<'_>) -> bool {
    let names: &[&str] = if entry.names.is_empty() { &[""] } else { &entry.names };
    let paths = entry.paths.iter().map(|path| What::Path((*path).to_owned()));
    let resources = entry.groups.iter().flat_map(|group| {
        entry.resources.iter().flat_map(move |written| {
            let (resource, subresource) = written.split_once('/').unwrap_or((written, ""));
            names.iter().map(move |name| What::Resource {
                group: (*group).to_owned(),
                resource: resource.to_owned(),
                subresource: subresource.to_owned(),
                name: (*name).to_owned(),
                namespaced: None,
            })
        })
    });
    let everything = paths.chain(resources).collect::<Vec<_>>();
    everything.into_iter().all(|what| {
        entry.verbs.iter().all(|verb| {
            let question = Question { verb: (*verb).to_owned(), what: what.clone() };
            known.iter().any(|it| it.allows(&question))
        })
    })
}
