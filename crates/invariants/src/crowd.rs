//! From a peer of a sentence to workloads, addresses and pods that the input does not hold.

use std::collections::BTreeSet;

use lang::{Text, text};
use model::Protocol;
use netpol::{ConnSet, IpSet, Peer, PortSet};

use crate::cluster::{self, Cluster};
use crate::language::{Target, Who, Word};
use crate::roster::Roster;

/// Whom a peer of a sentence means.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    /// Workloads, by their positions in the roster.
    pub(crate) peers: BTreeSet<usize>,
    pub(crate) addresses: IpSet,
    /// Pods that the input does not hold.
    pub(crate) outsiders: bool,
    /// Pods that nobody spoke of, whatever their labels.
    pub(crate) every_pod: bool,
    /// Blocks of the addresses that are meant as a whole: to reach a part of one is another matter.
    pub(crate) whole: Vec<IpSet>,
    /// The ports that are meant.
    pub(crate) conn: ConnSet,
    pub(crate) is_dns: bool,
    /// A word for many: a component's talk with itself is not meant.
    pub(crate) is_many: bool,
    /// Where the addresses are only taken to lie.
    pub(crate) assumed: Option<Text>,
    /// Why there is nobody.
    pub(crate) absent: Option<Text>,
}

impl Crowd {
    pub(crate) fn of(target: &Target, roster: &Roster<'_>, cluster: &Cluster) -> Crowd {
        let mut found = Crowd {
            peers: BTreeSet::new(),
            addresses: IpSet::empty(),
            outsiders: false,
            every_pod: false,
            whole: Vec::new(),
            conn: target.conn(),
            is_dns: false,
            is_many: false,
            assumed: None,
            absent: None,
        };
        match &target.who {
            Who::Component(component) => {
                found.peers = positions(roster, |it| it.component == Some(*component) && !it.passing);
            }
            Who::Workload { namespace, name, kind } => {
                let fits = |peer: &Peer| match peer {
                    Peer::Workload { namespace: own, name: called, kind: is } => {
                        **own == **namespace && **called == **name && kind.is_none_or(|kind| kind == *is)
                    }
                    _ => false,
                };
                found.peers = positions(roster, |it| fits(&it.peer));
            }
            Who::Addresses(block) => found.addresses = block.set.clone(),
            Who::Word(word) => found.word(*word, roster, cluster),
        }
        if found.is_empty() && !found.is_dns {
            found.absent = Some(absent(target));
        }
        found
    }

    fn word(&mut self, word: Word, roster: &Roster<'_>, cluster: &Cluster) {
        let group = |test: &dyn Fn(dify::Component) -> bool| {
            positions(roster, |it| !it.passing && it.component.is_some_and(test))
        };
        match word {
            Word::Anything => {
                self.is_many = true;
                self.peers = positions(roster, |_| true);
                self.addresses = IpSet::all();
                self.outsiders = true;
            }
            Word::Outside | Word::Ingress => {
                self.addresses = if word == Word::Outside { IpSet::all() } else { IpSet::empty() };
                self.outsiders = true;
            }
            Word::Dify => {
                self.is_many = true;
                self.peers = group(&|_| true);
            }
            Word::Database => self.peers = group(&|it| dify::flow::Peer::Database.is(it)),
            Word::VectorStore => self.peers = group(&|it| it.is_vector_store()),
            Word::Internet => self.addresses = cluster::internet(),
            Word::Private => self.addresses = cluster::set_of(cluster::PRIVATE),
            Word::Metadata => self.addresses = cluster::set_of(cluster::METADATA),
            Word::PrivateRanges => {
                self.addresses = cluster::set_of(cluster::PRIVATE_RANGES);
                self.whole = cluster::PRIVATE_RANGES.iter().map(|it| cluster::set_of(&[*it])).collect();
            }
            Word::EveryPod => self.every_pod = true,
            Word::Nodes => self.somewhere(&cluster.nodes),
            Word::KubernetesApi => {
                self.somewhere(&cluster.kubernetes_api);
                let ports = PortSet::from_ranges([(443, 443), (6443, 6443)]);
                self.conn = self.conn.intersection(&ConnSet::of(Protocol::Tcp, ports));
            }
            Word::Dns => {
                self.is_dns = true;
                self.conn = self.conn.intersection(&dns_ports());
                let labels = |it: &crate::Member<'_>| {
                    cluster.dns.iter().any(|pod| {
                        let label =
                            |(key, value): &(String, String)| it.workload.pod.labels.get(key) == Some(value.as_str());
                        *it.workload.meta.namespace == *pod.namespace && pod.labels.iter().all(label)
                    })
                };
                self.peers = positions(roster, |it| labels(it));
            }
        }
    }

    fn somewhere(&mut self, known: &Option<IpSet>) {
        match known {
            Some(set) => self.addresses = set.clone(),
            None => {
                self.addresses = cluster::set_of(cluster::PRIVATE);
                self.assumed = Some(Text::new(
                    "taking the addresses of the nodes and of the API server to be private; say which they are to be sure",
                    "ノードと API サーバーのアドレスはプライベートアドレスとみなしています。確実にするには実際のアドレスを指定してください",
                ));
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.peers.is_empty() && self.addresses.is_empty() && !self.outsiders && !self.every_pod
    }
}

fn positions(roster: &Roster<'_>, test: impl Fn(&crate::Member<'_>) -> bool) -> BTreeSet<usize> {
    roster.members().iter().enumerate().filter(|(_, it)| test(it)).map(|(at, _)| at).collect()
}

/// The ports of the cluster's DNS; OpenShift's pods listen on the second.
pub(crate) fn dns_ports() -> ConnSet {
    let ports = PortSet::from_ranges([(53, 53), (5353, 5353)]);
    ConnSet::of(Protocol::Udp, ports.clone()).union(&ConnSet::of(Protocol::Tcp, ports))
}

fn absent(target: &Target) -> Text {
    let who = &target.who;
    match who {
        Who::Workload { .. } => {
            text!("the input holds no workload `{who}`", "入力に `{who}` というワークロードはありません")
        }
        _ => text!(
            "the input holds no workload that is `{who}`; what runs elsewhere can be named by its address",
            "入力に `{who}` にあたるワークロードはありません。別の場所で動いている場合はアドレスで指定できます"
        ),
    }
}
