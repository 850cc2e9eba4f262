//! One deployment, ready to be asked: its workloads, its policies in one form, and what had to be left open.

use std::collections::{BTreeSet, HashMap};

use lang::{Text, text};
use model::{Inventory, OtherKind, Place, WorkloadKind};

use crate::compile::{Compiled, compile};
use crate::pods::Pods;
use crate::policy::{Policy, Standing, Tier};
use crate::{IpSet, Peer, admin, foreign, native};

/// What every answer assumes. Kubernetes stores policies whether or not anything enforces them.
pub const ASSUMPTION: Text = Text::new(
    "assumes that the cluster's network plugin enforces these policies; with one that does not, everything is possible",
    "クラスターのネットワークプラグインがこれらのポリシーを実際に適用していることを前提とします。適用しないプラグインでは、あらゆる通信が可能です",
);

/// What no policy can change, and what is therefore not asked of policies (kubernetes.io, "Network Policies": traffic to and
/// from the node where a pod runs is always allowed; a pod cannot block access to itself).
pub const ALWAYS_ALLOWED: Text = Text::new(
    "a node always reaches the pods that run on it (probes of the kubelet), and a pod always reaches itself",
    "ノードはその上で動くPodに常に到達できます(kubelet のプローブなど)。また、Podは自分自身に常に到達できます",
);

/// What is known of the cluster beyond the inventory.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the addresses of pods lie.
    ///
    /// By default the private ranges, since clusters take theirs from there, and the inventory rarely says which.
    pub pod_addresses: IpSet,
    /// Whether an `ipBlock` that covers addresses of pods may match pods.
    ///
    /// The documentation says that blocks "should be cluster-external IPs", and leaves open what happens to others: Calico and
    /// most plugins compare addresses, Cilium never matches pods by address. `true` (the default) answers *unknown* there;
    /// `false` follows the documentation's intent. The `networks` of a ClusterNetworkPolicy match pods by definition.
    pub blocks_cover_pods: bool,
}

impl Default for Options {
    fn default() -> Options {
        let private = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];
        Options { pod_addresses: IpSet::of_blocks(&private), blocks_cover_pods: true }
    }
}

pub(crate) struct Reach {
    pub(crate) surely: bool,
    pub(crate) maybe: bool,
}

impl Options {
    /// As [`Options::default`], with blocks taken as addresses outside the cluster.
    #[must_use]
    pub fn blocks_are_external() -> Options {
        Options { blocks_cover_pods: false, ..Options::default() }
    }

    /// Whether a block matches pods by their address. Where pods may have addresses of both families, those of IPv4 decide
    /// what is sure.
    pub(crate) fn reach(&self, tier: Tier, block: &IpSet) -> Reach {
        let touches = !block.intersection(&self.pod_addresses).is_empty();
        if tier == Tier::Network {
            return Reach { surely: false, maybe: touches && self.blocks_cover_pods };
        }
        let pods = &self.pod_addresses;
        let surely = if pods.v4.is_empty() { pods.v6.is_subset(&block.v6) } else { pods.v4.is_subset(&block.v4) };
        Reach { surely: surely && touches, maybe: touches }
    }
}

/// Something that a person should know of the input, apart from any question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What.
    pub text: Text,
}

/// The pods under one top owner.
pub(crate) struct Group {
    pub(crate) peer: Peer,
    /// The kinds of pods in it, and the units.
    pub(crate) kinds: Vec<u32>,
    pub(crate) units: Vec<u32>,
    /// Whether it is one bare pod: whatever it sends to itself arrives.
    pub(crate) single: bool,
}

/// A deployment, compiled. Building it costs more than asking it.
pub struct Network<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) pods: Pods<'a>,
    pub(crate) groups: Vec<Group>,
    pub(crate) compiled: Compiled,
    notices: Vec<Notice>,
}

impl<'a> Network<'a> {
    /// Reads the policies and workloads of an inventory.
    #[must_use]
    pub fn new(inventory: &'a Inventory, options: &Options) -> Network<'a> {
        let pods = Pods::new(inventory);
        let policies = policies(inventory);
        let notices = notices(&pods, &policies);
        let compiled = compile(&pods, policies, options);
        let groups = groups(&pods, &compiled);
        Network { inventory, pods, groups, compiled, notices }
    }

    /// The workloads, in order of namespace, name and kind.
    pub fn workloads(&self) -> impl Iterator<Item = &Peer> {
        self.groups.iter().map(|group| &group.peer)
    }

    /// All addresses, split as finely as the policies need.
    #[must_use]
    pub fn external_ranges(&self) -> &[crate::IpRange] {
        &self.compiled.atoms
    }

    /// Policies that are not judged, and parts of policies that do nothing.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

fn policies(inventory: &Inventory) -> Vec<Policy> {
    let refused = native::Refused::new(inventory);
    let mut found: Vec<Policy> =
        inventory.network_policies.iter().map(|policy| native::read(inventory, policy, &refused)).collect();
    for other in &inventory.others {
        match other.kind {
            OtherKind::AdminPolicy => found.extend(admin::read(inventory, other, &refused)),
            OtherKind::ForeignPolicy => found.push(foreign::read(inventory, other)),
            _ => {}
        }
    }
    // A policy that the API server refuses may mean anything: one rule that may match everything.
    for policy in &mut found {
        if let Standing::Invalid(_) = policy.standing {
            let rule = native::new_rule(
                None,
                crate::policy::Action::Unknown,
                policy.id.place,
                vec![crate::policy::PeerSpec::Unreadable],
                crate::policy::Ports::all(),
            );
            policy.rules = [vec![rule.clone()], vec![rule]];
        }
    }
    found
}

fn notices(pods: &Pods<'_>, policies: &[Policy]) -> Vec<Notice> {
    let mut found = Vec::new();
    for policy in policies {
        let id = &policy.id;
        match &policy.standing {
            Standing::Invalid(reason) => {
                let (en, ja) = (reason.get(lang::Lang::En), reason.get(lang::Lang::Ja));
                let text = Text::owned(
                    format!("{id} is not judged, the API server refuses it: {en}"),
                    format!("{id} は API サーバーに拒否されるため判定しません: {ja}"),
                );
                found.push(Notice { place: id.place, text });
            }
            Standing::Foreign => {
                let text = text!(
                    "{id} is a policy of the network plugin and is not judged: what it may change is answered as unknown",
                    "{id} はネットワークプラグイン独自のポリシーのため判定しません。影響しうる通信は「不明」と答えます"
                );
                found.push(Notice { place: id.place, text });
            }
            Standing::Judged => {
                for rule in policy.rules.iter().flatten() {
                    for (_, name) in &rule.ports.names {
                        if !pods.knows_port_name(name) {
                            let text = text!(
                                "no known pod has a port named `{name}`: what {id} means by it is unknown",
                                "`{name}` という名前のポートを持つPodが見当たりません。{id} の意図は不明です"
                            );
                            found.push(Notice { place: rule.place, text });
                        }
                    }
                }
            }
        }
    }
    found
}

/// Folds pods and templates into the top owner that the inventory holds.
fn groups(pods: &Pods<'_>, compiled: &Compiled) -> Vec<Group> {
    let mut by_name: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for (at, unit) in pods.units.iter().enumerate() {
        let meta = &unit.workload.meta;
        by_name.insert((&meta.namespace, unit.workload.kind.name(), &meta.name.value), at);
    }
    let top = |start: usize| {
        let mut at = start;
        // Owners do not form a chain of more than three; the bound guards against a circle.
        for _ in 0..8 {
            let workload = pods.units[at].workload;
            let owner = workload.owner.as_ref();
            match owner.and_then(|(kind, name)| by_name.get(&(&*workload.meta.namespace, &**kind, &**name))) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        let workload = pods.units[at].workload;
        Peer::Workload {
            namespace: workload.meta.namespace.clone(),
            name: workload.meta.name.value.clone(),
            kind: workload.kind,
        }
    };
    let mut members: std::collections::BTreeMap<Peer, Vec<u32>> = std::collections::BTreeMap::new();
    for unit in 0..pods.len() {
        members.entry(top(unit)).or_default().push(unit as u32);
    }
    let group = |(peer, units): (Peer, Vec<u32>)| {
        let kinds: BTreeSet<u32> = units.iter().map(|unit| compiled.kind_of_unit[*unit as usize]).collect();
        let single = units.len() == 1 && matches!(peer, Peer::Workload { kind: WorkloadKind::Pod, .. });
        Group { peer, kinds: kinds.into_iter().collect(), units, single }
    };
    members.into_iter().map(group).collect()
}
