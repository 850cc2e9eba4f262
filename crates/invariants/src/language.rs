//! The sentences: who, to whom, and what is claimed.

use std::fmt;

use dify::Component;
use model::{Protocol, WorkloadKind};
use netpol::{ConnSet, IpSet, PortSet};

/// A sentence about connectivity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Invariant {
    /// Who begins.
    pub from: Peers,
    /// What is claimed.
    pub claim: Claim,
    /// Who answers.
    pub to: Peers,
}

/// What a sentence claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// `a -> never b`, also written `nothing -> b`: none of these may reach any of those.
    Never,
    /// `a -> only b`: these reach nothing but those. With an empty list, `a -> nothing`.
    OnlyTo,
    /// `only a -> b`: those are reached by nobody but these.
    OnlyFrom,
    /// `a -> needs b`: each of these must be able to reach those.
    Needs,
    /// `a -> default-deny`: in no direction is everything open to everybody.
    DefaultDeny,
}

/// A list of peers, and whom it leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Peers {
    /// Who.
    pub list: Vec<Target>,
    /// `except` whom.
    pub except: Vec<Target>,
}

/// A peer, and the ports that are meant; every port where none is written (for `needs`: what the peer offers).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Who.
    pub who: Who,
    /// `:5432/TCP`, `:7000-7001/UDP`.
    pub ports: Option<Ports>,
}

/// A range of ports of one protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ports {
    /// The first.
    pub first: u16,
    /// The last; the first again for one port.
    pub last: u16,
    /// TCP where none is written.
    pub protocol: Protocol,
}

/// A peer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A component of Dify, wherever it runs.
    Component(Component),
    /// A word for several.
    Word(Word),
    /// A workload as `namespace/name` or `namespace/name[Kind]`.
    Workload {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
        /// Its kind, where it is written.
        kind: Option<WorkloadKind>,
    },
    /// An address or a block of addresses, as written.
    Addresses(Block),
}

/// An address or a block, as written and as a set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    /// As written.
    pub text: String,
    /// What it covers.
    pub set: IpSet,
}

macro_rules! words {
    ($($variant:ident $word:literal $en:literal,)*) => {
        /// A word that stands for several peers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Word {
            $(#[doc = $en] $variant,)*
        }

        impl Word {
            /// All of them.
            pub const ALL: &[Word] = &[$(Word::$variant,)*];

            /// The word.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Word::$variant => $word,)* }
            }
        }
    };
}

words! {
    Anything "anything" "Every workload of the input, every pod that the input does not hold, every address",
    Dify "dify" "Every workload that is a part of Dify",
    Database "database" "PostgreSQL or MySQL",
    VectorStore "vector-store" "The vector store, whichever it is",
    Outside "outside" "Whatever is not a workload of the input: addresses, and pods that the input does not hold, ingress controllers among them",
    Ingress "ingress" "Whatever brings users' requests in: an ingress controller, a gateway, a load balancer",
    Internet "internet" "Addresses that are neither private nor reserved",
    Private "private" "Private addresses (RFC 1918, RFC 6598, RFC 4193)",
    Metadata "metadata" "The clouds' metadata services",
    Nodes "nodes" "The nodes of the cluster",
    KubernetesApi "kubernetes-api" "The API server, as pods see its address",
    PrivateRanges "private-ranges" "A whole private range (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7); single addresses of them are not meant",
    EveryPod "every-pod" "Any pod, whatever its labels: what every pod of the cluster may do, now or later",
    Dns "dns" "Port 53 (on OpenShift 5353) of the cluster's DNS pods, and the node-local DNS cache; never port 53 of anybody else",
}

impl Ports {
    /// As a set.
    #[must_use]
    pub fn set(self) -> ConnSet {
        ConnSet::of(self.protocol, PortSet::range(self.first, self.last))
    }
}

impl Target {
    /// A peer with every port.
    #[must_use]
    pub fn new(who: Who) -> Target {
        Target { who, ports: None }
    }

    /// The ports that are meant.
    #[must_use]
    pub fn conn(&self) -> ConnSet {
        self.ports.map_or_else(ConnSet::all, Ports::set)
    }
}

impl Peers {
    /// These.
    #[must_use]
    pub fn of(who: impl IntoIterator<Item = Who>) -> Peers {
        Peers { list: who.into_iter().map(Target::new).collect(), except: Vec::new() }
    }

    fn is_anything(&self) -> bool {
        self.list == [Target::new(Who::Word(Word::Anything))]
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (&self.from, &self.to);
        match self.claim {
            Claim::Never if from.is_anything() => {
                f.write_str("nothing")?;
                except(f, &from.except)?;
                write!(f, " -> {to}")
            }
            Claim::Never => write!(f, "{from} -> never {to}"),
            Claim::OnlyTo if to.list.is_empty() => write!(f, "{from} -> nothing"),
            Claim::OnlyTo => write!(f, "{from} -> only {to}"),
            Claim::OnlyFrom => write!(f, "only {from} -> {to}"),
            Claim::Needs => write!(f, "{from} -> needs {to}"),
            Claim::DefaultDeny => write!(f, "{from} -> default-deny"),
        }
    }
}

impl fmt::Display for Peers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, &self.list)?;
        except(f, &self.except)
    }
}

fn except(f: &mut fmt::Formatter<'_>, targets: &[Target]) -> fmt::Result {
    if targets.is_empty() {
        return Ok(());
    }
    f.write_str(" except ")?;
    list(f, targets)
}

fn list(f: &mut fmt::Formatter<'_>, targets: &[Target]) -> fmt::Result {
    for (at, target) in targets.iter().enumerate() {
        if at > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{target}")?;
    }
    Ok(())
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(ports) = self.ports else { return write!(f, "{}", self.who) };
        match &self.who {
            // The colons of IPv6 would swallow the port.
            Who::Addresses(block) if block.text.contains(':') => write!(f, "[{}]:{ports}", block.text),
            who => write!(f, "{who}:{ports}"),
        }
    }
}

impl fmt::Display for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.last != self.first {
            write!(f, "-{}", self.last)?;
        }
        write!(f, "/{}", self.protocol.name())
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Component(component) => f.write_str(component.id()),
            Who::Word(word) => f.write_str(word.name()),
            Who::Workload { namespace, name, kind } => {
                write!(f, "{namespace}/{name}")?;
                kind.map_or(Ok(()), |kind| write!(f, "[{}]", kind.name()))
            }
            Who::Addresses(block) => f.write_str(&block.text),
        }
    }
}
