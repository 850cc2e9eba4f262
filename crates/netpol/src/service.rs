//! Services and entry points: which pods they lead to, and on which of their ports.

use std::collections::HashMap;

use model::{IntOrString, Route, Service, ServicePort};

use crate::bits::Bits;
use crate::network::Network;
use crate::pods::Unit;
use crate::{ConnSet, PortSet};

/// A pod behind a Service, by unit, and its ports that the Service leads to.
pub(crate) type Target = (u32, ConnSet);

/// Which ports of a Service are meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted<'q> {
    All,
    Port(&'q IntOrString),
    Number(model::Protocol, u16),
}

impl<'a> Network<'a> {
    /// The pods that a Service selects, with their ports. A target port by name is looked up on each pod
    /// (v1 API documentation of `targetPort`).
    pub(crate) fn targets(&self, service: &Service, wanted: Wanted<'_>) -> Vec<Target> {
        let mut found = Vec::new();
        for at in self.selected_units(service).iter() {
            let unit = &self.pods.units[at];
            let mut ports = ConnSet::empty();
            for port in service.ports.iter().filter(|port| is_wanted(service, port, wanted)) {
                if let Some(number) = pod_port(unit, port) {
                    ports = ports.union(&ConnSet::of(port.protocol, PortSet::point(number)));
                }
            }
            if service.headless
                && let Wanted::Number(protocol, number) = wanted
            {
                // The name resolves to the pods themselves: no port is translated.
                ports = ConnSet::of(protocol, PortSet::point(number));
            }
            found.push((at as u32, ports));
        }
        found
    }

    fn selected_units(&self, service: &Service) -> Bits {
        let Some(selector) = &service.selector else { return Bits::none(self.pods.len()) };
        let pairs = selector.iter().map(|(key, value)| (&**key, &**value));
        self.pods.with_labels(&service.meta.namespace, pairs)
    }

    /// The pods that a Service selects.
    pub(crate) fn selected(&self, service: &Service) -> impl Iterator<Item = &Unit<'a>> {
        let units: Vec<usize> = self.selected_units(service).iter().collect();
        units.into_iter().map(|at| &self.pods.units[at])
    }

    /// The pods and ports that Ingresses and routes lead to.
    pub(crate) fn entries(&self) -> Vec<Target> {
        let services: HashMap<(&str, &str), &Service> =
            self.inventory.services.iter().map(|it| ((&*it.meta.namespace, &*it.meta.name.value), it)).collect();
        let mut found: HashMap<u32, ConnSet> = HashMap::new();
        for route in &self.inventory.routes {
            for (service, port) in backends(route, &services) {
                let wanted = port.map_or(Wanted::All, Wanted::Port);
                for (unit, ports) in self.targets(service, wanted) {
                    let all = found.entry(unit).or_default();
                    *all = all.union(&ports);
                }
            }
        }
        let mut found: Vec<Target> = found.into_iter().filter(|(_, ports)| !ports.is_empty()).collect();
        found.sort_unstable();
        found
    }
}

fn backends<'r>(
    route: &'r Route,
    services: &'r HashMap<(&str, &str), &'r Service>,
) -> impl Iterator<Item = (&'r Service, Option<&'r IntOrString>)> {
    route.backends.iter().filter_map(|backend| {
        let namespace = backend.namespace.as_deref().unwrap_or(&route.meta.namespace);
        let service = services.get(&(namespace, &*backend.service.value))?;
        Some((*service, backend.port.as_ref()))
    })
}

/// The port of a pod that a port of a Service leads to.
pub(crate) fn pod_port(unit: &Unit<'_>, port: &ServicePort) -> Option<u16> {
    let found = match port.target.as_ref().map(|it| &it.value) {
        Some(IntOrString::Name(name)) => unit.port(name, port.protocol),
        Some(IntOrString::Int(number)) => u16::try_from(*number).ok(),
        None => number(port),
    };
    found.filter(|number| *number > 0)
}

fn number(port: &ServicePort) -> Option<u16> {
    port.port.as_ref().and_then(|port| u16::try_from(port.value).ok())
}

pub(crate) fn is_wanted(service: &Service, port: &ServicePort, wanted: Wanted<'_>) -> bool {
    match wanted {
        Wanted::All => true,
        Wanted::Port(IntOrString::Int(wanted)) => port.port.as_ref().is_some_and(|port| port.value == *wanted),
        Wanted::Port(IntOrString::Name(wanted)) => {
            port.name.as_ref().is_some_and(|name| name.value == *wanted)
                || service.ports.len() == 1 && port.name.is_none()
        }
        Wanted::Number(protocol, wanted) => port.protocol == protocol && number(port) == Some(wanted),
    }
}
