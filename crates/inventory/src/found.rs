//! What one document holds, decoded.

use std::sync::Arc;

use model::written::{Body, Decoded};
use model::{Head, Problem, SettingsFile};

use crate::namespaces::Home;

/// What one document holds. Nothing in it depends on another document.
#[derive(Default)]
pub(crate) struct Found {
    /// Its objects: one, none, or the items of a list.
    pub(crate) objects: Vec<Object>,
    /// Settings, where it is no object or carries some.
    pub(crate) settings: Vec<Arc<SettingsFile>>,
    /// What in it cannot be read.
    pub(crate) problems: Vec<Problem>,
    /// Whether it is of a kind that is not looked into, such as a report of ours.
    pub(crate) is_passed_over: bool,
}

/// An object, and what decides its namespace.
pub(crate) struct Object {
    pub(crate) decoded: Decoded,
    pub(crate) home: Home,
}

impl Found {
    pub(crate) fn add(&mut self, head: Head, body: Body) {
        let home = Home::of(&head);
        self.objects.push(Object { decoded: Decoded { head: Arc::new(head), body }, home });
    }
}
