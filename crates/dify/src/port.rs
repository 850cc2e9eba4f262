//! Which ports a component listens on. A Service may show another number; a NetworkPolicy judges these, the Pod's.

use crate::component::Component;

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
}

const fn clients(number: u16, name: &'static str) -> Port {
    Port { number, name, protocol: Protocol::Tcp, audience: Audience::Clients }
}

const fn peers(number: u16, name: &'static str) -> Port {
    Port { number, name, protocol: Protocol::Tcp, audience: Audience::Peers }
}

const fn people(number: u16, name: &'static str) -> Port {
    Port { number, name, protocol: Protocol::Tcp, audience: Audience::People }
}

/// The ports of a component; none for what only fetches its work.
///
/// D:docker/docker-compose.yaml, D:api/Dockerfile, P:internal/types/app/config.go, S:conf/config.yaml, BP:values.yaml; ports of
/// replicas among themselves are general knowledge where no chart names them. nginx listens on 8080 in BP and on 80 and 443
/// elsewhere. Before 1.15 (and still in BP and WL) Squid also listened on 8194, an open way to the sandbox: it is left out,
/// because nothing needs it.
///
/// ```
/// use dify::{flow::ports, Component};
/// let numbers: Vec<u16> = ports(Component::PluginDaemon).iter().map(|port| port.number).collect();
/// assert_eq!(numbers, [5002, 5003]);
/// assert!(ports(Component::Worker).is_empty());
/// ```
#[must_use]
pub fn ports(component: Component) -> &'static [Port] {
    match component {
        Component::Api | Component::ApiWebsocket => const { &[clients(5001, "http")] },
        Component::Worker | Component::WorkerBeat | Component::Migration => &[],
        Component::Web => const { &[clients(3000, "http")] },
        Component::Nginx => const { &[clients(80, "http"), clients(8080, "http-alt"), clients(443, "https")] },
        Component::PluginDaemon => const { &[clients(5002, "http"), people(5003, "debug")] },
        Component::Sandbox => const { &[clients(8194, "http")] },
        Component::SsrfProxy | Component::AgentSsrfProxy => const { &[clients(3128, "proxy")] },
        Component::AgentBackend => const { &[clients(5050, "http")] },
        Component::AgentSandbox => const { &[clients(5004, "http")] },
        Component::Postgres | Component::Pgvector | Component::PgvectoRs | Component::Vastbase => {
            const { &[clients(5432, "postgresql")] }
        }
        Component::Mysql => const { &[clients(3306, "mysql")] },
        Component::Redis => const { &[clients(6379, "redis"), clients(26379, "sentinel")] },
        Component::ObjectStore => const { &[clients(9000, "s3"), people(9001, "console")] },
        Component::Weaviate => {
            const {
                &[
                    clients(8080, "http"),
                    clients(50051, "grpc"),
                    peers(7000, "gossip"),
                    Port { number: 7000, name: "gossip-udp", protocol: Protocol::Udp, audience: Audience::Peers },
                    peers(7001, "data"),
                    peers(8300, "raft"),
                    peers(8301, "raft-rpc"),
                ]
            }
        }
        Component::Qdrant => const { &[clients(6333, "http"), clients(6334, "grpc"), peers(6335, "p2p")] },
        Component::Milvus => const { &[clients(19530, "grpc"), people(9091, "metrics")] },
        Component::Etcd => const { &[clients(2379, "client"), peers(2380, "peer")] },
        Component::Chroma => const { &[clients(8000, "http")] },
        Component::Opensearch | Component::Elasticsearch => {
            const { &[clients(9200, "http"), peers(9300, "transport")] }
        }
        Component::Oceanbase => const { &[clients(2881, "sql")] },
        Component::Opengauss => const { &[clients(6600, "sql")] },
        Component::Myscale => const { &[clients(8123, "http")] },
        Component::Matrixone => const { &[clients(6001, "sql")] },
        Component::Iris => const { &[clients(1972, "superserver"), people(52773, "web")] },
        Component::Couchbase => {
            const {
                &[
                    clients(8091, "management"),
                    clients(8092, "views"),
                    clients(8093, "query"),
                    clients(8094, "search"),
                    clients(8095, "analytics"),
                    clients(8096, "eventing"),
                    clients(8097, "backup"),
                    clients(11210, "data"),
                ]
            }
        }
        Component::Tidb => const { &[clients(4000, "sql")] },
        Component::Oracle => const { &[clients(1521, "listener")] },
    }
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
