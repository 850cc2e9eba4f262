//! Everybody who has labels: the pods of every workload, their namespaces and their named ports, and which of them a selector
//! selects.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::{Container, ContainerRole, Inventory, Labels, Protocol, Workload, WorkloadKind};

use crate::bits::Bits;
use crate::given;
use crate::labels::{LabelIndex, Selected, Value};
use crate::policy::{Scope, Selects};

/// The label that the API server gives every namespace (kubernetes.io, "Automatic labelling").
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// A named port of a pod.
pub(crate) type NamedPort<'a> = (&'a str, Protocol, u16);

/// A pod that the inventory does not hold and that a question is about all the same: the cluster's DNS, an ingress controller.
/// It takes part in questions by name, and stays out of listings, differences and exposure.
#[derive(Clone, Debug)]
pub struct ImaginedPod {
    /// Its namespace. Of that, the labels are known where the inventory holds the Namespace; else only its name is.
    pub namespace: Box<str>,
    /// What a person calls it.
    pub name: Box<str>,
    /// Its labels.
    pub labels: Labels,
    /// Its named ports.
    pub ports: Vec<(Box<str>, Protocol, u16)>,
}

/// The pods of a template, or a bare pod.
pub(crate) struct Unit<'a> {
    /// `None` for an imagined pod.
    pub(crate) workload: Option<&'a Workload>,
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
    pub(crate) labels: &'a Labels,
    pub(crate) host_network: bool,
    pub(crate) named_ports: Vec<NamedPort<'a>>,
}

/// All pods that the inventory knows of. A `PodTemplate` object runs nothing and is left out.
pub(crate) struct Pods<'a> {
    pub(crate) units: Vec<Unit<'a>>,
    by_label: LabelIndex<'a>,
    namespaces: Vec<&'a str>,
    namespace_labels: LabelIndex<'a>,
    in_namespace: Vec<Bits>,
    port_names: HashSet<&'a str>,
}

impl<'a> Pods<'a> {
    pub(crate) fn new(inventory: &'a Inventory, imagined: &'a [ImaginedPod]) -> Pods<'a> {
        let runs = inventory.workloads.iter().filter(|workload| runs(inventory, workload));
        let units: Vec<Unit<'a>> = runs.map(Unit::new).chain(imagined.iter().map(Unit::imagined)).collect();
        // A namespace that only objects name exists as well.
        let mut labels_of: BTreeMap<&str, Option<&Labels>> = BTreeMap::new();
        for unit in &units {
            labels_of.entry(unit.namespace).or_default();
        }
        for namespace in &inventory.namespaces {
            labels_of.insert(&namespace.meta.name.value, Some(&namespace.meta.labels));
        }
        let namespaces: Vec<&str> = labels_of.keys().copied().collect();
        let positions: HashMap<&str, usize> = namespaces.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut in_namespace = vec![Bits::none(units.len()); namespaces.len()];
        for (at, unit) in units.iter().enumerate() {
            in_namespace[positions[unit.namespace]].insert(at);
        }
        let namespace_labels = LabelIndex::new(labels_of.iter().map(|(name, labels)| {
            let written = labels.iter().flat_map(|labels| pairs(labels)).filter(|(key, _)| *key != NAME_LABEL);
            // Of a namespace whose object is not here, only the name is known.
            (std::iter::once((NAME_LABEL, Value::Is((*name).into()))).chain(written), labels.is_none())
        }));
        let by_label = LabelIndex::new(units.iter().map(|unit| {
            let given = unit.workload.map(given::labels).unwrap_or_default();
            (given.into_iter().chain(pairs(unit.labels)), unit.workload.is_some_and(given::may_have_others))
        }));
        let port_names = units.iter().flat_map(|unit| unit.named_ports.iter().map(|port| port.0)).collect();
        Pods { units, by_label, namespaces, namespace_labels, in_namespace, port_names }
    }

    pub(crate) fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether any pod has a port of this name.
    pub(crate) fn knows_port_name(&self, name: &str) -> bool {
        self.port_names.contains(name)
    }

    /// The pods of the namespaces of a scope that have the labels asked for.
    pub(crate) fn select(&self, scope: &Scope, pods: Option<&model::LabelSelector>) -> Selected {
        let mut found = match scope {
            Scope::Own(namespace) => Selected::exactly(self.of_namespace(namespace)),
            Scope::Select(selector) if selector.is_empty() => Selected::exactly(Bits::all(self.len())),
            Scope::Select(selector) => {
                let namespaces = self.namespace_labels.select(selector);
                Selected {
                    surely: self.of_namespaces(&namespaces.surely),
                    maybe: self.of_namespaces(&namespaces.maybe),
                }
            }
        };
        if let Some(selector) = pods.filter(|selector| !selector.is_empty()) {
            found.and(&self.by_label.select(selector));
        }
        found
    }

    /// The pods of a namespace that have every one of these labels.
    pub(crate) fn with_labels<'l>(&self, namespace: &str, labels: impl Iterator<Item = (&'l str, &'l str)>) -> Bits {
        let mut found = self.of_namespace(namespace);
        found.and(&self.by_label.having(labels));
        found
    }

    /// The pods that a policy selects or might select.
    pub(crate) fn selected(&self, selects: &Selects) -> Selected {
        match selects {
            Selects::Pods { scope, pods } => self.select(scope, pods.as_ref()),
            Selects::Perhaps(Some(namespace)) => Selected::exactly(self.of_namespace(namespace)),
            Selects::Perhaps(None) => Selected::exactly(Bits::all(self.len())),
        }
    }

    /// The pods in the host's network.
    pub(crate) fn in_host_network(&self) -> Bits {
        let mut found = Bits::none(self.len());
        self.units.iter().enumerate().filter(|(_, unit)| unit.host_network).for_each(|(at, _)| found.insert(at));
        found
    }

    fn of_namespaces(&self, namespaces: &Bits) -> Bits {
        let mut found = Bits::none(self.len());
        namespaces.iter().for_each(|it| found.or(&self.in_namespace[it]));
        found
    }

    fn of_namespace(&self, namespace: &str) -> Bits {
        match self.namespaces.binary_search(&namespace) {
            Ok(at) => self.in_namespace[at].clone(),
            Err(_) => Bits::none(self.len()),
        }
    }
}

/// Whether pods run of it. A pod that has ended has no address any more, and policies pass over it (kubernetes.io, "Pod Lifecycle").
fn runs(inventory: &Inventory, workload: &Workload) -> bool {
    let has_ended = || {
        let status = inventory.documents.node(workload.meta.place).get("status");
        status.and_then(|it| it.get("phase")?.text()).is_some_and(|it| matches!(it, "Succeeded" | "Failed"))
    };
    match workload.kind {
        WorkloadKind::PodTemplate => false,
        WorkloadKind::Pod => !has_ended(),
        _ => true,
    }
}

fn pairs(labels: &Labels) -> impl Iterator<Item = (&str, Value<'_>)> {
    labels.0.iter().map(|(key, value)| (&**key, Value::Is((&**value).into())))
}

impl<'a> Unit<'a> {
    fn new(workload: &'a Workload) -> Unit<'a> {
        let spec = &workload.pod.spec;
        let mut named_ports: Vec<NamedPort<'a>> = Vec::new();
        // In the order in which Kubernetes' own `FindPort` looks: containers, then init containers that stay (sidecars).
        let regular = spec.containers_of(ContainerRole::Regular);
        let sidecars = spec.containers_of(ContainerRole::Init).filter(|container| is_sidecar(container));
        for port in regular.chain(sidecars).flat_map(|container| &container.ports) {
            let (Some(name), Some(number)) = (&port.name, &port.container_port) else { continue };
            let Ok(number) = u16::try_from(number.value) else { continue };
            let known =
                named_ports.iter().any(|(other, protocol, _)| **other == *name.value && *protocol == port.protocol);
            if number > 0 && !known {
                named_ports.push((&name.value, port.protocol, number));
            }
        }
        Unit {
            workload: Some(workload),
            namespace: &workload.meta.namespace,
            name: &workload.meta.name.value,
            labels: &workload.pod.labels,
            host_network: spec.host_network.is_some_and(|it| it.value),
            named_ports,
        }
    }

    fn imagined(pod: &'a ImaginedPod) -> Unit<'a> {
        let ports = pod.ports.iter().map(|(name, protocol, number)| (&**name, *protocol, *number));
        Unit {
            workload: None,
            namespace: &pod.namespace,
            name: &pod.name,
            labels: &pod.labels,
            host_network: false,
            named_ports: ports.collect(),
        }
    }

    /// The number of a named port.
    pub(crate) fn port(&self, name: &str, protocol: Protocol) -> Option<u16> {
        self.named_ports.iter().find(|port| port.0 == name && port.1 == protocol).map(|port| port.2)
    }
}

fn is_sidecar(container: &Container) -> bool {
    container.restart_policy.as_ref().is_some_and(|policy| &*policy.value == "Always")
}
