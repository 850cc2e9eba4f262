//! The inventory at its boundary: texts in, components, environments and problems out.

mod environment;
mod fields;
mod problems;
mod public;
mod recognise;
mod sources;
mod suppressions;

use inventory::{Input, Options};
use model::Inventory;

fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("test.yaml", text)], &Options::default())
}

/// What was recognised: `component Kind namespace/name version`, with `?` where no version can be told.
fn components(inventory: &Inventory) -> Vec<String> {
    let told = |workload: &model::Workload| {
        let version = workload.version.as_ref().map_or("?", |it| &it.text);
        let meta = &workload.meta;
        let component = workload.component?.id();
        Some(format!("{component} {} {}/{} {version}", workload.kind.name(), meta.namespace, &*meta.name.value))
    };
    inventory.workloads.iter().filter_map(told).collect()
}
