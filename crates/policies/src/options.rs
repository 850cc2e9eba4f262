//! What a person may say about the policies.

use dify::Component;
use invariants::Cluster;
use lang::Text;
use netpol::ConnSet;

/// What a person may say about the policies.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What may leave the cluster.
    pub egress: Egress,
    /// The cluster's DNS.
    pub dns: Dns,
    /// Where users' requests come from.
    pub ingress: Ingress,
    /// Which kind of object is written.
    pub form: Form,
    /// Keep the policies that are there. NetworkPolicies only add to each other: what those open stays open, and is said.
    pub merge: bool,
    /// Leave pods alone that are no part of Dify: no default deny for the whole namespace.
    pub only_dify: bool,
    /// Targets that components need beside what the input shows: a database outside, a mail relay, a listed internal service.
    pub allow: Vec<Allow>,
    /// Where pods and Services have their addresses, as CIDR blocks; egress lists leave them out. The private ranges are left
    /// out in any case.
    pub cluster_blocks: Vec<String>,
    /// What is known of the cluster for the proofs; its DNS is taken from [`Options::dns`].
    pub cluster: Cluster,
}

/// What may leave the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Egress {
    /// Nothing but questions to the cluster's DNS, as the guide says.
    #[default]
    Strict,
    /// The internet, for the components that need it; `None` for those of the flow matrix. Metadata, link-local, private,
    /// pod and Service addresses stay closed.
    Lists(Option<Vec<Component>>),
}

/// The cluster's DNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dns {
    /// Its namespace.
    pub namespace: String,
    /// The labels of its pods.
    pub labels: Vec<(String, String)>,
    /// The port of its pods, for UDP and TCP.
    pub port: u16,
    /// Also the node-local DNS cache, which answers at a link-local address.
    pub node_local: bool,
}

impl Default for Dns {
    /// CoreDNS or kube-dns as kubeadm and the clouds have it.
    fn default() -> Dns {
        Dns {
            namespace: "kube-system".to_owned(),
            labels: vec![("k8s-app".to_owned(), "kube-dns".to_owned())],
            port: 53,
            node_local: false,
        }
    }
}

/// Where users' requests come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ingress {
    /// Not known: from anywhere, to the ports of the components that answer users.
    #[default]
    Anywhere,
    /// An ingress controller's or gateway's pods in a namespace; every pod of it where no labels are given.
    Namespace {
        /// The namespace.
        name: String,
        /// The labels of its pods.
        labels: Vec<(String, String)>,
    },
}

/// Which kind of object is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// networking.k8s.io/v1 NetworkPolicy.
    #[default]
    NetworkPolicy,
    /// policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy, which overrules what NetworkPolicies allow, beside a NetworkPolicy
    /// for what it cannot say (whom to let in from outside the cluster).
    ClusterNetworkPolicy {
        /// `spec.priority`; lower comes first.
        priority: u16,
    },
}

/// A target that components need beside what the input shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Who needs it.
    pub from: Vec<Component>,
    /// The target, as a CIDR block.
    pub block: String,
    /// On which ports.
    pub conn: ConnSet,
    /// What for.
    pub why: Text,
}
