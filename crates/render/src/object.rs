//! An object of Kubernetes that is to be written.

use lang::{Lang, Text};

use crate::node::{Entry, Node, entry, map};
use crate::yaml;

/// An object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) api: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) namespace: Option<String>,
    pub(crate) name: String,
    /// The component that it belongs to, for its labels.
    pub(crate) component: Option<&'static str>,
    /// What it is for, in a comment above it.
    pub(crate) about: Option<Text>,
    /// Labels beside those that every object has.
    pub(crate) labels: Vec<Entry>,
    pub(crate) annotations: Vec<Entry>,
    /// Everything behind `metadata`.
    pub(crate) rest: Vec<Entry>,
}

impl Object {
    pub(crate) fn new(api: &'static str, kind: &'static str, name: impl Into<String>) -> Object {
        Object {
            api,
            kind,
            namespace: Some(crate::NAMESPACE.to_owned()),
            name: name.into(),
            component: None,
            about: None,
            labels: Vec::new(),
            annotations: Vec::new(),
            rest: Vec::new(),
        }
    }

    pub(crate) fn within(self, namespace: impl Into<String>) -> Object {
        Object { namespace: Some(namespace.into()), ..self }
    }

    pub(crate) fn of(self, component: &'static str) -> Object {
        Object { component: Some(component), ..self }
    }

    pub(crate) fn about(self, about: Text) -> Object {
        Object { about: Some(about), ..self }
    }

    pub(crate) fn with(self, rest: Vec<Entry>) -> Object {
        Object { rest, ..self }
    }

    /// The text of the document.
    pub(crate) fn yaml(&self, lang: Lang) -> String {
        let mut out = String::new();
        for line in self.about.iter().flat_map(|it| it.get(lang).lines()) {
            out.push_str(&format!("# {line}\n"));
        }
        let mut labels = vec![entry("app.kubernetes.io/part-of", "dify")];
        labels.extend(self.component.map(|it| entry("app.kubernetes.io/component", it)));
        labels.extend(self.labels.iter().cloned());
        let mut metadata = vec![entry("name", self.name.as_str())];
        metadata.extend(self.namespace.as_deref().map(|it| entry("namespace", it)));
        metadata.push(entry("labels", labels));
        if !self.annotations.is_empty() {
            metadata.push(entry("annotations", self.annotations.clone()));
        }
        let mut entries = vec![entry("apiVersion", self.api), entry("kind", self.kind), entry("metadata", metadata)];
        entries.extend(self.rest.iter().cloned());
        out.push_str(&yaml::write(&entries, lang));
        out
    }
}

/// The labels by which a component's pods are selected.
pub(crate) fn selector(component: &str) -> Node {
    map([("app.kubernetes.io/part-of", "dify".into()), ("app.kubernetes.io/component", component.into())])
}
