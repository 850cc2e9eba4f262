//! The workloads as sentences and policies speak of them: which component, which installation, on which ports they answer.

use std::collections::{BTreeMap, BTreeSet};

use dify::{Component, flow};
use model::{ContainerRole, IntOrString, Labels, Protocol, Service, Workload, WorkloadKind};
use netpol::{ConnSet, Network, Peer, PortSet};

/// A workload under the name that answers give it.
pub struct Member<'a> {
    /// The name.
    pub peer: Peer,
    /// The object; the top owner's template where the input holds it.
    pub workload: &'a Workload,
    /// The component that it is.
    pub component: Option<Component>,
    /// Whether it only follows another of its kind: a read replica of a store. Clients write to the others.
    pub replica: bool,
    /// Whether it does not stay: a hook or a test of Helm.
    pub passing: bool,
    /// The installations that it may belong to, by number.
    installations: Vec<usize>,
}

/// All workloads of the input.
pub struct Roster<'a> {
    members: Vec<Member<'a>>,
    /// Where each component stands among them.
    places: BTreeMap<Component, Vec<usize>>,
    services: &'a [Service],
}

/// An installation: where one api runs, and the release that it names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Installation<'a> {
    namespace: &'a str,
    release: Option<&'a str>,
}

impl<'a> Roster<'a> {
    /// Reads the workloads of a network.
    #[must_use]
    pub fn new(network: &Network<'a>) -> Roster<'a> {
        let mut members: Vec<Member<'a>> = network
            .workloads()
            .filter_map(|peer| {
                let objects = network.members(peer);
                let named = |it: &&&Workload| named(it, peer);
                let workload = *objects.iter().find(named).or(objects.first())?;
                let component = workload.component.or_else(|| objects.iter().find_map(|it| it.component));
                let passing = workload.hook && component != Some(Component::Migration);
                let replica = component.is_some_and(Component::is_store) && is_replica(workload);
                Some(Member { peer: peer.clone(), workload, component, replica, passing, installations: Vec::new() })
            })
            .collect();
        assign(&mut members);
        let mut places: BTreeMap<Component, Vec<usize>> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            if let Some(component) = member.component.filter(|_| !member.passing) {
                places.entry(component).or_default().push(at);
            }
        }
        Roster { members, places, services: &network.inventory().services }
    }

    /// All of them.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// One by its name.
    #[must_use]
    pub fn member(&self, peer: &Peer) -> Option<&Member<'a>> {
        self.members.binary_search_by(|it| it.peer.cmp(peer)).ok().map(|at| &self.members[at])
    }

    /// Those that are a component and stay.
    pub fn of(&self, component: Component) -> impl Iterator<Item = &Member<'a>> {
        self.places.get(&component).into_iter().flatten().map(|at| &self.members[*at])
    }

    /// Whether any workload is this component.
    #[must_use]
    pub fn has(&self, component: Component) -> bool {
        self.of(component).next().is_some()
    }

    /// The pod ports on which a workload answers its clients: those of the catalogue that it or a Service in front of it names,
    /// or else what they name. Empty where nothing is known.
    #[must_use]
    pub fn offers(&self, member: &Member<'_>) -> ConnSet {
        let served = self.served(member.workload);
        let declared = declared(member.workload);
        let Some(component) = member.component else { return served.union(&declared) };
        let (clients, others) = catalogue(component);
        let served = served.difference(&others);
        if !served.is_empty() && served.intersection(&clients).is_empty() {
            // It listens elsewhere than usual, and a Service says where.
            return served.union(&declared.intersection(&clients));
        }
        let named = clients.intersection(&served.union(&declared));
        let own = declared.difference(&others);
        match (named.is_empty(), own.is_empty()) {
            (false, _) if component.entry().ports_are_choices => named,
            (false, _) => named.union(&clients),
            (true, false) => own,
            (true, true) => usual(component),
        }
    }

    /// The pod ports that Services lead to.
    fn served(&self, workload: &Workload) -> ConnSet {
        self.behind(workload, |_| true)
    }

    /// The pod ports that Services lead to from outside the cluster.
    #[must_use]
    pub fn exposed(&self, member: &Member<'_>) -> ConnSet {
        self.behind(member.workload, |service| {
            let kind = service.service_type.as_ref().map_or("ClusterIP", |it| &it.value);
            matches!(kind, "LoadBalancer" | "NodePort") || !service.external_ips.is_empty()
        })
    }

    fn behind(&self, workload: &Workload, wanted: impl Fn(&Service) -> bool) -> ConnSet {
        let mut found = ConnSet::empty();
        for service in self
            .services
            .iter()
            .filter(|service| wanted(service) && service.selects(&workload.meta.namespace, &workload.pod.labels))
        {
            for port in &service.ports {
                let number = match port.target.as_ref().map(|it| &it.value) {
                    Some(IntOrString::Name(name)) => named_port(workload, name),
                    Some(IntOrString::Int(number)) => Some(*number),
                    None => port.port.as_ref().map(|it| it.value),
                };
                if let Some(number) = number.and_then(|it| u16::try_from(it).ok()).filter(|it| *it > 0) {
                    found = found.union(&ConnSet::of(port.protocol, PortSet::point(number)));
                }
            }
        }
        found
    }
}

impl Member<'_> {
    /// Whether it is one pod, which always reaches itself.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.peer, Peer::Workload { kind: WorkloadKind::Pod, .. })
    }

    /// Whether both may belong to one installation.
    #[must_use]
    pub fn is_related(&self, other: &Member<'_>) -> bool {
        self.installations.is_empty()
            || other.installations.is_empty()
            || self.installations.iter().any(|it| other.installations.contains(it))
    }

    /// The installations that it may belong to, by number; empty where there is but one.
    #[must_use]
    pub fn installations(&self) -> &[usize] {
        &self.installations
    }

    /// The release that its labels name.
    #[must_use]
    pub fn release(&self) -> Option<&str> {
        release(self.workload)
    }
}

fn named(workload: &Workload, peer: &Peer) -> bool {
    match peer {
        Peer::Workload { namespace, name, kind } => {
            *workload.meta.namespace == **namespace && *workload.meta.name.value == **name && workload.kind == *kind
        }
        _ => false,
    }
}

/// Every installation of Dify has an api. Where there are several, by release or by namespace, each workload belongs to those
/// that share its release, and of these to those in its namespace, as far as there are such; otherwise it is shared.
fn assign(members: &mut [Member<'_>]) {
    let api = members.iter().filter(|it| it.component == Some(Component::Api) && !it.passing);
    let found: BTreeSet<Installation<'_>> = api.map(|it| installation(it.workload)).collect();
    if found.len() < 2 {
        return;
    }
    let all: Vec<&Installation<'_>> = found.iter().collect();
    for member in members.iter_mut() {
        let own = installation(member.workload);
        let mut mine: Vec<usize> = (0..all.len()).collect();
        narrow(&mut mine, |at| own.release.is_some() && all[at].release == own.release);
        narrow(&mut mine, |at| all[at].namespace == own.namespace);
        member.installations = mine;
    }
}

fn narrow(candidates: &mut Vec<usize>, fits: impl Fn(usize) -> bool) {
    if candidates.iter().any(|at| fits(*at)) {
        candidates.retain(|at| fits(*at));
    }
}

fn installation(workload: &Workload) -> Installation<'_> {
    Installation { namespace: &workload.meta.namespace, release: release(workload) }
}

fn release(workload: &Workload) -> Option<&str> {
    let of = |labels: &'_ Labels| -> Option<usize> {
        labels.0.iter().position(|(key, _)| matches!(&**key, "app.kubernetes.io/instance" | "release"))
    };
    let pod = &workload.pod.labels;
    let meta = &workload.meta.labels;
    of(pod).map(|at| &*pod.0[at].1).or_else(|| of(meta).map(|at| &*meta.0[at].1))
}

/// Charts mark replicas by a label or by the name; both are looked at, since the pods run the same image.
fn is_replica(workload: &Workload) -> bool {
    const WORDS: &[&str] = &["read", "readonly", "replica", "replicas", "secondary", "slave", "slaves", "standby"];
    let labels = &workload.pod.labels;
    let roles = ["app.kubernetes.io/component", "role", "component", "app.kubernetes.io/role"];
    let labelled = roles.into_iter().filter_map(|key| labels.get(key)).any(|role| WORDS.contains(&role));
    labelled || workload.meta.name.rsplit('-').next().is_some_and(|last| WORDS.contains(&last))
}

fn containers(workload: &Workload) -> impl Iterator<Item = &model::Container> {
    let sidecar = |it: &&model::Container| {
        it.role == ContainerRole::Regular || it.restart_policy.as_ref().is_some_and(|policy| &*policy.value == "Always")
    };
    workload.pod.spec.containers.iter().filter(sidecar)
}

fn named_port(workload: &Workload, name: &str) -> Option<i64> {
    let mut ports = containers(workload).flat_map(|it| &it.ports);
    let port = ports.find(|port| port.name.as_ref().is_some_and(|it| &*it.value == name))?;
    port.container_port.as_ref().map(|it| it.value)
}

fn declared(workload: &Workload) -> ConnSet {
    let mut found = ConnSet::empty();
    for port in containers(workload).flat_map(|it| &it.ports) {
        let number = port.container_port.as_ref().and_then(|it| u16::try_from(it.value).ok());
        if let Some(number) = number.filter(|it| *it > 0) {
            found = found.union(&ConnSet::of(port.protocol, PortSet::point(number)));
        }
    }
    found
}

/// The catalogue's ports for clients, and its other ones.
fn catalogue(component: Component) -> (ConnSet, ConnSet) {
    let (mut clients, mut others) = (ConnSet::empty(), ConnSet::empty());
    for port in flow::ports(component) {
        let set = conn(port.number, port.protocol);
        let slot = if port.audience == flow::Audience::Clients { &mut clients } else { &mut others };
        *slot = slot.union(&set);
    }
    (clients, others)
}

/// The catalogue's ports for clients that nobody has to configure.
fn usual(component: Component) -> ConnSet {
    let usual = flow::ports(component).iter().filter(|it| it.usual && it.audience == flow::Audience::Clients);
    usual.fold(ConnSet::empty(), |all, port| all.union(&conn(port.number, port.protocol)))
}

/// A port of the catalogue as a set.
#[must_use]
pub(crate) fn conn(number: u16, protocol: flow::Protocol) -> ConnSet {
    let protocol = match protocol {
        flow::Protocol::Tcp => Protocol::Tcp,
        flow::Protocol::Udp => Protocol::Udp,
    };
    ConnSet::of(protocol, PortSet::point(number))
}
