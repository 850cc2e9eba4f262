//! Where the parts of a Dify stand, and their Services.

use std::collections::BTreeSet;

use dify::Component;
use model::{IntOrString, Inventory, Service, Workload};

use crate::address::full;

/// A Service as an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) name: String,
    pub(crate) namespace: String,
    pub(crate) port: u16,
}

impl Address {
    /// The host as a pod of a namespace writes it.
    pub(crate) fn host_from(&self, namespace: &str) -> String {
        if namespace == self.namespace { self.name.clone() } else { self.full() }
    }

    /// The host as everybody may write it.
    pub(crate) fn full(&self) -> String {
        full(&self.name, &self.namespace)
    }
}

/// The namespaces in which a Dify stands: those with an api.
pub(crate) fn homes(inventory: &Inventory) -> BTreeSet<String> {
    let apis = inventory.workloads.iter().filter(|it| it.component == Some(Component::Api));
    apis.map(|it| it.meta.namespace.to_string()).collect()
}

/// The home of a workload: its own namespace where that is one, else the only one that there is.
pub(crate) fn home_of<'h>(homes: &'h BTreeSet<String>, workload: &Workload) -> Option<&'h str> {
    let own = homes.get(&*workload.meta.namespace);
    let only = homes.iter().next().filter(|_| homes.len() == 1);
    own.or(only).map(String::as_str)
}

/// The workloads of a component.
pub(crate) fn of(inventory: &Inventory, component: Component) -> impl Iterator<Item = &Workload> {
    inventory.workloads.iter().filter(move |it| it.component == Some(component) && !it.hook)
}

/// The Service that leads to a workload's port `number`.
pub(crate) fn address(inventory: &Inventory, workload: &Workload, number: u16) -> Option<Address> {
    let namespace = &*workload.meta.namespace;
    let leads = |it: &&Service| it.selects(namespace, &workload.pod.labels) && it.external_name.is_none();
    inventory.services.iter().filter(leads).find_map(|service| {
        let port = service.ports.iter().find(|port| match port.target.as_ref().map(|it| &it.value) {
            None => port.port.is_some_and(|it| it.value == i64::from(number)),
            Some(IntOrString::Int(target)) => *target == i64::from(number),
            Some(IntOrString::Name(name)) => named(workload, name) == Some(i64::from(number)),
        })?;
        let port = u16::try_from(port.port?.value).ok()?;
        Some(Address { name: service.meta.name.to_string(), namespace: namespace.to_owned(), port })
    })
}

/// The number of a container's port of this name.
fn named(workload: &Workload, name: &str) -> Option<i64> {
    let ports = workload.pod.spec.containers.iter().flat_map(|it| &it.ports);
    let of_name = |port: &&model::ContainerPort| port.name.as_ref().is_some_and(|it| *it.value == *name);
    ports.into_iter().find(of_name)?.container_port.map(|it| it.value)
}

/// Whether it runs code of users, apart from hooks that do not stay.
pub(crate) fn is_caged(workload: &Workload) -> bool {
    workload.component.is_some_and(dify::Component::is_sandbox) && !workload.hook
}
