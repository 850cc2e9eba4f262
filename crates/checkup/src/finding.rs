//! How what was found becomes a finding.

use findings::{About, Finding, Resource, fingerprint};
use lang::Text;
use model::{Config, Documents, Inventory, Place};

/// A finding in one environment. Its name is the rule's, the structural place's and the environment's: no value takes part.
pub(crate) fn found(
    rule: &'static About,
    environment: &str,
    documents: &Documents,
    resource: Option<Resource>,
    place: Place,
    message: Text,
) -> Finding {
    let print = fingerprint::of_place(rule.id, resource.as_ref(), documents, place);
    let mut finding = Finding::of(rule, documents.location(place), message, fingerprint::within(environment, &print));
    finding.place = Some(place);
    finding.resource = resource;
    finding.environments = vec![environment.to_owned()];
    finding
}

/// The Secret of a finding.
pub(crate) fn of_config(config: &Config) -> Resource {
    Resource {
        kind: config.meta.kind.to_string(),
        namespace: config.meta.namespace.to_string(),
        name: config.meta.name.value.to_string(),
    }
}

/// The object that a place stands in, where it is a workload or holds configuration.
pub(crate) fn around(inventory: &Inventory, place: Place) -> Option<Resource> {
    let workloads = inventory.workloads.iter().map(|it| &it.meta);
    let metas = workloads.chain(inventory.configs.iter().map(|it| &it.meta));
    let holds = |it: &&model::Meta| it.place.doc == place.doc && it.place.node <= place.node;
    metas.filter(holds).max_by_key(|it| it.place.node).map(|it| Resource {
        kind: it.kind.to_string(),
        namespace: it.namespace.to_string(),
        name: it.name.value.to_string(),
    })
}
