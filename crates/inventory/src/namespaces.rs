//! Which namespace an object is judged in when it names none.
//!
//! `kubectl` and Helm put it where they are told to; a file alone cannot say. In order: what the person says; for Helm's output
//! the one namespace that other objects of the same text name (sub-charts often write it, the main chart does not), or, where
//! none names any, the one in which the text says its own Services are (`weaviate.dify.svc`); `default`, as `kubectl` does.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use model::written::{Body, Decoded, Home};
use model::{Document, EnvSource, Found, Head, NamespaceHints, Opaque, OriginId, Parsed};

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

/// What an object itself says of its namespace.
pub(crate) fn home(head: &Head) -> Home {
    if CLUSTER_SCOPED.contains(&&*head.kind) {
        Home::Cluster
    } else if head.namespace_written.is_some() {
        Home::Written
    } else if is_helm(head) {
        Home::Helm
    } else {
        Home::Silent
    }
}

fn is_helm(head: &Head) -> bool {
    head.labels.get("app.kubernetes.io/managed-by") == Some("Helm") || head.labels.get("helm.sh/chart").is_some()
}

/// What a document says of the namespace that it is for.
pub(crate) fn hints(document: &Document, found: &Found) -> NamespaceHints {
    let mut hints = NamespaceHints::default();
    let rendered = document.helm_source.is_some();
    for object in &found.objects {
        if object.home == Home::Written && (rendered || is_helm(&object.head)) {
            hints.written.extend(object.head.namespace_written.as_ref().map(|it| it.value.clone()));
        }
        for value in values(&object.body).filter(|_| rendered) {
            let value = value.expose();
            let names = value.match_indices(".svc").filter_map(|(at, _)| addressed(value, at));
            hints.addressed.extend(names.map(|(service, namespace)| (service.into(), namespace.into())));
        }
    }
    hints
}

/// The values in which addresses of Services stand: literals of environments, entries of ConfigMaps and Secrets.
fn values(body: &Body) -> Box<dyn Iterator<Item = &Opaque> + '_> {
    match body {
        Body::Workload(it) => {
            let variables = it.pod.spec.containers.iter().flat_map(|container| &container.env);
            Box::new(variables.filter_map(|variable| match &variable.source {
                EnvSource::Literal(value) => Some(&value.value),
                _ => None,
            }))
        }
        Body::Config(it) => Box::new(it.entries.iter().map(|entry| &entry.value.value)),
        _ => Box::new(std::iter::empty()),
    }
}

/// The namespaces of all objects.
pub(crate) struct Namespaces<'a> {
    told: Option<&'a str>,
    /// For texts of Helm's.
    inferred: HashMap<OriginId, &'a str>,
    /// Every name once.
    names: HashMap<&'a str, Arc<str>>,
}

impl<'a> Namespaces<'a> {
    pub(crate) fn new(texts: &'a [Arc<Parsed>], told: Option<&'a str>) -> Namespaces<'a> {
        let services = if told.is_some() { HashSet::new() } else { services(texts) };
        let mut inferred = HashMap::new();
        for text in texts.iter().filter(|_| told.is_none()) {
            inferred.extend(one_namespace(text, &services).map(|name| (text.origin.id(), name)));
        }
        Namespaces { told, inferred, names: HashMap::new() }
    }

    /// The namespace of an object; empty for a kind without one.
    pub(crate) fn of(&mut self, text: &Parsed, document: &Document, object: &'a Decoded) -> Arc<str> {
        let written = object.head.namespace_written.as_ref();
        let rendered = document.helm_source.is_some() || object.home == Home::Helm;
        let name = match (object.home, written) {
            (Home::Cluster, _) => "",
            (_, Some(written)) => &*written.value,
            _ => {
                let inferred = || rendered.then(|| self.inferred.get(&text.origin.id()).copied()).flatten();
                self.told.or_else(inferred).unwrap_or("default")
            }
        };
        Arc::clone(self.names.entry(name).or_insert_with(|| name.into()))
    }
}

/// The names of all Services.
fn services(texts: &[Arc<Parsed>]) -> HashSet<&str> {
    let objects = texts.iter().flat_map(|text| text.documents()).flat_map(|(_, found)| &found.objects);
    objects.filter(|it| matches!(it.body, Body::Service(_))).map(|it| &**it.head.name).collect()
}

/// The one namespace that the objects of a text name, or else the one that it says its own Services are in.
fn one_namespace<'a>(text: &'a Parsed, services: &HashSet<&str>) -> Option<&'a str> {
    let hints = || text.stretches.iter().map(|it| &it.piece.hints);
    let mut names: BTreeSet<&str> = hints().flat_map(|it| &it.written).map(AsRef::as_ref).collect();
    if names.is_empty() {
        let own = hints().flat_map(|it| &it.addressed).filter(|(service, _)| services.contains(&**service));
        names = own.map(|(_, namespace)| &**namespace).collect();
    }
    names.pop_first().filter(|_| names.is_empty())
}

/// Service and namespace in front of a `.svc`.
fn addressed(text: &str, at: usize) -> Option<(&str, &str)> {
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let namespace = text[..at].rsplit(|c| !is_label(c)).next()?;
    let before = text[..at].strip_suffix(namespace)?.strip_suffix('.')?;
    let service = before.rsplit(|c| !is_label(c)).next()?;
    (!service.is_empty() && !namespace.is_empty()).then_some((service, namespace))
}
