//! One packet, judged by reading the policies one after the other, as the API documentation tells it.

use std::net::IpAddr;

use super::world::{
    Act, Admin, AdminPeer, AdminPort, Form, Labels, Native, NativePeer, NativePort, Op, Pod, PortRef, Proto, Selector,
    Str, World,
};

/// An end of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Pod(usize),
    Address(IpAddr),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Packet {
    pub(crate) src: End,
    pub(crate) dst: End,
    pub(crate) protocol: Proto,
    pub(crate) port: u16,
}

/// What the cluster is like, where the manifests do not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// The address of every pod.
    pub(crate) pod_address: IpAddr,
    /// The address of every node.
    pub(crate) node_address: IpAddr,
    /// Whether the plugin compares the addresses of pods with `ipBlock`.
    pub(crate) blocks_match_pods: bool,
    /// What a pod in the host's network is to the plugin.
    pub(crate) host: HostPods,
    /// The labels of the namespaces whose objects are not there, by number.
    pub(crate) hidden: [&'static [(&'static str, &'static str)]; 3],
    /// Whether the later of two policies of equal priority comes first.
    pub(crate) later_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostPods {
    Pods,
    SameNode,
    OtherNode,
}

pub(crate) struct Judge<'w> {
    pub(crate) world: &'w World,
    pub(crate) facts: Facts,
}

impl Judge<'_> {
    pub(crate) fn arrives(&self, packet: Packet) -> bool {
        if let (End::Pod(src), End::Pod(dst)) = (packet.src, packet.dst)
            && src == dst
            && !self.world.pods[src].deployment
        {
            return true;
        }
        let out = match packet.src {
            End::Pod(pod) => self.passes(pod, false, packet.dst, packet),
            End::Address(_) => true,
        };
        let into = match packet.dst {
            End::Pod(pod) => self.passes(pod, true, packet.src, packet),
            End::Address(_) => true,
        };
        out && into
    }

    /// Whether the policies of one pod let a packet through.
    fn passes(&self, pod: usize, ingress: bool, peer: End, packet: Packet) -> bool {
        let node_like = self.facts.host != HostPods::Pods;
        if self.is_host(End::Pod(pod)) && node_like {
            return true;
        }
        if self.is_host(peer) && self.facts.host == HostPods::SameNode {
            return true;
        }
        let select = |forms: [Form; 2]| {
            let mut policies: Vec<(usize, &Admin)> =
                self.world.admins.iter().enumerate().filter(|(_, it)| forms.contains(&it.form)).collect();
            if self.facts.later_first {
                policies.reverse();
            }
            policies.sort_by_key(|(_, it)| if it.form == Form::Banp { i64::MAX } else { it.priority });
            policies.into_iter().map(|(_, it)| it).filter(|it| self.is_subject(it, pod)).collect::<Vec<_>>()
        };
        match self.tier(&select([Form::Anp, Form::CnpAdmin]), ingress, peer, packet) {
            Some(Act::Allow) => return true,
            Some(Act::Deny) => return false,
            _ => {}
        }
        let selecting: Vec<&Native> =
            self.world.natives.iter().filter(|it| self.selects(it, pod) && governs(it, ingress)).collect();
        if !selecting.is_empty() {
            return selecting.iter().any(|it| self.native_allows(it, ingress, peer, packet));
        }
        self.tier(&select([Form::Banp, Form::CnpBaseline]), ingress, peer, packet) != Some(Act::Deny)
    }

    fn tier(&self, policies: &[&Admin], ingress: bool, peer: End, packet: Packet) -> Option<Act> {
        for policy in policies {
            for rule in if ingress { &policy.ingress } else { &policy.egress } {
                let peers = rule.peers.iter().any(|it| self.is_admin_peer(it, peer));
                let ports =
                    rule.ports.as_ref().is_none_or(|ports| ports.iter().any(|it| self.is_admin_port(*it, packet)));
                if peers && ports {
                    return Some(rule.action);
                }
            }
        }
        None
    }

    fn is_host(&self, end: End) -> bool {
        matches!(end, End::Pod(pod) if self.world.pods[pod].host)
    }

    fn is_subject(&self, policy: &Admin, pod: usize) -> bool {
        let it = &self.world.pods[pod];
        !it.host
            && matches(&policy.subject.0, &self.namespace_labels(it))
            && policy.subject.1.as_ref().is_none_or(|selector| matches(selector, &it.labels))
    }

    fn namespace_labels(&self, pod: &Pod) -> Labels {
        let namespace = &self.world.namespaces[pod.namespace];
        let mut labels = if namespace.declared {
            namespace.labels.clone()
        } else {
            self.facts.hidden.get(pod.namespace).map(|it| it.to_vec()).unwrap_or_default()
        };
        labels.push(("kubernetes.io/metadata.name", namespace.name));
        labels
    }

    fn is_admin_peer(&self, peer: &AdminPeer, end: End) -> bool {
        let pod = |namespaces: &Selector, pods: Option<&Selector>| match end {
            End::Pod(at) => {
                let pod = &self.world.pods[at];
                !pod.host
                    && matches(namespaces, &self.namespace_labels(pod))
                    && pods.is_none_or(|selector| matches(selector, &pod.labels))
            }
            End::Address(_) => false,
        };
        match peer {
            AdminPeer::Namespaces(selector) => pod(selector, None),
            AdminPeer::Pods(namespaces, pods) => pod(namespaces, Some(pods)),
            AdminPeer::Networks(networks) => networks.iter().any(|it| contains(it, self.address(end))),
        }
    }

    fn address(&self, end: End) -> IpAddr {
        match end {
            End::Address(address) => address,
            End::Pod(_) if self.is_host(end) => self.facts.node_address,
            End::Pod(_) => self.facts.pod_address,
        }
    }

    fn is_admin_port(&self, port: AdminPort, packet: Packet) -> bool {
        match port {
            AdminPort::Number(protocol, number) => protocol == packet.protocol && number == packet.port,
            AdminPort::Range(protocol, first, last) => {
                protocol == packet.protocol && (first..=last).contains(&packet.port)
            }
            AdminPort::Whole(protocol) => protocol == packet.protocol,
            AdminPort::Named(name) => self.is_named(name, packet),
        }
    }

    /// Whether the destination calls the packet's port so.
    fn is_named(&self, name: Str, packet: Packet) -> bool {
        let End::Pod(dst) = packet.dst else { return false };
        self.world.pods[dst].ports.contains(&(name, packet.protocol, packet.port))
    }

    fn selects(&self, policy: &Native, pod: usize) -> bool {
        let pod = &self.world.pods[pod];
        pod.namespace == policy.namespace && policy.selector.as_ref().is_none_or(|it| matches(it, &pod.labels))
    }

    fn native_allows(&self, policy: &Native, ingress: bool, peer: End, packet: Packet) -> bool {
        let rules = if ingress { &policy.ingress } else { &policy.egress };
        rules.iter().flatten().any(|rule| {
            let peers = rule.peers.as_deref().unwrap_or(&[]);
            let ports = rule.ports.as_deref().unwrap_or(&[]);
            (peers.is_empty() || peers.iter().any(|it| self.is_native_peer(policy, it, peer)))
                && (ports.is_empty() || ports.iter().any(|it| self.is_native_port(it, packet)))
        })
    }

    fn is_native_peer(&self, policy: &Native, peer: &NativePeer, end: End) -> bool {
        match (peer, end) {
            (NativePeer::Pods { namespaces, pods }, End::Pod(at)) => {
                let pod = &self.world.pods[at];
                if pod.host && self.facts.host != HostPods::Pods {
                    return false;
                }
                let namespace = match namespaces {
                    Some(selector) => matches(selector, &self.namespace_labels(pod)),
                    None => pod.namespace == policy.namespace,
                };
                namespace && pods.as_ref().is_none_or(|it| matches(it, &pod.labels))
            }
            (NativePeer::Pods { .. }, End::Address(_)) => false,
            (NativePeer::Block { cidr, except }, end) => {
                let is_pod = matches!(end, End::Pod(_)) && !(self.is_host(end) && self.facts.host != HostPods::Pods);
                let address = self.address(end);
                (!is_pod || self.facts.blocks_match_pods)
                    && contains(cidr, address)
                    && !except.iter().any(|it| contains(it, address))
            }
        }
    }

    fn is_native_port(&self, port: &NativePort, packet: Packet) -> bool {
        let protocol = port.protocol.unwrap_or(Proto::Tcp);
        protocol == packet.protocol
            && match (port.port, port.end) {
                (None, _) => true,
                (Some(PortRef::Number(first)), Some(last)) => first <= packet.port && packet.port <= last,
                (Some(PortRef::Number(number)), None) => number == packet.port,
                (Some(PortRef::Name(name)), _) => self.is_named(name, packet),
            }
    }
}

/// "If this field is not specified, it will default based on the existence of ingress or egress rules; policies that contain
/// an egress section are assumed to affect egress, and all policies (whether or not they contain an ingress section) are
/// assumed to affect ingress."
fn governs(policy: &Native, ingress: bool) -> bool {
    match policy.types {
        Some((into, out)) => {
            if ingress {
                into
            } else {
                out
            }
        }
        None => ingress || policy.egress.as_ref().is_some_and(|rules| !rules.is_empty()),
    }
}

fn matches(selector: &Selector, labels: &Labels) -> bool {
    let value = |key: Str| labels.iter().find(|label| label.0 == key).map(|label| label.1);
    selector.equal.iter().all(|(key, wanted)| value(key) == Some(*wanted))
        && selector.tests.iter().all(|(key, op, values)| match op {
            Op::In => value(key).is_some_and(|it| values.contains(&it)),
            Op::NotIn => value(key).is_none_or(|it| !values.contains(&it)),
            Op::Exists => value(key).is_some(),
            Op::DoesNotExist => value(key).is_none(),
        })
}

/// Compares bit by bit.
fn contains(cidr: Str, address: IpAddr) -> bool {
    let (base, length) = cidr.split_once('/').expect("generated");
    let length: usize = length.parse().expect("generated");
    let bits = |address: IpAddr| -> Vec<u8> {
        match address {
            IpAddr::V4(it) => it.octets().to_vec(),
            IpAddr::V6(it) => it.octets().to_vec(),
        }
    };
    let (base, address) = (bits(base.parse().expect("generated")), bits(address));
    let bit = |bytes: &[u8], at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    base.len() == address.len() && (0..length).all(|at| bit(&base, at) == bit(&address, at))
}
