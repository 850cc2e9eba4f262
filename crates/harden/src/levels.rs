//! The levels that namespaces can enforce, and do.

use std::collections::BTreeMap;

use edit::{Change, Value};
use lang::{Lang, text};
use model::Inventory;

use crate::stream::{Edit, Stream};

const LABEL: &str = "pod-security.kubernetes.io/enforce";

/// For each namespace with workloads: the strictest level that all of them meet, and those that meet no stricter one.
#[must_use]
pub fn levels(inventory: &Inventory) -> Vec<(String, pss::Level, Vec<String>)> {
    let mut found: BTreeMap<&str, (pss::Level, Vec<String>)> = BTreeMap::new();
    for it in &inventory.workloads {
        let level = pss::strictest_met(&it.pod, pss::Version::Latest);
        let name = format!("{}/{}", it.meta.kind, it.meta.name.value);
        let known = found.entry(&it.meta.namespace).or_insert((level, Vec::new()));
        match level.cmp(&known.0) {
            std::cmp::Ordering::Less => *known = (level, vec![name]),
            std::cmp::Ordering::Equal => known.1.push(name),
            std::cmp::Ordering::Greater => {}
        }
    }
    found.into_iter().map(|(namespace, (level, names))| (namespace.to_owned(), level, names)).collect()
}

/// Makes every namespace enforce the level that everything in it meets, once everything is hardened.
pub(crate) fn enforce(stream: &mut Stream<'_>, lang: Lang) {
    let mut edits = Vec::new();
    let mut missing = Vec::new();
    for (name, level, _) in levels(&stream.inventory) {
        if level == pss::Level::Privileged {
            continue;
        }
        let there = stream.inventory.namespaces.iter().find(|it| **it.meta.name == *name);
        let Some(there) = there else {
            missing.push((name, level.name()));
            continue;
        };
        let path = stream.inventory.documents.path_below(there.meta.place, &["metadata", "labels", LABEL]);
        let level = level.name();
        let what = text!("namespace {name} enforces {level}", "名前空間 {name} は {level} を強制します");
        let change = Change::Set(path, Value::from(level));
        edits.push(Edit { place: there.meta.place, changes: vec![change], what });
    }
    stream.change(edits);
    for (name, level) in missing {
        let about =
            text!("Every workload here meets {level}.", "ここにあるすべてのワークロードは {level} を満たします。");
        let what = text!(
            "Namespace {name}, which enforces {level}; where it exists already, Helm needs --take-ownership to change it",
            "Namespace {name}({level} を強制)。すでにある場合、Helm で変更するには --take-ownership が必要です"
        );
        stream.append(&render::namespace(&name, level, about, lang), what);
    }
}
