//! The newest version of Dify that the catalogue knows, and the tags that lead to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use dify::Version;
use dify::entry::Line;
use dify::releases::newest;
use edit::Change;
use model::{Inventory, Parsed, Place, Workload};
use overview::{Remedy, Tag};

/// Other tags for the parts of Dify that are older than what goes with the newest release; `None` where there is nothing to change.
pub(super) fn remedy(inventory: &Inventory) -> Option<Remedy> {
    let tags: BTreeSet<Tag> = inventory.workloads.iter().filter_map(newer).map(|(_, tag)| tag).collect();
    (!tags.is_empty()).then(|| Remedy::Upgrade(tags.into_iter().collect()))
}

/// Where a workload's image stands, and its other tag. What is named by a digest alone, or by a tag that is no version, is a person's.
fn newer(workload: &Workload) -> Option<(Place, Tag)> {
    let component = workload.component?;
    let target = match component.entry().line {
        Line::Dify => newest().version,
        Line::Companion => newest().companion(component)?.1,
        Line::Other => return None,
    };
    let running: &Version = workload.version.as_ref().ok()?.parsed.as_ref()?;
    if *running >= target {
        return None;
    }
    let image = workload.main()?.image.as_ref()?;
    let (name, tag) = image.value.rsplit_once(':').filter(|(_, tag)| !tag.contains(['/', '@']))?;
    let is_version = tag.trim_start_matches('v') == running.to_string();
    let (from, to) = (image.value.to_string(), format!("{name}:{target}"));
    is_version.then_some((image.place, Tag { from, to }))
}

/// The texts with the other tags; `None` where one of them cannot be edited.
pub(super) fn texts(inventory: &Inventory) -> Option<Vec<Arc<Parsed>>> {
    let documents = &inventory.documents;
    let mut texts = inventory.texts.clone();
    for (at, text) in texts.iter_mut().enumerate() {
        let own: Vec<(usize, [Change; 1])> = inventory
            .workloads
            .iter()
            .filter_map(newer)
            .filter(|(place, _)| documents.number(place.doc).0 == at)
            .map(|(place, tag)| {
                let change = Change::Set(documents.path(place), tag.to.as_str().into());
                (documents.number(place.doc).1, [change])
            })
            .collect();
        if own.is_empty() {
            continue;
        }
        let groups: Vec<_> = own.iter().map(|(number, changes)| (*number, changes.as_slice())).collect();
        let (new, made) = edit::apply_each(documents.origins()[at].text(), &groups);
        if made.iter().any(Result::is_err) {
            return None;
        }
        *text = inventory::parse_again(text, new);
    }
    Some(texts)
}
