//! The images of the input, each reference once in a namespace: where Helm or kustomize writes one value twenty times, one
//! thing is wrong.

use std::collections::HashMap;

use dify::Image;
use model::{Place, Workload};

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
pub(crate) fn all<'a>(workloads: &[&'a Workload]) -> Vec<ImageUse<'a>> {
    let mut found: Vec<ImageUse<'a>> = Vec::new();
    let mut at: HashMap<(&str, &str), usize> = HashMap::new();
    for &workload in workloads {
        for reference in workload.pod.spec.containers.iter().filter_map(|container| container.image.as_ref()) {
            let text = reference.value.trim();
            let key = (&*workload.meta.namespace, text);
            match at.get(&key) {
                Some(&known) => add(&mut found[known], workload),
                None => {
                    let Some(image) = Image::parse(text) else { continue };
                    at.insert(key, found.len());
                    found.push(ImageUse { text, image, place: reference.place, workloads: vec![workload] });
                }
            }
        }
    }
    found
}

fn add<'a>(known: &mut ImageUse<'a>, workload: &'a Workload) {
    // Containers of one workload stand together, so the last one is enough to look at.
    if known.workloads.last().is_none_or(|last| !std::ptr::eq(*last, workload)) {
        known.workloads.push(workload);
    }
}
