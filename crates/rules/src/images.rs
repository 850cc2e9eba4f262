//! The images of the input, each reference once in a namespace: where Helm or kustomize writes one value twenty times, one
//! thing is wrong.

use std::collections::HashMap;

use dify::Image;
use model::{Documents, Place, Workload};

use crate::raw;

/// An image reference and who uses it.
pub(crate) struct ImageUse<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// Its parts.
    pub(crate) image: Image<'a>,
    /// Where it stands first.
    pub(crate) place: Place,
    /// Who uses it, the first one first.
    pub(crate) workloads: Vec<&'a Workload>,
}

/// Every reference once in its namespace, in the order in which they stand. What is no image reference is left out.
pub(crate) fn all<'a>(documents: &'a Documents, workloads: &[&'a Workload]) -> Vec<ImageUse<'a>> {
    let mut found: Vec<ImageUse<'a>> = Vec::new();
    let mut at: HashMap<(&str, &str), usize> = HashMap::new();
    for &workload in workloads {
        let containers = workload.pod.spec.containers.iter().filter_map(|container| container.image.as_ref());
        let containers = containers.map(|it| (&*it.value, it.place));
        for (written, place) in containers.chain(mounted(documents, workload)) {
            let text = written.trim();
            let key = (&*workload.meta.namespace, text);
            match at.get(&key) {
                Some(&known) => add(&mut found[known], workload),
                None => {
                    let Some(image) = Image::parse(text) else { continue };
                    at.insert(key, found.len());
                    found.push(ImageUse { text, image, place, workloads: vec![workload] });
                }
            }
        }
    }
    found
}

/// The images that a pod mounts as volumes (`volumes[].image.reference`): their files are run, or read, as those of any image.
fn mounted<'a>(documents: &'a Documents, workload: &'a Workload) -> impl Iterator<Item = (&'a str, Place)> {
    let has_any = |volume: &&model::Volume| volume.kinds.iter().any(|it| &*it.value == "image");
    workload.pod.spec.volumes.iter().filter(has_any).filter_map(|volume| {
        let reference = raw::below(documents.node(volume.place), &["image", "reference"])?;
        Some((reference.text()?, Place::new(volume.place.doc, reference.id())))
    })
}

fn add<'a>(known: &mut ImageUse<'a>, workload: &'a Workload) {
    // Containers of one workload stand together, so the last one is enough to look at.
    if known.workloads.last().is_none_or(|last| !std::ptr::eq(*last, workload)) {
        known.workloads.push(workload);
    }
}
