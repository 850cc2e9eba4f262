//! What is asked: a verb on a resource, or on a path of the API server that is no resource.

use lang::{Text, text};

use crate::resources;

/// A question about rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The verb: `get`, `create`, `escalate`, ...
    pub verb: String,
    /// What it would be done to.
    pub what: What,
}

/// What a right is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Objects.
    Resource {
        /// The API group; empty for the core group.
        group: String,
        /// The plural name.
        resource: String,
        /// The subresource, or empty.
        subresource: String,
        /// The name of the one object; empty for all.
        name: String,
        /// Whether the objects are of namespaces; `None` where the resource is not known here.
        namespaced: Option<bool>,
    },
    /// A path such as `/metrics`.
    Path(String),
}

impl Question {
    /// Reads `VERB RESOURCE[.GROUP][/NAME]` with a subresource beside it, or `VERB /path`.
    ///
    /// Without a group the resource must be one of Kubernetes' own, as `kubectl` finds it by discovery.
    ///
    /// # Errors
    /// What cannot be read, and what to write instead.
    pub fn parse(verb: &str, written: &str, subresource: Option<&str>) -> Result<Question, Text> {
        let verb = verb.to_owned();
        if written.starts_with('/') {
            return Ok(Question { verb, what: What::Path(written.to_owned()) });
        }
        let (resource, name) = written.split_once('/').unwrap_or((written, ""));
        let (resource, group) = resource.split_once('.').map_or((resource, None), |(a, b)| (a, Some(b)));
        if resource.is_empty() || name.contains('/') {
            return Err(text!(
                "`{written}` cannot be read: write RESOURCE, RESOURCE.GROUP or RESOURCE/NAME",
                "`{written}` を読めません。リソース、リソース.グループ、リソース/名前 のいずれかで書いてください"
            ));
        }
        let known = resources::find(resource, group);
        let group = match (group, known) {
            (Some(group), _) => group,
            (None, Some(known)) => known.group,
            (None, None) if resource == "*" => "*",
            (None, None) => {
                return Err(match resources::plural_of(resource) {
                    Some(plural) => text!(
                        "`{resource}` is no resource; did you mean `{plural}`?",
                        "`{resource}` というリソースはありません。`{plural}` のことですか?"
                    ),
                    None => text!(
                        "`{resource}` is no resource of Kubernetes: write the plural, and the group behind a dot (`certificates.cert-manager.io`)",
                        "`{resource}` という Kubernetes のリソースはありません。複数形で、グループがあればドットに続けて書いてください(`certificates.cert-manager.io`)"
                    ),
                });
            }
        };
        let subresource = subresource.unwrap_or("").to_owned();
        // A name is not known when an object is made, and many are deleted without one: no `resourceNames` can apply.
        let nameless = subresource.is_empty() && matches!(verb.as_str(), "create" | "deletecollection");
        let name = if nameless { String::new() } else { name.to_owned() };
        let namespaced = known.map(|it| it.namespaced);
        let (group, resource) = (group.to_owned(), resource.to_owned());
        Ok(Question { verb, what: What::Resource { group, resource, subresource, name, namespaced } })
    }

    /// Where a RoleBinding must stand to give it.
    #[must_use]
    pub fn scope<'q>(&'q self, asked: Option<&'q str>) -> Scope<'q> {
        match &self.what {
            // The API server takes the name of a Namespace for the namespace of the request.
            What::Resource { group, resource, name, .. }
                if group.is_empty() && resource == "namespaces" && !name.is_empty() =>
            {
                Scope::Namespace(name)
            }
            // Whoever makes a RoleBinding to a ClusterRole is asked for `bind` in the namespace of the binding.
            What::Resource { resource, .. } if resource == "clusterroles" && self.verb == "bind" => {
                asked.map_or(Scope::Any, Scope::Namespace)
            }
            What::Resource { namespaced: Some(false), .. } | What::Path(_) => Scope::Cluster,
            What::Resource { .. } => asked.map_or(Scope::Any, Scope::Namespace),
        }
    }
}

/// Where a right is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'q> {
    /// For the cluster: paths and resources of the cluster are given by ClusterRoleBindings alone.
    Cluster,
    /// In one namespace.
    Namespace(&'q str),
    /// In any namespace.
    Any,
}

impl Scope<'_> {
    /// Whether a RoleBinding of a namespace counts.
    #[must_use]
    pub fn holds_in(self, namespace: &str) -> bool {
        match self {
            Scope::Cluster => false,
            Scope::Namespace(asked) => asked == namespace,
            Scope::Any => true,
        }
    }
}
