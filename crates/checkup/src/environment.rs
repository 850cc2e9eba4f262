//! What is looked at, and by what it is judged.

use std::collections::BTreeMap;

use lang::Text;
use model::{Date, Inventory};

/// An environment.
pub struct Environment<'a> {
    /// Its name.
    pub name: String,
    /// What it consists of.
    pub inventory: &'a Inventory,
    /// The namespaces that are it; none for all.
    pub namespaces: Vec<String>,
    /// Files of it that could not be opened, and why.
    pub locked: Vec<(String, Text)>,
    /// The last change of a file, by its name, where the file itself says so.
    pub modified: BTreeMap<String, Date>,
}

impl Environment<'_> {
    /// Whether a namespace is of it.
    pub(crate) fn has(&self, namespace: &str) -> bool {
        self.namespaces.is_empty() || self.namespaces.iter().any(|it| it == namespace)
    }
}

/// By what is judged.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day.
    pub today: Date,
    /// The days that a value may be used.
    pub max_age: u32,
}
