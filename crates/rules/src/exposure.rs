//! Doors: what a Service or a route lets in from outside the cluster, and to which port of which pods.

use std::collections::HashMap;

use dify::Component;
use dify::flow::{NEVER, Peer};
use lang::text;
use model::{Meta, Place, Service, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::subject::Subject;
use findings::Finding;

/// How the outside gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DoorKind {
    /// On a port of every node.
    NodePort,
    /// Through a load balancer of its own.
    LoadBalancer,
    /// Through an Ingress or a route of the Gateway API.
    Route,
}

/// A way from outside to a port of a pod.
pub(crate) struct Door<'a> {
    pub(crate) kind: DoorKind,
    /// The Service or the route.
    pub(crate) meta: &'a Meta,
    /// What makes it a door: the type of the Service, or the backend of the route.
    pub(crate) place: Place,
    /// The port of the Service, or the backend of the route.
    pub(crate) port_place: Place,
    /// Where it leads.
    pub(crate) workload: &'a Workload,
    /// The port of the pod, where it is a number in the end.
    pub(crate) port: Option<u16>,
    /// The path of a route; `/` for what knows no paths.
    pub(crate) path: &'a str,
}

impl Door<'_> {
    /// Whether every path, or at least everything below `prefix`, comes through.
    pub(crate) fn lets_by(&self, prefix: &str) -> bool {
        is_catch_all(self.path) || self.path.starts_with(prefix)
    }
}

/// `/`, and what the controllers with patterns write for it: `/*`, `/(.*)`, `/()(.*)`.
pub(crate) fn is_catch_all(path: &str) -> bool {
    path.trim_start_matches('^').bytes().all(|it| b"/*.()$?|".contains(&it))
}

/// Every door to a workload of the input.
pub(crate) fn doors<'a>(facts: &Facts<'a>) -> Vec<Door<'a>> {
    let mut doors = Vec::new();
    for service in &facts.inventory.services {
        let Some(kind) = kind_of(service) else { continue };
        let place = service.service_type.as_ref().map_or(service.meta.name.place, |it| it.place);
        for behind in facts.wires().network().behind(service, None) {
            let (meta, port_place, workload) = (&service.meta, behind.port.place, behind.workload);
            doors.push(Door { kind, meta, place, port_place, workload, port: behind.number, path: "/" });
        }
    }
    let services = by_name(facts);
    for route in &facts.inventory.routes {
        for backend in &route.backends {
            let namespace = backend.namespace.as_deref().unwrap_or(&route.meta.namespace);
            let Some(service) = services.get(&(namespace, &*backend.service.value)) else { continue };
            let (meta, path, place) = (&route.meta, &*backend.path, backend.service.place);
            let network = facts.wires().network();
            let ports = network.behind(service, backend.port.as_ref());
            // A route may name a port that the Service does not have: it leads there all the same, once somebody adds it.
            let leads = |workload| match ports.iter().find(|it| std::ptr::eq(it.workload, workload)) {
                Some(behind) => behind.number,
                None => None,
            };
            for workload in network.led_to_by(service) {
                let port = leads(workload);
                doors.push(Door { kind: DoorKind::Route, meta, place, port_place: place, workload, port, path });
            }
        }
    }
    doors
}

/// How many objects could be a door.
pub(crate) fn n_candidates(facts: &Facts<'_>) -> usize {
    facts.inventory.services.len() + facts.inventory.routes.len()
}

/// Services by namespace and name.
fn by_name<'a>(facts: &Facts<'a>) -> HashMap<(&'a str, &'a str), &'a Service> {
    facts.inventory.services.iter().map(|it| ((&*it.meta.namespace, &*it.meta.name.value), it)).collect()
}

/// How a Service lets the outside in, if it does. A load balancer inside of the company is no door to the outside.
pub(crate) fn kind_of(service: &Service) -> Option<DoorKind> {
    match service.service_type.as_ref().map(|it| &*it.value) {
        Some("NodePort") => Some(DoorKind::NodePort),
        Some("LoadBalancer") if !is_internal(service) => Some(DoorKind::LoadBalancer),
        _ => None,
    }
}

fn is_internal(service: &Service) -> bool {
    service.meta.annotations.iter().any(|(key, value)| {
        let value = value.value.expose();
        let switched = key.ends_with("load-balancer-internal") || key.ends_with("load-balancer-internal-only");
        let typed = key.ends_with("load-balancer-type") || key.ends_with("load-balancer-scheme");
        (switched && !value.eq_ignore_ascii_case("false")) || (typed && value.eq_ignore_ascii_case("internal"))
    })
}

/// Reports that a door leads to a component.
pub(crate) fn report<'f>(findings: &'f mut Findings<'_>, door: &Door<'_>, component: Component) -> &'f mut Finding {
    let (kind, name) = (&door.meta.kind, &door.meta.name.value);
    findings.report(
        Subject::Of(door.meta, component),
        door.place,
        text!(
            "{kind} `{name}` opens {component} to the outside",
            "{kind} `{name}` が {component} を外部に公開しています"
        ),
    )
}

/// Whether nothing outside may reach the component, not even through the ingress. Stores have a rule of their own.
pub(crate) fn is_internal_part(component: Component) -> bool {
    let never = || NEVER.iter().any(|it| it.from == Peer::Ingress && it.to.is(component));
    !component.is_store() && (never() || component.is_outlet())
}

/// The number of a port of the catalogue by its short name.
pub(crate) fn known_port(component: Component, name: &str) -> Option<u16> {
    dify::ports(component).iter().find(|it| it.name == name).map(|it| it.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_catch_all() {
        for path in ["/", "", "/*", "/(.*)", "/()(.*)", "^/(.*)$", "/.*"] {
            assert!(is_catch_all(path), "{path}");
        }
        for path in ["/api", "/v1/", "/(api|v1)(.*)"] {
            assert!(!is_catch_all(path), "{path}");
        }
    }

    #[test]
    fn the_catalogue_knows_the_ports() {
        assert_eq!(known_port(Component::PluginDaemon, "debug"), Some(5003));
        assert!(is_internal_part(Component::Sandbox) && is_internal_part(Component::AgentSsrfProxy));
        assert!(!is_internal_part(Component::Api) && !is_internal_part(Component::Redis));
    }
}
