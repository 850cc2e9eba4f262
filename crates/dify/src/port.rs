//! Which ports a component listens on. A Service may show another number; a NetworkPolicy judges these, the Pod's.

use crate::component::Component;
use crate::known::Known;

/// The protocol of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
}

/// Whom a port is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The other components.
    Clients,
    /// The replicas of the same component.
    Peers,
    /// People: remote debugging, an administration page.
    People,
}

/// A port that a component listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Port {
    /// The number inside the Pod.
    pub number: u16,
    /// A short name, as a port of a container may have one.
    pub name: &'static str,
    /// Its protocol.
    pub protocol: Protocol,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether it is there without being configured.
    pub usual: bool,
    /// The variables that move it.
    pub moved_by: &'static [&'static str],
    /// How it is known.
    pub known: Known,
}

impl Port {
    /// The variables that move it.
    pub(crate) const fn moved_by(self, variables: &'static [&'static str]) -> Port {
        Port { moved_by: variables, ..self }
    }

    /// It is there only where somebody configured it.
    pub(crate) const fn unusual(self) -> Port {
        Port { usual: false, ..self }
    }

    pub(crate) const fn udp(self) -> Port {
        Port { protocol: Protocol::Udp, ..self }
    }
}

const fn port(number: u16, name: &'static str, audience: Audience, known: Known) -> Port {
    Port { number, name, protocol: Protocol::Tcp, audience, usual: true, moved_by: &[], known }
}

pub(crate) const fn clients(number: u16, name: &'static str, known: Known) -> Port {
    port(number, name, Audience::Clients, known)
}

pub(crate) const fn peers(number: u16, name: &'static str, known: Known) -> Port {
    port(number, name, Audience::Peers, known)
}

pub(crate) const fn people(number: u16, name: &'static str, known: Known) -> Port {
    port(number, name, Audience::People, known)
}

/// The ports of a component; none for what only fetches its work.
///
/// nginx listens on 8080 in BP and on 80 and 443 elsewhere. Before 1.15 (and still in BP and WL) Squid also listened on 8194,
/// an open way to the sandbox: it is left out, because nothing needs it.
///
/// ```
/// use dify::{flow::ports, Component};
/// let numbers: Vec<u16> = ports(Component::PluginDaemon).iter().map(|port| port.number).collect();
/// assert_eq!(numbers, [5002, 5003]);
/// assert!(ports(Component::Worker).is_empty());
/// ```
#[must_use]
pub fn ports(component: Component) -> &'static [Port] {
    component.entry().ports
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_valid_and_unique_in_a_component() {
        for &component in Component::ALL {
            let mut names = HashSet::new();
            let mut numbers = HashSet::new();
            for port in ports(component) {
                assert!(names.insert(port.name), "{component}: {}", port.name);
                assert!(numbers.insert((port.number, port.protocol)), "{component}: {}", port.number);
                // Kubernetes: at most 15 characters.
                assert!(port.name.len() <= 15 && port.number > 0);
            }
        }
    }

    #[test]
    fn every_store_has_a_port_for_clients() {
        for &component in Component::ALL {
            if component.is_store() {
                assert!(ports(component).iter().any(|port| port.audience == Audience::Clients), "{component}");
            }
        }
    }
}
