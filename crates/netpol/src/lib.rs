//! What can reach what, and why: the algebra of network policies.
//!
//! Responsible for: the exact meaning of NetworkPolicy (networking.k8s.io/v1), AdminNetworkPolicy, BaselineAdminNetworkPolicy
//! and ClusterNetworkPolicy (policy.networking.k8s.io) over the workloads of an inventory; all pairs ([`connections`]), single
//! questions ([`Network::can`], [`Network::explain`]), differences ([`diff`]) and exposure ([`Network::exposure`]).
//!
//! Left to others: reading files, invariants and the writing of policies (built upon this), and printing. Everything here is a
//! pure function of the inventory.
//!
//! Answers are three-valued. What the input leaves open (a named port that no known pod has, a policy of a kind that is not
//! judged, one that the API server would refuse, pods in the host's network, a block that covers addresses of pods) is never
//! guessed: it makes an answer *possible*, with the reason. That the network plugin enforces policies at all is an
//! [`ASSUMPTION`] that every answer carries.
//!
//! How it is fast: pods that no policy tells apart are one kind, addresses that no policy tells apart are one class, and
//! connection sets are numbers with remembered results, so that the work follows the number of different answers and not the
//! number of pods.

mod addresses;
mod admin;
mod answer;
mod ask;
mod assumptions;
mod bits;
mod cause;
mod compile;
mod compiled;
mod conns;
mod decide;
mod diff;
mod doubt;
mod ends;
mod explain;
mod exposed;
mod exposure;
mod find;
mod foreign;
mod given;
mod group;
mod idle;
mod idle_search;
mod idle_wording;
mod intervals;
mod labels;
mod listing;
mod looked_up;
mod matrix;
mod native;
mod network;
mod notice;
mod options;
mod outsider;
mod overview;
mod pair;
mod pairs;
mod peer;
mod pods;
mod policy;
mod profile;
mod read;
mod reason;
mod rows;
mod scan;
mod service;
mod stranger;
mod subject;
mod table;
mod tree;
mod view;
mod wording;

pub use addresses::{IpRange, IpSet};
pub use answer::{Answer, Exchange, Verdict};
pub use assumptions::{ALWAYS_ALLOWED, ASSUMPTION, BLOCKS_ARE_EXTERNAL};
pub use cause::{Cause, Facing, Openness};
pub use conns::{ConnSet, PortSet};
pub use diff::{Allowed, Change, Difference, diff};
pub use ends::{Ends, PortQuery};
pub use exposed::{Exposed, Namespaces};
pub use exposure::Exposure;
pub use find::FindError;
pub use idle::{Idle, IdleWhy, Idles};
pub use intervals::{Intervals, Line};
pub use listing::{Certainty, Connection, Listing, connections};
pub use network::{Network, Notice};
pub use options::Options;
pub use outsider::{Passage, PodSketch};
pub use overview::Overview;
pub use peer::Peer;
pub use pods::ImaginedPod;
pub use policy::PolicyRef;
pub use reason::{DirectionExplanation, Effect, Explanation, PairExplanation, Reason, RuleRef};
pub use scan::{KindPair, Reach, Scan};
pub use table::ConnId;
pub use view::{Behind, PolicyView, RuleView};
