//! What is known of the cluster beyond its objects, and how blocks of addresses are taken.

use model::Place;

use crate::IpSet;
use crate::policy::{PeerSpec, Tier, Tri};

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

impl Reach {
    /// Of a pod of which nothing is known.
    pub(crate) fn of_any_pod(&self) -> Tri {
        match (self.surely, self.maybe) {
            (true, _) => Tri::Yes,
            (false, true) => Tri::Maybe,
            (false, false) => Tri::No,
        }
    }
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
