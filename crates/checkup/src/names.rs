//! Words that whoever guesses a password of this deployment tries first: the names in its namespaces and in the addresses that it is reached by.

use std::collections::BTreeSet;

use inventory::credentials::Use;
use inventory::environment::{self, Index};
use model::Inventory;

/// Parts of names that say nothing of whose they are.
const GENERAL: [&str; 14] = [
    "cloud",
    "cluster",
    "default",
    "example",
    "http",
    "https",
    "info",
    "internal",
    "kube",
    "local",
    "localhost",
    "prod",
    "staging",
    "test",
];

/// The names, in small letters, of four letters and more.
pub(crate) fn own(inventory: &Inventory, uses: &[Use<'_>], index: &Index<'_>) -> Vec<String> {
    let mut found = BTreeSet::new();
    for meta in inventory.metas() {
        found.extend(words(&meta.namespace));
    }
    let mut seen = BTreeSet::new();
    for it in uses {
        let namespace = &*it.workload.meta.namespace;
        if !seen.insert(std::ptr::from_ref(it.container)) {
            continue;
        }
        for variable in environment::of(it.container, namespace, index) {
            let value = variable.value.map_or("", model::Opaque::expose);
            if let Some((_, rest)) = value.split_once("://").filter(|_| variable.name.ends_with("URL")) {
                let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
                let host = host.rsplit('@').next().unwrap_or(host);
                found.extend(words(host.split(':').next().unwrap_or(host)));
            }
        }
    }
    found.into_iter().collect()
}

fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    let parts = name.split(|it: char| !it.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
    parts.filter(|it| it.len() >= 4 && !GENERAL.contains(&it.as_str()))
}
