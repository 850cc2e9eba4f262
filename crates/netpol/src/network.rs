//! One deployment, ready to be asked: its workloads, its policies in one form, and what had to be left open.

use lang::Text;
use model::{Inventory, OtherKind, Place};

use crate::compile::{Compiled, compile};
use crate::group::{Group, groups};
use crate::notice::{Notice, notices};
use crate::pods::{ImaginedPod, Pods};
use crate::policy::{PeerSpec, Policy, Standing, Tier};
use crate::{IpSet, Peer, admin, foreign, native};

/// What every answer assumes. Kubernetes stores policies whether or not anything enforces them.
pub const ASSUMPTION: Text = Text::new(
    "assumes that the cluster's network plugin enforces these policies; with one that does not, everything is possible",
    "クラスターのネットワークプラグインがこれらのポリシーを実際に適用していることを前提とします。適用しないプラグインでは、あらゆる通信が可能です",
);

/// What an answer takes for granted besides [`ASSUMPTION`] where it would be another if blocks matched pods
/// ([`Options::blocks_cover_pods`]).
pub const BLOCKS_ARE_EXTERNAL: Text = Text::new(
    "an `ipBlock` here covers private addresses and is taken to mean addresses outside the cluster, as documented; plugins that compare \
     addresses (Calico and others) let pods through as well",
    "ここにある `ipBlock` はプライベートアドレスを含みますが、文書どおりクラスター外のアドレスとみなしました。アドレスで照合するプラグイン\
     (Calico など)ではPodへの通信も通ります",
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
    /// Policies to leave out, by the place of their object: to ask what would be, were they not there.
    pub without: Vec<Place>,
}

impl Default for Options {
    fn default() -> Options {
        let private = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];
        Options { pod_addresses: IpSet::of_blocks(&private), blocks_cover_pods: true, without: Vec::new() }
    }
}

pub(crate) struct Reach {
    pub(crate) surely: bool,
    pub(crate) maybe: bool,
}

impl Options {
    /// Whether a block would match pods, were it not taken as outside the cluster.
    pub(crate) fn takes_outside(&self, peer: &PeerSpec) -> bool {
        let PeerSpec::Block(block) = peer else { return false };
        !self.blocks_cover_pods && !block.intersection(&self.pod_addresses).is_empty()
    }

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

/// A deployment, compiled. Building it costs more than asking it.
pub struct Network<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) pods: Pods<'a>,
    /// Workloads first, in order of their peers; then imagined pods.
    pub(crate) groups: Vec<Group>,
    pub(crate) n_workloads: usize,
    pub(crate) options: Options,
    pub(crate) compiled: Compiled,
    notices: Vec<Notice>,
}

impl<'a> Network<'a> {
    /// Reads the policies and workloads of an inventory.
    #[must_use]
    pub fn new(inventory: &'a Inventory, options: &Options) -> Network<'a> {
        Network::with(inventory, options, &[])
    }

    /// As [`Network::new`], with pods that the inventory does not hold, to ask about by name.
    #[must_use]
    pub fn with(inventory: &'a Inventory, options: &Options, imagined: &'a [ImaginedPod]) -> Network<'a> {
        let pods = Pods::new(inventory, imagined);
        let mut policies = policies(inventory);
        policies.retain(|policy| !options.without.contains(&policy.id.place));
        let notices = notices(&pods, &policies, options);
        let compiled = compile(&pods, policies, options);
        let groups = groups(&pods, &compiled);
        let n_workloads = groups.iter().filter(|group| matches!(group.peer, Peer::Workload { .. })).count();
        let options = options.clone();
        Network { inventory, pods, groups, n_workloads, options, compiled, notices }
    }

    /// The workloads of the inventory, in order of namespace, name and kind.
    pub fn workloads(&self) -> impl Iterator<Item = &Peer> {
        self.groups[..self.n_workloads].iter().map(|group| &group.peer)
    }

    /// The inventory that it was made from.
    #[must_use]
    pub fn inventory(&self) -> &'a Inventory {
        self.inventory
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
                vec![PeerSpec::Unreadable],
                crate::policy::Ports::all(),
            );
            policy.rules = [vec![rule.clone()], vec![rule]];
        }
    }
    found
}
