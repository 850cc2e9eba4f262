//! The roles and bindings that the API server itself makes, read from two tables.
//!
//! `bootstrap/roles.tsv` and `bootstrap/bindings.tsv` are written from the test data of k8s.io/kubernetes
//! (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata`); their first lines say of which versions. Whatever is not in them
//! is a role like any other, whatever its name.

use std::sync::OnceLock;

use crate::entry::Entry;

/// A role that the API server makes.
pub(crate) struct Known {
    /// Its namespace; empty for a ClusterRole.
    pub(crate) namespace: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// Its labels `rbac.authorization.k8s.io/...: "true"`, without the prefix.
    pub(crate) labels: Vec<&'static str>,
    /// The labels, without the prefix, of the roles that it is put together from.
    pub(crate) gathers: Vec<&'static str>,
    /// Its own entries.
    pub(crate) entries: Vec<Entry<'static>>,
}

/// A binding that the API server makes.
pub(crate) struct KnownBinding {
    /// Its namespace; empty for a ClusterRoleBinding.
    namespace: &'static str,
    /// Its name.
    name: &'static str,
    /// `Kind/name`.
    pub(crate) role: &'static str,
    /// `Kind/namespace/name`.
    pub(crate) subjects: Vec<&'static str>,
}

/// All of them, by namespace and name.
pub(crate) fn roles() -> &'static [Known] {
    static ROLES: OnceLock<Vec<Known>> = OnceLock::new();
    ROLES.get_or_init(|| read_roles(include_str!("bootstrap/roles.tsv")))
}

fn bindings() -> &'static [KnownBinding] {
    static BINDINGS: OnceLock<Vec<KnownBinding>> = OnceLock::new();
    BINDINGS.get_or_init(|| {
        let lines = include_str!("bootstrap/bindings.tsv").lines().filter(|it| !it.starts_with('#'));
        let mut found: Vec<KnownBinding> = lines.filter_map(read_binding).collect();
        found.sort_by_key(|it| (it.namespace, it.name));
        found
    })
}

/// The role of this namespace (empty for ClusterRoles) and name.
pub(crate) fn role(namespace: &str, name: &str) -> Option<&'static Known> {
    let at = roles().binary_search_by_key(&(namespace, name), |it| (it.namespace, it.name)).ok()?;
    roles().get(at)
}

/// The binding of this namespace (empty for ClusterRoleBindings) and name.
pub(crate) fn binding(namespace: &str, name: &str) -> Option<&'static KnownBinding> {
    let at = bindings().binary_search_by_key(&(namespace, name), |it| (it.namespace, it.name)).ok()?;
    bindings().get(at)
}

fn list(column: &'static str) -> Vec<&'static str> {
    if column.is_empty() { Vec::new() } else { column.split(',').collect() }
}

fn read_roles(text: &'static str) -> Vec<Known> {
    let mut found: Vec<Known> = Vec::new();
    for line in text.lines().filter(|it| !it.starts_with('#')) {
        let columns: Vec<&'static str> = line.split('\t').collect();
        match columns.as_slice() {
            ["role", namespace, name, labels, gathers] => {
                found.push(Known {
                    namespace,
                    name,
                    labels: list(labels),
                    gathers: list(gathers),
                    entries: Vec::new(),
                });
            }
            [verbs, groups, resources, names, paths] => {
                let entry = Entry {
                    verbs: list(verbs),
                    // An empty column is the core group.
                    groups: if *groups == "-" { Vec::new() } else { groups.split(',').collect() },
                    resources: list(resources),
                    names: list(names),
                    paths: list(paths),
                    place: None,
                };
                found.last_mut().into_iter().for_each(|it| it.entries.push(entry.clone()));
            }
            _ => {}
        }
    }
    found.sort_by_key(|it| (it.namespace, it.name));
    found
}

fn read_binding(line: &'static str) -> Option<KnownBinding> {
    let mut columns = line.split('\t');
    let (namespace, name) = (columns.next()?, columns.next()?);
    let role = columns.next()?;
    let subjects = columns.next()?.split(' ').filter(|it| !it.is_empty()).collect();
    Some(KnownBinding { namespace, name, role, subjects })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read_whole() {
        let n = |text: &str| text.lines().filter(|it| !it.starts_with('#')).count();
        let text = include_str!("bootstrap/roles.tsv");
        let n_entries: usize = roles().iter().map(|it| it.entries.len()).sum();
        assert_eq!(roles().len() + n_entries, n(text));
        assert_eq!(bindings().len(), n(include_str!("bootstrap/bindings.tsv")));
        for binding in bindings() {
            let (kind, name) = binding.role.split_once('/').expect("kind and name");
            let home = if kind == "Role" { binding.namespace } else { "" };
            assert!(role(home, name).is_some(), "{} gives {name}", binding.name);
        }
    }
}
