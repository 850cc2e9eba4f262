//! One entry of a role, and whether it allows what is asked.

use model::{Located, Place, PolicyVerbs};

use crate::question::{Question, What};

/// One entry of a role: of the input, or of a role that Kubernetes brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry<'a> {
    /// `verbs`.
    pub verbs: Vec<&'a str>,
    /// `apiGroups`.
    pub groups: Vec<&'a str>,
    /// `resources`.
    pub resources: Vec<&'a str>,
    /// `resourceNames`; empty means every name.
    pub names: Vec<&'a str>,
    /// `nonResourceURLs`.
    pub paths: Vec<&'a str>,
    /// Where it stands; `None` for an entry that Kubernetes brings.
    pub place: Option<Place>,
}

impl<'a> Entry<'a> {
    /// An entry of the input.
    #[must_use]
    pub fn of(written: &'a PolicyVerbs) -> Entry<'a> {
        fn texts(list: &[Located<Box<str>>]) -> Vec<&str> {
            list.iter().map(|it| &*it.value).collect()
        }
        Entry {
            verbs: texts(&written.verbs),
            groups: texts(&written.api_groups),
            resources: texts(&written.resources),
            names: texts(&written.resource_names),
            paths: texts(&written.non_resource_urls),
            place: Some(written.place),
        }
    }

    /// Whether it allows what is asked: `RuleAllows`.
    #[must_use]
    pub fn allows(&self, question: &Question) -> bool {
        let has = |list: &[&str], wanted: &str| list.iter().any(|it| *it == "*" || *it == wanted);
        if !has(&self.verbs, &question.verb) {
            return false;
        }
        match &question.what {
            What::Resource { group, resource, subresource, name, .. } => {
                has(&self.groups, group)
                    && self.resources.iter().any(|it| covers(it, resource, subresource))
                    && (self.names.is_empty() || self.names.contains(&name.as_str()))
            }
            What::Path(path) => self
                .paths
                .iter()
                .any(|it| *it == "*" || *it == path || it.strip_suffix('*').is_some_and(|head| path.starts_with(head))),
        }
    }
}

/// Whether a resource as written in a role covers a resource or subresource: `ResourceMatches`. `*/*` covers nothing.
fn covers(written: &str, resource: &str, subresource: &str) -> bool {
    if written == "*" {
        return true;
    }
    if subresource.is_empty() {
        return written == resource;
    }
    let exact = written.split_once('/') == Some((resource, subresource));
    exact || written.strip_prefix("*/") == Some(subresource)
}
