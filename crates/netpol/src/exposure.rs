//! What a workload may exchange with pods that the inventory does not hold: in present and in future namespaces.
//!
//! A policy that allows `app: client` allows every pod that anybody will ever label so. Three questions are answered for each
//! workload and direction: what *every* pod may do, whatever its labels; what a pod may do that fits the selector of a rule;
//! and what addresses outside may do.

use std::collections::HashMap;

use model::PolicyType;

use crate::decide::{Decision, decide};
use crate::exposed::Exposed;
use crate::listing::{Certainty, ranges};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::pair::{End, Flow};
use crate::policy::{PeerSpec, Rule, Tri, slot};
use crate::stranger::{Stranger, any_pod};
use crate::table::{ConnId, ConnTable};
use crate::{ConnSet, Peer};

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
        let mut imagination = Imagination::new(self);
        let mut found = Vec::new();
        for (at, group) in self.groups.iter().enumerate().take(self.n_workloads) {
            for direction in [PolicyType::Ingress, PolicyType::Egress] {
                let mut exposures = Exposures { workload: &group.peer, direction, found: &mut found };
                let whole = imagination.flow(&mut matrix.table, at, direction, Who::Everybody);
                exposures.add(&matrix.table, Exposed::EntireCluster, whole.certain, Certainty::Certain);
                // What depends on more than on fitting a selector.
                let other = imagination.flow(&mut matrix.table, at, direction, Who::NobodyInParticular);
                let any = matrix.table.union(other.certain, other.open);
                let open = matrix.table.difference(any, whole.certain);
                exposures.add(&matrix.table, Exposed::EntireCluster, open, Certainty::Possible);
                for stranger in imagination.strangers_of(at, direction) {
                    let to = imagination.strangers[stranger as usize].exposed();
                    let flow = imagination.flow(&mut matrix.table, at, direction, Who::Fits(stranger));
                    let certain = matrix.table.difference(flow.certain, whole.certain);
                    exposures.add(&matrix.table, to.clone(), certain, Certainty::Certain);
                    let open = matrix.table.difference(flow.open, whole.certain);
                    let open = matrix.table.difference(open, any);
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
}

/// A peer of a rule, as far as strangers are concerned.
#[derive(Clone, Copy)]
enum Sees {
    /// The same for every pod that nobody knows.
    Anyone(Tri),
    /// Those that fit a selector, by number.
    Stranger(u32),
}

/// A pod that is not there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    /// Every pod, whatever its labels.
    Everybody,
    /// One that fits no selector.
    NobodyInParticular,
    /// One that fits a selector, by number.
    Fits(u32),
}

/// Pods that are not there, and what the policies would say of them. Each selector, and each question, is looked at once.
struct Imagination<'n, 'a> {
    network: &'n Network<'a>,
    strangers: Vec<Stranger>,
    /// By rule.
    sees: Vec<Vec<Sees>>,
    fits: HashMap<(u32, u32), Tri>,
    decisions: HashMap<(u32, u32, Who), Decision>,
}

impl<'n, 'a> Imagination<'n, 'a> {
    fn new(network: &'n Network<'a>) -> Self {
        let mut strangers: Vec<Stranger> = Vec::new();
        let mut known: HashMap<Stranger, u32> = HashMap::new();
        let mut sees = Vec::new();
        let rules = network.compiled.policies.iter().flat_map(|policy| {
            let tier = policy.tier;
            policy.rules.iter().flatten().map(move |rule| (tier, rule))
        });
        for (tier, rule) in rules {
            let mut see = |peer: &PeerSpec| {
                let (scope, pods) = match peer {
                    PeerSpec::Pods { scope, pods } => (scope, pods),
                    PeerSpec::Block(block) => return Sees::Anyone(network.options.reach(tier, block).of_any_pod()),
                    other => return Sees::Anyone(any_pod(other)),
                };
                let stranger = Stranger::new(scope, pods.as_ref());
                if stranger.is_anybody() {
                    return Sees::Anyone(Tri::Yes);
                }
                Sees::Stranger(*known.entry(stranger).or_insert_with_key(|stranger| {
                    strangers.push(stranger.clone());
                    strangers.len() as u32 - 1
                }))
            };
            sees.push(rule.peers.iter().map(&mut see).collect());
        }
        Imagination { network, strangers, sees, fits: HashMap::new(), decisions: HashMap::new() }
    }

    /// What any pod of a workload may exchange with a stranger, or with every pod there could be.
    fn flow(&mut self, table: &mut ConnTable, group: usize, direction: PolicyType, who: Who) -> Flow {
        let mut all = Flow::NONE;
        for kind in &self.network.groups[group].kinds {
            let decision = self.decision(table, *kind, direction, who);
            let flow = Flow::of(table, decision, Decision::FREE);
            all = all.or(table, flow);
        }
        all
    }

    fn decision(&mut self, table: &mut ConnTable, kind: u32, direction: PolicyType, who: Who) -> Decision {
        let network = self.network;
        let Some(side) = network.side(direction, End::Pod(kind), End::UnknownPod) else { return Decision::FREE };
        let subject = network.compiled.subject_of[slot(direction)][kind as usize];
        let key = (subject, side.profile, who);
        if let Some(decision) = self.decisions.get(&key) {
            return *decision;
        }
        let rules = self.rules(subject, direction);
        let tris: HashMap<u32, Tri> = rules.into_iter().map(|rule| (rule, self.fits_rule(rule, who))).collect();
        let matches = |rule: &Rule| tris.get(&rule.id).copied().unwrap_or(Tri::Maybe);
        let decision = decide(&network.compiled, table, side, &matches, &mut None);
        self.decisions.insert(key, decision);
        decision
    }

    /// The rules that govern a subject, by number.
    fn rules(&self, subject: u32, direction: PolicyType) -> Vec<u32> {
        let compiled = &self.network.compiled;
        let subject = &compiled.subjects[subject as usize];
        let policies = subject.admin.iter().chain(&subject.baseline).flatten().chain(&subject.network);
        policies.flat_map(|at| &compiled.policies[*at as usize].rules[slot(direction)]).map(|rule| rule.id).collect()
    }

    fn fits_rule(&mut self, rule: u32, who: Who) -> Tri {
        let mut best = Tri::No;
        for at in 0..self.sees[rule as usize].len() {
            let tri = match (self.sees[rule as usize][at], who) {
                (Sees::Anyone(tri), _) => tri,
                (Sees::Stranger(_), Who::Everybody) => Tri::Maybe,
                (Sees::Stranger(_), Who::NobodyInParticular) => Tri::No,
                (Sees::Stranger(other), Who::Fits(who)) => {
                    let strangers = &self.strangers;
                    let fits = || strangers[who as usize].fits(&strangers[other as usize]);
                    *self.fits.entry((who, other)).or_insert_with(fits)
                }
            };
            best = best.max(tri);
        }
        best
    }

    /// The selectors of the rules that govern a workload, each once, in order.
    fn strangers_of(&self, group: usize, direction: PolicyType) -> Vec<u32> {
        let mut found = Vec::new();
        for kind in &self.network.groups[group].kinds {
            let subject = self.network.compiled.subject_of[slot(direction)][*kind as usize];
            for rule in self.rules(subject, direction) {
                found.extend(self.sees[rule as usize].iter().filter_map(|it| match it {
                    Sees::Stranger(stranger) => Some(*stranger),
                    Sees::Anyone(_) => None,
                }));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.sort_by(|a, b| self.strangers[*a as usize].cmp(&self.strangers[*b as usize]));
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
