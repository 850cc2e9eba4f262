//! What is known of the cluster beyond the input, and the ranges of addresses that have a name.
//!
//! Sources: the IANA registries of special-purpose addresses (RFC 6890) for IPv4 and IPv6, and the vendors' documentation of
//! their metadata services.

use netpol::{IpRange, IpSet, PodSketch};

/// Private addresses: RFC 1918, RFC 6598 (carrier-grade NAT, used for pods by several clouds), RFC 4193.
pub const PRIVATE: &[&str] = &["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// The private ranges that people give away as a whole: RFC 1918 and RFC 4193.
pub(crate) const PRIVATE_RANGES: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// Addresses that lead to no other machine of the internet: this network, loopback, link-local with the metadata services in
/// it, protocol assignments, documentation, benchmarks, multicast, reserved; the IPv6 forms that carry an IPv4 address in them
/// (mapped, NAT64, 6to4), because they lead around every exception made for IPv4.
pub const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

/// Where clouds answer for the machine's identity: AWS, Google, Azure and OpenStack share the first; ECS tasks and EKS Pod
/// Identity, Azure's wire server, Alibaba and Oracle have others.
pub const METADATA: &[&str] = &[
    "169.254.169.254/32",
    "169.254.170.2/32",
    "169.254.170.23/32",
    "168.63.129.16/32",
    "100.100.100.200/32",
    "192.0.0.192/32",
    "fd00:ec2::254/128",
    "fd00:ec2::23/128",
    "fd20:ce::254/128",
];

/// The node-local DNS cache (kubernetes.io, "Using NodeLocal DNSCache").
pub const NODE_LOCAL_DNS: &str = "169.254.20.10/32";

/// A set of blocks; those that are no blocks are left out.
#[must_use]
pub fn set_of<S: AsRef<str>>(blocks: &[S]) -> IpSet {
    let sets = blocks.iter().filter_map(|block| IpSet::from_cidr(block.as_ref()));
    sets.fold(IpSet::empty(), |all, set| all.union(&set))
}

/// The addresses that are neither private nor special.
#[must_use]
pub fn internet() -> IpSet {
    // `::ffff:0:0/96` holds the addresses of IPv4, which are judged as such.
    let mapped = IpRange::V6(0xffff_0000_0000, 0xffff_ffff_ffff);
    set_of(PRIVATE).union(&set_of(SPECIAL)).union(&mapped.into()).complement()
}

/// What is known of the cluster beyond the input.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The addresses of the nodes. `None`: somewhere among the private ones.
    pub nodes: Option<IpSet>,
    /// The addresses of the API server, as a policy sees them (behind the Service `kubernetes`). `None`: as for the nodes.
    pub kubernetes_api: Option<IpSet>,
    /// The DNS server's pods, where the input does not hold them. Several: any of them will do.
    pub dns: Vec<PodSketch>,
}

impl Default for Cluster {
    /// Nodes and API server at private addresses; DNS as kubeadm and the clouds have it, or as OpenShift has it.
    fn default() -> Cluster {
        let pod = |namespace: &str, label: (&str, &str)| PodSketch {
            namespace: namespace.to_owned(),
            namespace_labels: Vec::new(),
            labels: vec![(label.0.to_owned(), label.1.to_owned())],
        };
        Cluster {
            nodes: None,
            kubernetes_api: None,
            dns: vec![
                pod("kube-system", ("k8s-app", "kube-dns")),
                pod("openshift-dns", ("dns.operator.openshift.io/daemonset-dns", "default")),
            ],
        }
    }
}
