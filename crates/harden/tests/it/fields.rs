//! Two versions of the same manifests, field by field.

use std::collections::BTreeMap;

use model::Inventory;
use yaml::Ref;

/// Every scalar of every object, by `Kind/name field`. Objects are told apart without their namespace, which may change.
pub(crate) fn fields(inventory: &Inventory) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for meta in inventory.metas() {
        let object = format!("{}/{}", meta.kind, meta.name.value);
        add(&mut found, &format!("{object} "), inventory.documents.node(meta.place));
    }
    found
}

fn add(found: &mut BTreeMap<String, String>, path: &str, node: Ref<'_>) {
    if let Some(text) = node.text() {
        found.insert(path.to_owned(), text.to_owned());
    } else if node.is_mapping() {
        node.entries().for_each(|(key, value)| add(found, &format!("{path}.{}", key.text().unwrap_or("?")), value));
    } else {
        // By name, as Kubernetes tells containers, volumes and variables apart: of two of one name the later counts.
        let name = |at: usize, item: Ref<'_>| {
            item.get("name").and_then(Ref::text).map_or_else(|| at.to_string(), str::to_owned)
        };
        node.items().enumerate().for_each(|(at, item)| add(found, &format!("{path}[{}]", name(at, item)), item));
    }
}

/// The fields of `before` that are gone or have another value in `after`.
pub(crate) fn lost(before: &Inventory, after: &Inventory) -> Vec<String> {
    let after = fields(after);
    let mut lost = Vec::new();
    for (field, value) in fields(before) {
        if after.get(&field) != Some(&value) {
            lost.push(field);
        }
    }
    lost
}
