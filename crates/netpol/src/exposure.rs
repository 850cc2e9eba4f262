//! What a workload may exchange with pods that the inventory does not hold: in present and in future namespaces.
//!
//! A policy that allows `app: client` allows every pod that anybody will ever label so. Three questions are answered for each
//! workload and direction: what *every* pod may do, whatever its labels; what a pod may do that fits the selector of a rule;
//! and what addresses outside may do.

use std::fmt;

use model::{LabelSelector, Operator, PolicyType};

use crate::compile::UNKNOWN_POD;
use crate::decide::{Decision, Side, decide};
use crate::listing::{Certainty, ranges};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::pair::{End, Flow};
use crate::policy::{PeerSpec, Rule, Scope, Tri, slot};
use crate::table::{ConnId, ConnTable};
use crate::{ConnSet, IpRange, Peer};

/// Whom a workload is exposed to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Exposed {
    /// Every pod of the cluster, present or future.
    EntireCluster,
    /// Pods that fit a selector of a policy.
    Pods {
        /// Which namespaces: a name, or a selector in the notation of `kubectl -l`, empty for every namespace.
        namespaces: Namespaces,
        /// Which labels, in the notation of `kubectl -l`; empty for every pod.
        labels: String,
    },
    /// Addresses outside.
    External(IpRange),
}

/// Which namespaces an exposure is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespaces {
    /// One by name.
    Named(Box<str>),
    /// Those that fit a selector in the notation of `kubectl -l`; empty for every namespace.
    Matching(String),
}

impl fmt::Display for Exposed {
    /// `entire-cluster`, `dify/[pods app=api]`, `[namespaces team=a]/[all pods]`, `0.0.0.0-255.255.255.255[External]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Exposed::EntireCluster => f.write_str("entire-cluster"),
            Exposed::External(range) => write!(f, "{range}[External]"),
            Exposed::Pods { namespaces, labels } => {
                match namespaces {
                    Namespaces::Named(name) => f.write_str(name)?,
                    Namespaces::Matching(selector) if selector.is_empty() => f.write_str("[all namespaces]")?,
                    Namespaces::Matching(selector) => write!(f, "[namespaces {selector}]")?,
                }
                if labels.is_empty() { f.write_str("/[all pods]") } else { write!(f, "/[pods {labels}]") }
            }
        }
    }
}

/// One exposure of one workload.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exposure {
    /// The workload.
    pub workload: Peer,
    /// Into it, or out of it.
    pub direction: PolicyType,
    /// To whom.
    pub to: Exposed,
    /// On which ports; beyond [`Exposed::EntireCluster`] only what that does not already say.
    pub conn: ConnSet,
    /// Whether such a pod surely may, or only if nothing else about it stands in the way.
    pub certainty: Certainty,
}

impl Network<'_> {
    /// What every workload exposes.
    #[must_use]
    pub fn exposure(&self) -> Vec<Exposure> {
        let mut matrix = Matrix::new(self);
        let mut found = Vec::new();
        for (at, group) in self.groups.iter().enumerate() {
            for direction in [PolicyType::Ingress, PolicyType::Egress] {
                let mut exposures = Exposures { workload: &group.peer, direction, found: &mut found };
                let whole = self.imagined(&mut matrix.table, at, direction, &|rule| universal(rule));
                exposures.add(&matrix.table, Exposed::EntireCluster, whole.certain, Certainty::Certain);
                for (to, stranger) in self.strangers(at, direction) {
                    let flow = self.imagined(&mut matrix.table, at, direction, &|rule| stranger.fits(rule));
                    let certain = matrix.table.difference(flow.certain, whole.certain);
                    exposures.add(&matrix.table, to.clone(), certain, Certainty::Certain);
                    let open = matrix.table.difference(flow.open, whole.certain);
                    exposures.add(&matrix.table, to, open, Certainty::Possible);
                }
                for (range, flow) in ranges(&mut matrix, at, direction) {
                    exposures.add(&matrix.table, Exposed::External(range), flow.certain, Certainty::Certain);
                    exposures.add(&matrix.table, Exposed::External(range), flow.open, Certainty::Possible);
                }
            }
        }
        found
    }

    /// What any pod of the workload may exchange with an imagined pod.
    fn imagined(
        &self,
        table: &mut ConnTable,
        group: usize,
        direction: PolicyType,
        fits: &impl Fn(&Rule) -> Tri,
    ) -> Flow {
        let mut all = Flow::NONE;
        for kind in &self.groups[group].kinds {
            let Some(side) = self.side(direction, End::Pod(*kind), End::UnknownPod) else { continue };
            debug_assert!(direction == PolicyType::Ingress || side.profile == UNKNOWN_POD);
            let side = Side { peer_is_node: false, ..side };
            let decision = decide(&self.compiled, table, side, fits, &mut None);
            let flow = Flow::of(table, decision, Decision::FREE);
            all = all.or(table, flow);
        }
        all
    }

    /// The selectors of the rules that govern a workload, each once.
    pub(crate) fn strangers(&self, group: usize, direction: PolicyType) -> Vec<(Exposed, Stranger)> {
        let compiled = &self.compiled;
        let mut found: Vec<(Exposed, Stranger)> = Vec::new();
        for kind in &self.groups[group].kinds {
            let subject = &compiled.subjects[compiled.subject_of[slot(direction)][*kind as usize] as usize];
            let tiers = subject.admin.iter().chain(&subject.baseline).flatten().chain(&subject.network);
            let rules = tiers.flat_map(|at| &compiled.policies[*at as usize].rules[slot(direction)]);
            for peer in rules.flat_map(|rule| &rule.peers) {
                let PeerSpec::Pods { scope, pods } = peer else { continue };
                let stranger = Stranger::new(scope, pods.as_ref());
                if !stranger.is_anybody() && !found.iter().any(|(_, known)| *known == stranger) {
                    found.push((stranger.exposed(), stranger));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }
}

struct Exposures<'e> {
    workload: &'e Peer,
    direction: PolicyType,
    found: &'e mut Vec<Exposure>,
}

impl Exposures<'_> {
    fn add(&mut self, table: &ConnTable, to: Exposed, conn: ConnId, certainty: Certainty) {
        if conn != ConnId::EMPTY {
            let conn = table.set(conn).clone();
            self.found.push(Exposure {
                workload: self.workload.clone(),
                direction: self.direction,
                to,
                conn,
                certainty,
            });
        }
    }
}

/// Whether a rule matches every pod there could be.
pub(crate) fn universal(rule: &Rule) -> Tri {
    rule.peers.iter().map(any_pod).max().unwrap_or(Tri::No)
}

fn any_pod(peer: &PeerSpec) -> Tri {
    let whole = |selector: &Option<LabelSelector>| selector.as_ref().is_none_or(LabelSelector::is_empty);
    match peer {
        PeerSpec::Anybody => Tri::Yes,
        PeerSpec::Pods { scope: Scope::Select(selector), pods } if selector.is_empty() && whole(pods) => Tri::Yes,
        PeerSpec::Domains => Tri::No,
        _ => Tri::Maybe,
    }
}

/// A pod of which only that it fits one selector is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stranger {
    namespaces: Namespaces,
    labels: String,
}

impl Stranger {
    pub(crate) fn new(scope: &Scope, pods: Option<&LabelSelector>) -> Stranger {
        let namespaces = match scope {
            Scope::Own(name) => Namespaces::Named(name.clone()),
            Scope::Select(selector) => match only_name(selector) {
                Some(name) => Namespaces::Named(name.into()),
                None => Namespaces::Matching(notation(selector)),
            },
        };
        Stranger { namespaces, labels: pods.map(notation).unwrap_or_default() }
    }

    fn is_anybody(&self) -> bool {
        self.namespaces == Namespaces::Matching(String::new()) && self.labels.is_empty()
    }

    fn exposed(&self) -> Exposed {
        Exposed::Pods { namespaces: self.namespaces.clone(), labels: self.labels.clone() }
    }

    pub(crate) fn fits(&self, rule: &Rule) -> Tri {
        rule.peers.iter().map(|peer| self.fits_peer(peer)).max().unwrap_or(Tri::No)
    }

    fn fits_peer(&self, peer: &PeerSpec) -> Tri {
        let PeerSpec::Pods { scope, pods } = peer else { return any_pod(peer) };
        let other = Stranger::new(scope, pods.as_ref());
        let covers = |wide: &str, narrow: &str| wide.is_empty() || wide == narrow;
        let namespaces = match (&other.namespaces, &self.namespaces) {
            (Namespaces::Named(a), Namespaces::Named(b)) if a != b => return Tri::No,
            (Namespaces::Named(a), Namespaces::Named(b)) => a == b,
            (Namespaces::Matching(wide), Namespaces::Matching(narrow)) => covers(wide, narrow),
            (Namespaces::Matching(wide), Namespaces::Named(_)) => wide.is_empty(),
            (Namespaces::Named(_), Namespaces::Matching(_)) => false,
        };
        if namespaces && covers(&other.labels, &self.labels) { Tri::Yes } else { Tri::Maybe }
    }
}

/// The one namespace that a selector names by the label every namespace has.
fn only_name(selector: &LabelSelector) -> Option<&str> {
    match (selector.match_labels.as_slice(), selector.match_expressions.as_slice()) {
        ([(key, value)], []) if &**key == "kubernetes.io/metadata.name" => Some(&value.value),
        _ => None,
    }
}

/// A selector as `kubectl -l` takes it.
fn notation(selector: &LabelSelector) -> String {
    let labels = selector.match_labels.iter().map(|(key, value)| format!("{key}={}", value.value));
    let expressions = selector.match_expressions.iter().map(|requirement| {
        let (key, values) = (&requirement.key, requirement.values.join(","));
        match requirement.operator {
            Operator::In => format!("{key} in ({values})"),
            Operator::NotIn => format!("{key} notin ({values})"),
            Operator::Exists => key.to_string(),
            Operator::DoesNotExist => format!("!{key}"),
        }
    });
    let mut parts: Vec<String> = labels.chain(expressions).collect();
    parts.sort();
    parts.join(",")
}
