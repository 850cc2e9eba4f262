//! How an object is named in a form.

use model::Meta;
use serde::{Deserialize, Serialize};

/// An object of Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectForm {
    /// Its kind.
    pub kind: String,
    /// Its namespace; empty for what belongs to the cluster.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl ObjectForm {
    pub(crate) fn new(kind: &str, namespace: &str, name: &str) -> ObjectForm {
        ObjectForm { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() }
    }
}

impl From<&Meta> for ObjectForm {
    fn from(meta: &Meta) -> ObjectForm {
        ObjectForm::new(&meta.kind, &meta.namespace, &meta.name.value)
    }
}
