//! Services, routes and network policies, as written.

use crate::{LabelSelector, Located, Place};

/// The transport protocols of Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP, the default everywhere.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Protocol; 3] = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];

    /// As Kubernetes writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
            Protocol::Sctp => "SCTP",
        }
    }

    /// Reads `TCP`, `UDP` or `SCTP`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Protocol> {
        Protocol::ALL.into_iter().find(|protocol| protocol.name() == name)
    }
}

/// A port by number or by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IntOrString {
    /// A number.
    Int(i64),
    /// A name.
    Name(Box<str>),
}

/// v1 Service.
pub struct Service {
    /// `spec.type`, `ClusterIP` where absent.
    pub service_type: Option<Located<Box<str>>>,
    /// `spec.selector`; `None` where the Service selects nothing itself.
    pub selector: Option<Vec<(Box<str>, Box<str>)>>,
    /// `spec.ports`.
    pub ports: Vec<ServicePort>,
    /// Whether `spec.clusterIP` is `None`.
    pub headless: bool,
    /// `spec.externalName`.
    pub external_name: Option<Located<Box<str>>>,
    /// `spec.externalIPs` by value.
    pub external_ips: Vec<Located<Box<str>>>,
    /// `spec.loadBalancerSourceRanges` by value.
    pub source_ranges: Vec<Located<Box<str>>>,
}

/// A port of a Service.
pub struct ServicePort {
    /// The whole entry.
    pub place: Place,
    /// `name`.
    pub name: Option<Located<Box<str>>>,
    /// `port`.
    pub port: Option<Located<i64>>,
    /// `targetPort`; the port itself where absent.
    pub target: Option<Located<IntOrString>>,
    /// `nodePort`.
    pub node_port: Option<Located<i64>>,
    /// `protocol`, TCP where absent.
    pub protocol: Protocol,
}

/// What kind of entry point a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    /// networking.k8s.io Ingress.
    Ingress,
    /// gateway.networking.k8s.io HTTPRoute (or GRPCRoute, TLSRoute, TCPRoute).
    Gateway,
    /// route.openshift.io Route.
    OpenShift,
}

/// An entry point from outside.
pub struct Route {
    /// Ingress, Gateway API or OpenShift.
    pub kind: RouteKind,
    /// Hosts.
    pub hosts: Vec<Located<Box<str>>>,
    /// Backends: path prefix (empty: all), the Service's name, its namespace where it is another, and its port.
    pub backends: Vec<Backend>,
    /// Whether TLS is set up; `None` where a Gateway decides it.
    pub tls: Option<bool>,
}

/// Where a route sends requests.
pub struct Backend {
    /// The whole entry.
    pub place: Place,
    /// The path, `/` where none is written.
    pub path: Box<str>,
    /// The Service.
    pub service: Located<Box<str>>,
    /// Its namespace, where the route names another than its own.
    pub namespace: Option<Box<str>>,
    /// Its port.
    pub port: Option<IntOrString>,
}

/// networking.k8s.io/v1 NetworkPolicy.
pub struct NetworkPolicy {
    /// `spec.podSelector`; empty where absent (it selects every pod of the namespace).
    pub pod_selector: LabelSelector,
    /// `spec.policyTypes`; `None` where absent.
    pub policy_types: Option<Vec<Located<PolicyType>>>,
    /// `spec.ingress`; empty where absent.
    pub ingress: Vec<PolicyRule>,
    /// `spec.egress`; `None` where absent, which differs from an empty list: see [`NetworkPolicy::governs`].
    pub egress: Option<Vec<PolicyRule>>,
}

/// A direction of traffic, seen from the selected pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyType {
    /// Into the pods.
    Ingress,
    /// Out of the pods.
    Egress,
}

impl NetworkPolicy {
    /// Whether the policy governs a direction. Without `policyTypes` it always governs ingress, and egress only if it has at least
    /// one egress rule (networking/v1 API documentation of `policyTypes`; the API server's defaulting does the same).
    #[must_use]
    pub fn governs(&self, direction: PolicyType) -> bool {
        match (&self.policy_types, direction) {
            (Some(types), _) => types.iter().any(|kind| kind.value == direction),
            (None, PolicyType::Ingress) => true,
            (None, PolicyType::Egress) => self.egress.as_ref().is_some_and(|rules| !rules.is_empty()),
        }
    }

    /// The rules of a direction.
    #[must_use]
    pub fn rules(&self, direction: PolicyType) -> &[PolicyRule] {
        match direction {
            PolicyType::Ingress => &self.ingress,
            PolicyType::Egress => self.egress.as_deref().unwrap_or(&[]),
        }
    }
}

/// A rule of a policy: the peers times the ports. No peers means every peer, no ports means every port.
pub struct PolicyRule {
    /// The whole entry.
    pub place: Place,
    /// `from` or `to`.
    pub peers: Vec<PolicyPeer>,
    /// `ports`.
    pub ports: Vec<PolicyPort>,
}

/// A peer of a rule.
pub enum PolicyPeer {
    /// Pods, by namespace (the policy's own where `None`) and by label (all where `None`).
    Pods {
        /// The whole entry.
        place: Place,
        /// `namespaceSelector`.
        namespaces: Option<LabelSelector>,
        /// `podSelector`.
        pods: Option<LabelSelector>,
    },
    /// Addresses.
    Block {
        /// The whole entry.
        place: Place,
        /// `ipBlock.cidr`, as written.
        cidr: Located<Box<str>>,
        /// `ipBlock.except`, as written.
        except: Vec<Located<Box<str>>>,
    },
}

/// A port of a rule.
pub struct PolicyPort {
    /// The whole entry.
    pub place: Place,
    /// `protocol`, TCP where absent.
    pub protocol: Protocol,
    /// `port`; every port where `None`.
    pub port: Option<Located<IntOrString>>,
    /// `endPort`.
    pub end_port: Option<Located<i64>>,
}
