//! The parts of Dify that were recognised, as rows.

use dify::Component;
use lang::Text;
use model::{Inventory, Meta, OtherKind, RunningVersion};

/// A part of Dify and the version that it runs.
pub struct ComponentRow<'a> {
    /// What it is.
    pub component: Component,
    /// The kind of the object that is it, as written.
    pub kind: &'a str,
    /// The object.
    pub meta: &'a Meta,
    /// Its version, or why none can be read.
    pub version: Result<&'a str, &'a Text>,
}

/// The parts of Dify in an inventory, in the order of the catalogue, then by namespace and name.
#[must_use]
pub fn components(inventory: &Inventory) -> Vec<ComponentRow<'_>> {
    let workloads = inventory.workloads.iter().filter_map(|it| row(it.component?, &it.meta, &it.version));
    let databases = inventory.others.iter().filter_map(|it| match &it.kind {
        OtherKind::CloudNativePg { version } => row(it.component?, &it.meta, version),
        _ => None,
    });
    let mut rows: Vec<_> = workloads.chain(databases).collect();
    rows.sort_by_key(|it| (it.component, &*it.meta.namespace, &*it.meta.name.value, it.kind));
    rows
}

#[expect(clippy::unnecessary_wraps, reason = "reads as one step of `filter_map`")]
fn row<'a>(
    component: Component,
    meta: &'a Meta,
    version: &'a Result<RunningVersion, Text>,
) -> Option<ComponentRow<'a>> {
    Some(ComponentRow { component, kind: &meta.kind, meta, version: version.as_ref().map(|it| &*it.text) })
}
