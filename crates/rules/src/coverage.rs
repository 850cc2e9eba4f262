//! Which pods a selector means, and which network policies govern which pods.
//!
//! Answers what single policies say; whether two given peers can talk in the end is the reachability engine's to say.

use std::collections::{HashMap, HashSet};

use dify::Component;
use model::{
    IntOrString, Inventory, LabelSelector, Labels, NetworkPolicy, OtherKind, Place, PolicyPeer, PolicyPort, PolicyRule,
    PolicyType, Protocol, Service, Workload,
};

use crate::address::Block;

/// Which pods a selector means. Linear to build; a question costs the pods that share one label with the answer.
struct Pods<'a> {
    inventory: &'a Inventory,
    by_namespace: HashMap<&'a str, Vec<usize>>,
    by_label: HashMap<(&'a str, &'a str, &'a str), Vec<usize>>,
}

impl<'a> Pods<'a> {
    fn of(inventory: &'a Inventory) -> Pods<'a> {
        let mut pods = Pods { inventory, by_namespace: HashMap::new(), by_label: HashMap::new() };
        for (at, workload) in inventory.workloads.iter().enumerate() {
            let namespace = &*workload.meta.namespace;
            pods.by_namespace.entry(namespace).or_default().push(at);
            for (key, value) in &workload.pod.labels.0 {
                pods.by_label.entry((namespace, key, value)).or_default().push(at);
            }
        }
        pods
    }

    fn candidates<'s>(&'s self, namespace: &'s str, pairs: impl Iterator<Item = (&'s str, &'s str)>) -> &'s [usize] {
        let all = self.by_namespace.get(namespace).map_or(&[][..], Vec::as_slice);
        pairs.fold(all, |best, (key, value)| {
            let some = self.by_label.get(&(namespace, key, value)).map_or(&[][..], Vec::as_slice);
            if some.len() < best.len() { some } else { best }
        })
    }

    fn selected(&self, namespace: &str, selector: &LabelSelector) -> Vec<usize> {
        let pairs = selector.match_labels.iter().map(|(key, value)| (&**key, &*value.value));
        let candidates = self.candidates(namespace, pairs).iter().copied();
        candidates.filter(|at| selector.matches(&self.inventory.workloads[*at].pod.labels)).collect()
    }
}

/// Which network policies govern which pods.
pub(crate) struct Coverage<'a> {
    pods: Pods<'a>,
    /// For each policy, the workloads that it selects.
    selected: Vec<Vec<usize>>,
    /// For each workload, the policies that select it.
    policies: Vec<Vec<usize>>,
    namespaces: HashMap<&'a str, &'a Labels>,
    /// Namespaces with policies that are not judged here; the empty name stands for all of them.
    foreign: HashSet<&'a str>,
}

/// A workload and the policies that select it.
#[derive(Clone, Copy)]
pub(crate) struct Covered<'c, 'a> {
    coverage: &'c Coverage<'a>,
    at: usize,
    /// The workload.
    pub(crate) workload: &'a Workload,
}

impl<'a> Coverage<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Coverage<'a> {
        let pods = Pods::of(inventory);
        let mut policies = vec![Vec::new(); inventory.workloads.len()];
        let mut selected = Vec::new();
        for (number, policy) in inventory.network_policies.iter().enumerate() {
            let found = pods.selected(&policy.meta.namespace, &policy.pod_selector);
            found.iter().for_each(|at| policies[*at].push(number));
            selected.push(found);
        }
        let namespaces = inventory.namespaces.iter().map(|it| (&*it.meta.name.value, &it.meta.labels)).collect();
        let foreign = inventory.others.iter().filter(|it| is_foreign(&it.kind)).map(|it| &*it.meta.namespace).collect();
        Coverage { pods, selected, policies, namespaces, foreign }
    }

    /// Every workload with its policies.
    pub(crate) fn workloads(&self) -> impl Iterator<Item = Covered<'_, 'a>> {
        let all = self.pods.inventory.workloads.iter().enumerate();
        all.map(|(at, workload)| Covered { coverage: self, at, workload })
    }

    /// The workloads of components, with their policies.
    pub(crate) fn components(&self) -> impl Iterator<Item = (Component, Covered<'_, 'a>)> {
        self.workloads().filter_map(|it| Some((it.workload.component?, it)))
    }

    /// Every policy with the workloads that it selects. Pods on the host's network are out of every policy's reach.
    pub(crate) fn policies(&self) -> impl Iterator<Item = (&'a NetworkPolicy, Vec<&'a Workload>)> {
        let pairs = self.pods.inventory.network_policies.iter().zip(&self.selected);
        pairs.map(|(policy, selected)| {
            let workloads = selected.iter().map(|at| &self.pods.inventory.workloads[*at]);
            (policy, workloads.filter(|it| !on_host_network(it)).collect())
        })
    }

    /// The policies that govern a direction, as [`Coverage::policies`].
    pub(crate) fn governing(
        &self,
        direction: PolicyType,
    ) -> impl Iterator<Item = (&'a NetworkPolicy, Vec<&'a Workload>)> {
        self.policies().filter(move |(policy, _)| policy.governs(direction))
    }

    /// The workloads that a Service leads to.
    pub(crate) fn behind(&self, service: &Service) -> Vec<&'a Workload> {
        let Some(selector) = &service.selector else { return Vec::new() };
        let pairs = selector.iter().map(|(key, value)| (&**key, &**value));
        let workloads = self.pods.candidates(&service.meta.namespace, pairs).iter();
        let workloads = workloads.map(|at| &self.pods.inventory.workloads[*at]);
        workloads.filter(|it| service.selects(&it.meta.namespace, &it.pod.labels)).collect()
    }

    /// The workloads that a peer of a policy means. Labels of a namespace that is not in the input are not known: there the
    /// peer is taken to mean it.
    pub(crate) fn meant(
        &self,
        policy: &NetworkPolicy,
        namespaces: Option<&LabelSelector>,
        pods: Option<&LabelSelector>,
    ) -> Vec<&'a Workload> {
        let home = &*policy.meta.namespace;
        let mut found = Vec::new();
        let places: Vec<&str> = match namespaces {
            None => vec![home],
            Some(selector) => self.pods.by_namespace.keys().copied().filter(|it| self.is_meant(selector, it)).collect(),
        };
        for namespace in places {
            match pods {
                Some(selector) => found.extend(self.pods.selected(namespace, selector)),
                None => found.extend(self.pods.by_namespace.get(namespace).into_iter().flatten().copied()),
            }
        }
        found.sort_unstable();
        found.into_iter().map(|at| &self.pods.inventory.workloads[at]).collect()
    }

    fn is_meant(&self, selector: &LabelSelector, namespace: &str) -> bool {
        const NAME: &str = "kubernetes.io/metadata.name";
        let known = self.namespaces.get(namespace);
        let mut labels = known.map(|it| (*it).clone()).unwrap_or_default();
        if labels.get(NAME).is_none() {
            labels.0.push((NAME.into(), namespace.into()));
        }
        let names_only = selector.match_labels.iter().all(|(key, _)| &**key == NAME)
            && selector.match_expressions.iter().all(|it| &*it.key == NAME);
        if known.is_none() && !names_only {
            // What can be judged must still hold.
            return selector.match_labels.iter().all(|(key, value)| &**key != NAME || *value.value == *namespace);
        }
        selector.matches(&labels)
    }

    /// Whether policies of another kind (Cilium, Calico, AdminNetworkPolicy, ...) may govern the namespace.
    pub(crate) fn is_foreign(&self, namespace: &str) -> bool {
        self.foreign.contains("") || self.foreign.contains(namespace)
    }
}

impl<'a> Covered<'_, 'a> {
    /// The policies that govern a direction. None for pods on the host's network, which no policy reaches.
    pub(crate) fn governing(&self, direction: PolicyType) -> Vec<&'a NetworkPolicy> {
        if on_host_network(self.workload) {
            return Vec::new();
        }
        let numbers = self.coverage.policies[self.at].iter();
        let policies = numbers.map(|number| &self.coverage.pods.inventory.network_policies[*number]);
        policies.filter(|it| it.governs(direction)).collect()
    }

    /// Whether any policy governs a direction.
    pub(crate) fn is_governed(&self, direction: PolicyType) -> bool {
        !self.governing(direction).is_empty()
    }
}

fn is_foreign(kind: &OtherKind) -> bool {
    matches!(kind, OtherKind::ForeignPolicy | OtherKind::AdminPolicy)
}

/// Whether the pods share the network of their node.
pub(crate) fn on_host_network(workload: &Workload) -> bool {
    workload.pod.spec.host_network.as_ref().is_some_and(|it| it.value)
}

/// Whether a rule is about DNS alone.
pub(crate) fn is_dns_only(rule: &PolicyRule) -> bool {
    !rule.ports.is_empty()
        && rule.ports.iter().all(|port| {
            let named = port.port.as_ref().is_some_and(|it| match &it.value {
                IntOrString::Int(number) => matches!(number, 53 | 5353),
                IntOrString::Name(name) => name.starts_with("dns"),
            });
            named && port.end_port.is_none()
        })
}

/// Whether a rule lets a TCP port by; a name may be any port.
pub(crate) fn lets_by(rule: &PolicyRule, number: i64) -> bool {
    rule.ports.is_empty() || rule.ports.iter().any(|it| it.protocol == Protocol::Tcp && is_in(it, number))
}

fn is_in(port: &PolicyPort, number: i64) -> bool {
    match port.port.as_ref().map(|it| &it.value) {
        None | Some(IntOrString::Name(_)) => true,
        Some(IntOrString::Int(first)) => match &port.end_port {
            Some(last) => (*first..=last.value).contains(&number),
            None => *first == number,
        },
    }
}

/// Whether a rule is `{}`, or says the same in other words: every peer, every port.
pub(crate) fn is_everything(rule: &PolicyRule) -> bool {
    rule.ports.is_empty()
        && (rule.peers.is_empty()
            || rule.peers.iter().any(|peer| match peer {
                PolicyPeer::Block { cidr, except, .. } => {
                    let block = Block::parse_cidr(&cidr.value);
                    except.is_empty() && block.is_some_and(|it| it.is_anywhere())
                }
                PolicyPeer::Pods { .. } => false,
            }))
}

/// The blocks of addresses that a rule names, each with what it leaves out. What is no block names nothing.
pub(crate) fn open_blocks(rule: &PolicyRule) -> impl Iterator<Item = (Place, Block, Vec<Block>)> {
    rule.peers.iter().filter_map(|peer| {
        let PolicyPeer::Block { cidr, except, .. } = peer else { return None };
        let excepts = except.iter().filter_map(|it| Block::parse_cidr(&it.value)).collect();
        Some((cidr.place, Block::parse_cidr(&cidr.value)?, excepts))
    })
}

/// Why a namespace with policies of another kind is not judged.
pub(crate) fn foreign_reason(namespace: &str) -> lang::Text {
    lang::text!(
        "the namespace `{namespace}` may be governed by policies that are not judged here",
        "名前空間 `{namespace}` は、ここで判定しない種類のポリシーに制限されている可能性があります"
    )
}
