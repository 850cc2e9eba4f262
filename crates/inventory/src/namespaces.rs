//! Which namespace an object is judged in when it names none.
//!
//! `kubectl` and Helm put it where they are told to; a file alone cannot say. In order: what the person says; for Helm's output
//! the one namespace that other objects of the same text name (sub-charts often write it, the main chart does not), or, where
//! none names any, the one in which the text says its own Services are (`weaviate.dify.svc`); `default`, as `kubectl` does.

use std::collections::{BTreeSet, HashMap};

use model::{EnvSource, Inventory, Meta, OriginId};

/// Kinds without a namespace, of the groups that are met here.
const CLUSTER_SCOPED: &[&str] = &[
    "AdminNetworkPolicy",
    "APIService",
    "BaselineAdminNetworkPolicy",
    "CertificateSigningRequest",
    "ClusterExternalSecret",
    "ClusterIssuer",
    "ClusterNetworkPolicy",
    "ClusterPolicy",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "CustomResourceDefinition",
    "EncryptionConfiguration",
    "GatewayClass",
    "GlobalNetworkPolicy",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "CiliumClusterwideNetworkPolicy",
];

pub(crate) fn settle(inventory: &mut Inventory, told: Option<&str>) {
    let by_origin = if told.is_some() { HashMap::new() } else { helm_namespaces(inventory) };
    let origins: Vec<OriginId> =
        inventory.documents.ids().map(|doc| inventory.documents.document(doc).origin).collect();
    let helm: Vec<bool> =
        inventory.documents.ids().map(|doc| inventory.documents.document(doc).helm_source.is_some()).collect();
    for meta in inventory.metas_mut() {
        if is_cluster_scoped(meta) {
            meta.namespace = "".into();
            continue;
        }
        let doc = meta.place.doc.0 as usize;
        let inferred = || {
            let rendered = helm[doc] || is_helm(meta);
            rendered.then(|| by_origin.get(&origins[doc]).map(|name| &**name)).flatten()
        };
        let name = match &meta.namespace_written {
            Some(written) => &*written.value,
            None => told.or_else(inferred).unwrap_or("default"),
        };
        meta.namespace = name.into();
    }
    settle_subjects(inventory);
}

/// A service account that a binding names without a namespace is the binding's own.
fn settle_subjects(inventory: &mut Inventory) {
    for binding in &mut inventory.bindings {
        let own = binding.meta.namespace.clone();
        for subject in &mut binding.subjects {
            if &*subject.kind == "ServiceAccount" && subject.namespace.is_none() && !own.is_empty() {
                subject.namespace = Some(own.clone());
            }
        }
    }
}

fn is_cluster_scoped(meta: &Meta) -> bool {
    CLUSTER_SCOPED.contains(&&*meta.kind)
}

fn is_helm(meta: &Meta) -> bool {
    meta.labels.get("app.kubernetes.io/managed-by") == Some("Helm") || meta.labels.get("helm.sh/chart").is_some()
}

fn helm_namespaces(inventory: &mut Inventory) -> HashMap<OriginId, Box<str>> {
    let origins: Vec<(OriginId, bool)> = inventory
        .documents
        .ids()
        .map(|doc| inventory.documents.document(doc))
        .map(|document| (document.origin, document.helm_source.is_some()))
        .collect();
    let mut named: HashMap<OriginId, BTreeSet<Box<str>>> = HashMap::new();
    for meta in inventory.metas_mut() {
        let (origin, rendered) = origins[meta.place.doc.0 as usize];
        if let Some(written) = &meta.namespace_written
            && (rendered || is_helm(meta))
            && !is_cluster_scoped(meta)
        {
            named.entry(origin).or_default().insert(written.value.clone());
        }
    }
    for (origin, names) in addressed(inventory, &origins) {
        named.entry(origin).or_insert(names);
    }
    named.retain(|_, names| names.len() == 1);
    named.into_iter().filter_map(|(origin, mut names)| Some((origin, names.pop_first()?))).collect()
}

/// The namespaces in which Helm's texts say that Services of theirs are, text by text.
fn addressed(inventory: &Inventory, origins: &[(OriginId, bool)]) -> HashMap<OriginId, BTreeSet<Box<str>>> {
    let mut found: HashMap<OriginId, BTreeSet<Box<str>>> = HashMap::new();
    let services: BTreeSet<&str> = inventory.services.iter().map(|it| &**it.meta.name).collect();
    let literals = inventory.workloads.iter().flat_map(|it| &it.pod.spec.containers).flat_map(|it| &it.env);
    let literals = literals.filter_map(|it| match &it.source {
        EnvSource::Literal(value) => Some(value),
        _ => None,
    });
    let entries = inventory.configs.iter().flat_map(|it| &it.entries).map(|it| &it.value);
    for value in literals.chain(entries) {
        let (origin, rendered) = origins[value.place.doc.0 as usize];
        if rendered {
            let names = value.value.expose().match_indices(".svc").filter_map(|(at, _)| home(value.value.expose(), at));
            let own = names.filter(|(service, _)| services.contains(service));
            found.entry(origin).or_default().extend(own.map(|(_, namespace)| Box::from(namespace)));
        }
    }
    found.retain(|_, names| !names.is_empty());
    found
}

/// Service and namespace in front of a `.svc`.
fn home(text: &str, at: usize) -> Option<(&str, &str)> {
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let namespace = text[..at].rsplit(|c| !is_label(c)).next()?;
    let before = text[..at].strip_suffix(namespace)?.strip_suffix('.')?;
    let service = before.rsplit(|c| !is_label(c)).next()?;
    (!service.is_empty() && !namespace.is_empty()).then_some((service, namespace))
}
