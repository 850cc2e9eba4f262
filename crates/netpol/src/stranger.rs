//! A pod of which only that it fits one selector is known, and whether it fits another.

use model::{LabelSelector, Operator};

use crate::exposed::{Exposed, Namespaces};
use crate::policy::{PeerSpec, Scope, Tri};

/// Whether a peer is every pod there could be.
pub(crate) fn any_pod(peer: &PeerSpec) -> Tri {
    let whole = |selector: &Option<LabelSelector>| selector.as_ref().is_none_or(LabelSelector::is_empty);
    match peer {
        PeerSpec::Anybody => Tri::Yes,
        PeerSpec::Pods { scope: Scope::Select(selector), pods } if selector.is_empty() && whole(pods) => Tri::Yes,
        PeerSpec::Domains => Tri::No,
        _ => Tri::Maybe,
    }
}

/// A pod of which only that it fits one selector is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Stranger {
    namespaces: Namespaces,
    labels: String,
}

impl Stranger {
    pub(crate) fn new(scope: &Scope, pods: Option<&LabelSelector>) -> Stranger {
        let namespaces = match scope {
            Scope::Own(name) => Namespaces::Named(name.clone()),
            Scope::Select(selector) => match only_name(selector) {
                Some(name) => Namespaces::Named(name.into()),
                None => Namespaces::Matching(notation(selector)),
            },
        };
        Stranger { namespaces, labels: pods.map(notation).unwrap_or_default() }
    }

    pub(crate) fn is_anybody(&self) -> bool {
        self.namespaces == Namespaces::Matching(String::new()) && self.labels.is_empty()
    }

    pub(crate) fn exposed(&self) -> Exposed {
        Exposed::Pods { namespaces: self.namespaces.clone(), labels: self.labels.clone() }
    }

    /// Whether a pod of which only this is known fits another selector.
    pub(crate) fn fits(&self, other: &Stranger) -> Tri {
        let covers = |wide: &str, narrow: &str| wide.is_empty() || wide == narrow;
        let namespaces = match (&other.namespaces, &self.namespaces) {
            (Namespaces::Named(a), Namespaces::Named(b)) if a != b => return Tri::No,
            (Namespaces::Named(_), Namespaces::Named(_)) => true,
            (Namespaces::Matching(wide), Namespaces::Matching(narrow)) => covers(wide, narrow),
            (Namespaces::Matching(wide), Namespaces::Named(_)) => wide.is_empty(),
            (Namespaces::Named(_), Namespaces::Matching(_)) => false,
        };
        if namespaces && covers(&other.labels, &self.labels) { Tri::Yes } else { Tri::Maybe }
    }
}

/// The one namespace that a selector names by the label every namespace has.
fn only_name(selector: &LabelSelector) -> Option<&str> {
    match (selector.match_labels.as_slice(), selector.match_expressions.as_slice()) {
        ([(key, value)], []) if &**key == "kubernetes.io/metadata.name" => Some(&value.value),
        _ => None,
    }
}

/// A selector as `kubectl -l` takes it.
fn notation(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().map(|(key, value)| format!("{key}={}", value.value));
    let expressions = selector.match_expressions.iter().map(|requirement| {
        let (key, values) = (&requirement.key, requirement.values.join(","));
        match requirement.operator {
            Operator::In => format!("{key} in ({values})"),
            Operator::NotIn => format!("{key} notin ({values})"),
            Operator::Exists => key.to_string(),
            Operator::DoesNotExist => format!("!{key}"),
        }
    });
    let mut parts: Vec<String> = labels.chain(expressions).collect();
    parts.sort();
    parts.join(",")
}
