//! RBAC and service accounts.

use model::written::{Binding, Role, ServiceAccount};
use model::{PolicyVerbs, Subject};
use yaml::Ref;

use super::Decoder;

impl<'a> Decoder<'a, '_> {
    pub(super) fn role(&mut self, object: Ref<'a>) -> Role {
        let rules: Vec<_> = self.list(object, "rules").collect();
        let rules = rules
            .into_iter()
            .map(|rule| PolicyVerbs {
                place: self.place(rule),
                verbs: self.strings(rule, "verbs"),
                api_groups: self.strings(rule, "apiGroups"),
                resources: self.strings(rule, "resources"),
                resource_names: self.strings(rule, "resourceNames"),
                non_resource_urls: self.strings(rule, "nonResourceURLs"),
            })
            .collect();
        let aggregation = object.get("aggregationRule");
        let selectors: Vec<_> = aggregation.into_iter().flat_map(|it| self.list(it, "clusterRoleSelectors")).collect();
        let gathers = selectors.into_iter().map(|it| self.label_selector(it)).collect();
        Role { rules, aggregated: aggregation.is_some(), gathers }
    }

    pub(super) fn binding(&mut self, object: Ref<'a>) -> Binding {
        let role = object.get("roleRef");
        let role_name = role.and_then(|it| self.string(it, "name"));
        let subjects: Vec<_> = self.list(object, "subjects").collect();
        Binding {
            role_kind: role.and_then(|it| it.get("kind")).and_then(Ref::text).unwrap_or("").into(),
            role_name: role_name.unwrap_or_else(|| self.located("".into(), object)),
            subjects: subjects.into_iter().filter_map(|it| self.subject(it)).collect(),
        }
    }

    fn subject(&mut self, node: Ref<'a>) -> Option<Subject> {
        Some(Subject {
            place: self.place(node),
            kind: self.string(node, "kind")?.value,
            namespace: self.string(node, "namespace").map(|it| it.value),
            name: self.string(node, "name")?,
        })
    }

    pub(super) fn service_account(&mut self, object: Ref<'a>) -> ServiceAccount {
        ServiceAccount { automount: self.bool(object, "automountServiceAccountToken") }
    }
}
