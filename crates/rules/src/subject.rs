//! What a finding is about.

use dify::Component;
use findings::Resource;
use model::{Meta, Workload};

/// What a finding is about.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// A workload; brings its component.
    Workload(&'a Workload),
    /// Any other object.
    Object(&'a Meta),
    /// An object that belongs to a component: its Secret, its policy.
    Of(&'a Meta, Component),
    /// A file that is no manifest.
    File,
}

impl<'a> From<&'a Workload> for Subject<'a> {
    fn from(workload: &'a Workload) -> Subject<'a> {
        Subject::Workload(workload)
    }
}

impl<'a> From<&'a Meta> for Subject<'a> {
    fn from(meta: &'a Meta) -> Subject<'a> {
        Subject::Object(meta)
    }
}

impl<'a> Subject<'a> {
    /// An object that belongs to a component, where one is known.
    #[must_use]
    pub fn perhaps(meta: &'a Meta, component: Option<Component>) -> Subject<'a> {
        component.map_or(Subject::Object(meta), |it| Subject::Of(meta, it))
    }

    pub(crate) fn resource(&self) -> Option<Resource> {
        let meta = match self {
            Subject::Workload(workload) => &workload.meta,
            Subject::Object(meta) | Subject::Of(meta, _) => meta,
            Subject::File => return None,
        };
        Some(Resource {
            kind: meta.kind.to_string(),
            namespace: meta.namespace.to_string(),
            name: meta.name.to_string(),
        })
    }

    pub(crate) fn component(&self) -> Option<Component> {
        match self {
            Subject::Workload(workload) => workload.component,
            Subject::Of(_, component) => Some(*component),
            Subject::Object(_) | Subject::File => None,
        }
    }
}
