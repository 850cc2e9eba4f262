//! What must talk to what, and what must never.
//!
//! [`FLOWS`] is the least that a Dify needs: a network policy that allows exactly these and denies the rest breaks nothing.
//! [`NEVER`] names what has to be impossible, so that it can be proved; what stands in neither list is not needed.
//!
//! Sources: D:docker/nginx/conf.d, D:api/core/helper, P:internal, BP:charts/dify/templates/config.tpl, D:docker/docker-compose.yaml.
//! No published set of network policies exists; this one is derived from configuration and code.

use lang::Text;

pub use crate::port::{Audience, Port, Protocol, ports};

use std::sync::LazyLock;

use crate::component::Component;
use crate::condition::{Condition, Deployment};
use crate::known::{Known, general};
use crate::truth::Truth;
use crate::version::Version;

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// A component.
    Component(Component),
    /// Every component.
    Every,
    /// The database: PostgreSQL or MySQL.
    Database,
    /// The vector store, whichever is chosen.
    VectorStore,
    /// The cluster's DNS.
    Dns,
    /// The ingress controller, gateway or load balancer.
    Ingress,
    /// Addresses outside the cluster that are neither private nor link-local.
    Internet,
    /// A listed private address that the operator allows on purpose.
    Internal,
    /// A developer's machine.
    Developer,
    /// Prometheus.
    Prometheus,
    /// The cloud's metadata service, 169.254.169.254 and its like.
    Metadata,
    /// The nodes themselves, kubelet included.
    Node,
    /// The Kubernetes API.
    KubernetesApi,
}

impl Peer {
    /// Whether the peer is this component, or a group that it belongs to.
    ///
    /// ```
    /// use dify::{flow::Peer, Component};
    /// assert!(Peer::VectorStore.is(Component::Qdrant) && !Peer::Database.is(Component::Redis));
    /// ```
    #[must_use]
    pub fn is(self, component: Component) -> bool {
        match self {
            Peer::Component(one) => one == component,
            Peer::Every => true,
            Peer::Database => matches!(component, Component::Postgres | Component::Mysql),
            Peer::VectorStore => component.is_vector_store(),
            _ => false,
        }
    }
}

/// Whether a deployment needs a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Always, if both ends exist.
    Always,
    /// Only if something is configured.
    When(Condition),
}

/// One direction of talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who begins.
    pub from: Peer,
    /// Who answers.
    pub to: Peer,
    /// The ports. Empty where it is simply what the destination offers to clients (or, to itself, to its replicas):
    /// [`Flow::ports_to`] fills it in.
    pub ports: &'static [(u16, Protocol)],
    /// What for.
    pub why: Text,
    /// Whether every deployment needs it.
    pub needed: Needed,
    /// The versions of Dify that have it, and how that is known.
    pub known: Known,
}

impl Flow {
    /// Whether a deployment needs it between two of its components: its own condition, whether the other end is used at all, and
    /// whether the version has it.
    #[must_use]
    pub fn is_needed(&self, (from, to): (Component, Component), deployment: &impl Deployment) -> Truth {
        let all = self.conditions(from, to).map(|it| it.holds(from, deployment)).fold(Truth::Yes, Truth::and);
        all.and(Truth::from(!self.is_of_another_version((from, to), deployment)))
    }

    /// Why a deployment certainly does not need it: what would have to be so.
    #[must_use]
    pub fn unmet(&self, (from, to): (Component, Component), deployment: &impl Deployment) -> Option<Text> {
        let mut conditions = self.conditions(from, to);
        let unmet = conditions.find(|it| it.holds(from, deployment) == Truth::No).map(Condition::words);
        unmet.or_else(|| self.is_of_another_version((from, to), deployment).then(|| self.known.words()))
    }

    /// What decides whether a deployment needs it, where the input does not show that.
    #[must_use]
    pub fn open(&self, (from, to): (Component, Component), deployment: &impl Deployment) -> Option<Text> {
        self.conditions(from, to).find(|it| it.holds(from, deployment) == Truth::Unknown).map(Condition::words)
    }

    /// What nobody uses still keeps its own replicas together.
    fn conditions(&self, from: Component, to: Component) -> impl Iterator<Item = &Condition> {
        let own = match &self.needed {
            Needed::Always => None,
            Needed::When(condition) => Some(condition),
        };
        own.into_iter().chain(to.entry().used_when.as_ref().filter(|_| from != to))
    }

    /// Whether the version of Dify has both ends, but not yet, or no longer, the flow between them. Who runs a component that its
    /// version should not have has it for something; and a candidate has what its release has.
    fn is_of_another_version(&self, (from, to): (Component, Component), deployment: &impl Deployment) -> bool {
        let Some(version) = deployment.version().map(Version::released) else { return false };
        let holds = |known: &Known| known.holds(Some(&version));
        let has_both = [from, to].iter().all(|end| holds(&end.entry().known) == Truth::Yes);
        has_both && holds(&self.known) == Truth::No
    }

    /// The ports at this component.
    ///
    /// ```
    /// use dify::{flow::{flows_between, Protocol}, Component};
    /// let flow = flows_between(Component::Worker, Component::Qdrant).next().expect("indexing");
    /// assert_eq!(flow.ports_to(Component::Qdrant), [(6333, Protocol::Tcp), (6334, Protocol::Tcp)]);
    /// ```
    #[must_use]
    pub fn ports_to(&self, component: Component) -> Vec<(u16, Protocol)> {
        if !self.ports.is_empty() {
            return self.ports.to_vec();
        }
        // To itself a component speaks on the ports of its replicas, where it has such.
        let own: Vec<_> = listed(component, Audience::Peers);
        if self.from == self.to && !own.is_empty() { own } else { listed(component, Audience::Clients) }
    }
}

fn listed(component: Component, audience: Audience) -> Vec<(u16, Protocol)> {
    ports(component).iter().filter(|port| port.audience == audience).map(|port| (port.number, port.protocol)).collect()
}

/// The flows that begin at a component.
pub fn flows_from(component: Component) -> impl Iterator<Item = &'static Flow> {
    FLOWS.iter().filter(move |flow: &&'static Flow| flow.from.is(component))
}

/// The flows that end at a component.
pub fn flows_to(component: Component) -> impl Iterator<Item = &'static Flow> {
    FLOWS.iter().filter(move |flow: &&'static Flow| flow.to.is(component))
}

/// The flows from one component to another.
pub fn flows_between(from: Component, to: Component) -> impl Iterator<Item = &'static Flow> {
    flows_from(from).filter(move |flow| flow.to.is(to))
}

/// What must be impossible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    /// Who must not begin.
    pub from: Peer,
    /// Whom it must not reach.
    pub to: Peer,
    /// Why not.
    pub why: Text,
}

impl Never {
    /// Whether the pair is forbidden between these two components. A component and itself never are, and neither is what
    /// [`FLOWS`] needs: `Every` means everyone else.
    #[must_use]
    pub fn forbids(&self, from: Component, to: Component) -> bool {
        from != to && self.from.is(from) && self.to.is(to) && flows_between(from, to).next().is_none()
    }
}

/// A flow to what the other end offers to clients (or, to itself, to its replicas).
pub(crate) const fn flow(from: Peer, to: Peer, why: Text, known: Known) -> Flow {
    Flow { from, to, ports: &[], why, needed: Needed::Always, known }
}

/// A flow to certain ports.
pub(crate) const fn at(from: Peer, to: Peer, ports: &'static [(u16, Protocol)], why: Text, known: Known) -> Flow {
    Flow { from, to, ports, why, needed: Needed::Always, known }
}

/// The same under a condition.
pub(crate) const fn flow_if(from: Peer, to: Peer, why: Text, known: Known, condition: Condition) -> Flow {
    Flow { from, to, ports: &[], why, needed: Needed::When(condition), known }
}

/// The same under a condition.
pub(crate) const fn at_if(
    from: Peer,
    to: Peer,
    ports: &'static [(u16, Protocol)],
    why: Text,
    known: Known,
    condition: Condition,
) -> Flow {
    Flow { from, to, ports, why, needed: Needed::When(condition), known }
}

pub(crate) const fn never(from: Peer, to: Peer, why: Text) -> Never {
    Never { from, to, why }
}

static NAMES: Flow =
    at(Peer::Every, Peer::Dns, &[(53, Protocol::Udp), (53, Protocol::Tcp)], Text::new("names", "名前解決"), general());

/// Every flow that a deployment may need: names, what comes from outside, and what the components begin, in their order.
pub static FLOWS: LazyLock<Vec<Flow>> = LazyLock::new(|| {
    let mut found = vec![NAMES.clone()];
    let all = || Component::ALL.iter().flat_map(|component| component.entry().flows);
    let is_inside = |flow: &&Flow| Component::ALL.iter().any(|component| flow.from.is(*component));
    for flow in all().filter(|flow| !is_inside(flow)).chain(all().filter(is_inside)) {
        // Two components of one group tell the same of the group.
        if !found.contains(flow) {
            found.push(flow.clone());
        }
    }
    found
});

pub(crate) const UNTRUSTED_CODE: Text =
    Text::new("it runs code that users wrote", "利用者が書いたコードを実行するため");
pub(crate) const UNTRUSTED_AGENT: Text =
    Text::new("it runs commands that agents chose", "エージェントが選んだコマンドを実行するため");
const NODE_IDENTITY: Text = Text::new(
    "the metadata service hands out the node's cloud identity",
    "メタデータサービスはノードのクラウド権限を渡してしまうため",
);
const NO_API: Text =
    Text::new("no part of Dify speaks to the Kubernetes API", "Dify のどの部分も Kubernetes API を使わないため");
pub(crate) const FORWARDS: Text =
    Text::new("it fetches whatever address a user names", "利用者が指定した宛先へそのまま接続するため");
pub(crate) const INSIDE: Text = Text::new("stores answer to Dify alone", "データストアは Dify だけに応答すべきため");
pub(crate) const STORES_FETCH_NOTHING: Text = Text::new("stores fetch nothing", "データストアは外部に用がないため");
pub(crate) const INNER_ONLY: Text = Text::new("only Dify's own parts may use it", "Dify の内部だけが使うべきため");

/// What must be impossible for every part, and for groups of them.
static NEVER_OF_GROUPS: &[Never] = &[
    never(Peer::Every, Peer::Metadata, NODE_IDENTITY),
    never(
        Peer::Every,
        Peer::Node,
        Text::new("nodes and their kubelets are no business of Dify's", "ノードと kubelet は Dify に関係がないため"),
    ),
    never(Peer::Every, Peer::KubernetesApi, NO_API),
    never(Peer::Every, Peer::Database, INSIDE),
    never(Peer::Every, Peer::VectorStore, INSIDE),
    never(Peer::Ingress, Peer::Database, INSIDE),
    never(Peer::Ingress, Peer::VectorStore, INSIDE),
    never(Peer::Internet, Peer::Database, INSIDE),
    never(Peer::Internet, Peer::VectorStore, INSIDE),
    never(Peer::Database, Peer::Internet, STORES_FETCH_NOTHING),
    never(Peer::VectorStore, Peer::Internet, STORES_FETCH_NOTHING),
];

/// What must be impossible. `Every` with a component means every one that no flow of [`FLOWS`] allows.
pub static NEVER: LazyLock<Vec<Never>> = LazyLock::new(|| {
    let own = Component::ALL.iter().flat_map(|component| component.entry().never);
    NEVER_OF_GROUPS.iter().chain(own).cloned().collect()
});

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use lang::Lang;

    use super::*;
    use Component::{Api, Nginx, Redis, Sandbox, SsrfProxy, Weaviate, Web, Worker, WorkerBeat};
    use Protocol::{Tcp, Udp};

    #[test]
    fn flows_are_unique_and_texts_complete() {
        let mut seen = HashSet::new();
        for flow in FLOWS.iter() {
            assert!(seen.insert((flow.from, flow.to, flow.ports)), "{:?} to {:?} twice", flow.from, flow.to);
            for lang in Lang::ALL {
                assert!(!flow.why.get(lang).is_empty());
                if let Needed::When(condition) = &flow.needed {
                    assert!(!condition.words().get(lang).is_empty());
                }
            }
        }
        let mut seen = HashSet::new();
        for never in NEVER.iter() {
            assert!(seen.insert((never.from, never.to)), "{:?} to {:?} twice", never.from, never.to);
            assert!(Lang::ALL.iter().all(|&lang| !never.why.get(lang).is_empty()));
        }
    }

    #[test]
    fn written_ports_are_ports_of_the_destination() {
        for flow in FLOWS.iter() {
            for &component in Component::ALL {
                if let (Peer::Component(_), true) = (flow.to, flow.to.is(component)) {
                    let listens: Vec<_> = ports(component).iter().map(|port| (port.number, port.protocol)).collect();
                    for port in flow.ports_to(component) {
                        assert!(listens.contains(&port), "{component}: {port:?}");
                    }
                    assert!(!flow.ports_to(component).is_empty(), "{component}");
                }
            }
        }
    }

    #[test]
    fn nothing_needed_is_forbidden() {
        for never in NEVER.iter() {
            for flow in FLOWS.iter() {
                let same = flow.from == never.from && flow.to == never.to;
                assert!(!same, "{:?} to {:?} is needed and forbidden", never.from, never.to);
            }
        }
    }

    #[test]
    fn the_sandbox_reaches_the_proxy_and_names_alone() {
        let to: Vec<Peer> = flows_from(Sandbox).map(|flow| flow.to).collect();
        assert_eq!(to, [Peer::Dns, Peer::Component(SsrfProxy)]);
        let forbidden = |from, to| NEVER.iter().any(|never| never.forbids(from, to));
        for &component in Component::ALL {
            let expected = component != Sandbox && component != SsrfProxy;
            assert_eq!(forbidden(Sandbox, component), expected, "{component}");
        }
        assert!(forbidden(Web, Redis) && forbidden(Nginx, Component::Postgres) && forbidden(Api, Worker));
        assert!(!forbidden(Api, Redis) && !forbidden(Worker, Api));
    }

    #[test]
    fn weaviate_needs_both_protocols() {
        let flow = flows_between(Api, Weaviate).next().expect("retrieval");
        assert_eq!(flow.ports_to(Weaviate), [(8080, Tcp), (50051, Tcp)]);
        let peers = flows_between(Weaviate, Weaviate).next().expect("replicas");
        assert!(peers.ports_to(Weaviate).contains(&(7000, Udp)));
    }

    #[test]
    fn nobody_calls_the_worker() {
        assert_eq!(flows_to(Worker).count(), 0);
        assert_eq!(flows_to(WorkerBeat).count(), 0);
    }
}
