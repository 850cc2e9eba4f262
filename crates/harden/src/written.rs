//! The texts of a deployment that may name a Service.

use lang::{Text, text};
use model::{Encoding, EnvSource, Inventory, Location, Opaque, Place};

use crate::address::{self, Name};
use crate::stream::{Edit, Stream};

/// A text that may name a host.
pub(crate) struct Written<'a> {
    /// The namespace in which it is read.
    pub(crate) namespace: &'a str,
    /// The variable or the key; for a word of a command the container.
    pub(crate) name: &'a str,
    value: &'a Opaque,
    place: Place,
    /// In base64, where nothing can be edited.
    coded: bool,
}

/// Every such text.
fn written(inventory: &Inventory) -> Vec<Written<'_>> {
    let mut found = Vec::new();
    for workload in &inventory.workloads {
        let namespace = &*workload.meta.namespace;
        let mut add = |name, value, place| found.push(Written { namespace, name, value, place, coded: false });
        for container in &workload.pod.spec.containers {
            let words = container.command.iter().chain(&container.args);
            words.for_each(|word| add(&*container.name.value, &word.value, word.place));
            for variable in &container.env {
                if let EnvSource::Literal(value) = &variable.source {
                    add(&*variable.name.value, &value.value, value.place);
                }
            }
        }
    }
    for config in &inventory.configs {
        found.extend(config.entries.iter().map(|entry| Written {
            namespace: &config.meta.namespace,
            name: &entry.key.value,
            value: &entry.value.value,
            place: entry.value.place,
            coded: entry.encoding != Encoding::Plain,
        }));
    }
    found
}

/// Writes in full every name that `names` has for the text it stands in.
pub(crate) fn name_in_full<'n>(stream: &mut Stream<'_>, names: impl Fn(&Written<'_>) -> &'n [Name]) {
    let mut edits = Vec::new();
    let mut left: Vec<(Option<Location>, Text)> = Vec::new();
    for text in written(&stream.inventory) {
        let field = text.name;
        let is_host = field.ends_with("HOST") || field.ends_with("HOSTNAME");
        let path = stream.inventory.documents.path(text.place);
        let changes = address::changes(&path, text.value.expose(), is_host, names(&text));
        if changes.is_empty() {
            continue;
        }
        if text.coded {
            let what = text!(
                "`{field}` is in base64 and names a Service by a name that no longer leads to it",
                "`{field}` は base64 で、以前の Service 名のままです"
            );
            left.push((stream.location(text.place), what));
            continue;
        }
        let what = text!("`{field}` names Services in full", "`{field}` の Service 名を完全な名前にしました");
        edits.push(Edit { place: text.place, changes, what });
    }
    stream.change(edits);
    for (location, what) in left {
        stream.left_at(location, what);
    }
}
