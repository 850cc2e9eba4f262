//! Policies and rules that change no answer: said twice, overruled, refused by the other side, or selecting nobody.
//!
//! All that is reported as said twice, overruled or refused may be removed together, and every answer about the workloads and
//! addresses of the input stays. A rule that selects pods which the input does not hold is left in peace as long as it would
//! change the answer for such a pod.

use std::collections::HashSet;

use model::{LabelSelector, PolicyType};

use crate::decide::{Decision, Step, decide};
use crate::idle::{Idle, IdleWhy, Idles};
use crate::idle_wording::{of_rule, selects_nobody, whole};
use crate::network::Network;
use crate::outsider::{fits, universal};
use crate::pair::{End, Flow};
use crate::policy::{Action, PeerSpec, Policy, Rule, Scope, Selects, Standing, Tier, Tri, slot};
use crate::reason::RuleRef;
use crate::stranger::Stranger;
use crate::table::{ConnId, ConnTable};

impl Network<'_> {
    /// The policies and rules that change no answer. Looks at most at `budget` decisions of a direction of a pair.
    #[must_use]
    pub fn idle(&self, budget: usize) -> Idles {
        let mut search = Search {
            network: self,
            table: self.compiled.table.clone(),
            removed: HashSet::new(),
            gone: HashSet::new(),
            left: budget,
        };
        let mut found = Vec::new();
        // Of two that say the same, the first stays.
        for at in (0..self.compiled.policies.len()).rev() {
            let mut of_policy = search.policy(at);
            of_policy.reverse();
            found.append(&mut of_policy);
        }
        found.reverse();
        Idles { found, complete: search.left > 0 }
    }
}

/// What was learnt of a rule.
#[derive(Default)]
struct Evidence {
    /// It changed what its own direction says, and the other side refused it.
    refused: bool,
    /// Some of it was not decided before its turn came.
    reached: bool,
    /// It matched somebody.
    matched: bool,
    by: Vec<(u32, Option<u32>)>,
}

struct Search<'s, 'a> {
    network: &'s Network<'a>,
    table: ConnTable,
    /// The rules that are taken to be removed, by where they are.
    removed: HashSet<*const Rule>,
    /// The policies that are taken to be removed.
    gone: HashSet<usize>,
    left: usize,
}

const DIRECTIONS: [PolicyType; 2] = [PolicyType::Ingress, PolicyType::Egress];

impl Search<'_, '_> {
    fn policy(&mut self, at: usize) -> Vec<Idle> {
        let network = self.network;
        let policy = &network.compiled.policies[at];
        if policy.standing != Standing::Judged {
            return Vec::new();
        }
        if DIRECTIONS.iter().all(|direction| self.kinds(at, *direction).is_empty()) {
            return vec![self.selects_nobody(policy)];
        }
        let mut found = Vec::new();
        for direction in DIRECTIONS {
            for rule in (0..policy.rules[slot(direction)].len()).rev() {
                if let Some(evidence) = self.rule(at, direction, rule) {
                    self.removed.insert(&raw const policy.rules[slot(direction)][rule]);
                    found.push(self.idle(policy, Some((direction, rule)), &evidence));
                }
            }
        }
        found.reverse();
        let n_rules: usize = policy.rules.iter().map(Vec::len).sum();
        if found.len() == n_rules
            && let Some(by) = self.isolates_nobody(at)
        {
            self.gone.insert(at);
            let by_rules = found.iter().flat_map(|it| it.by.clone());
            let mut by: Vec<_> =
                by.into_iter().map(|it| (network.compiled.policies[it].id.clone(), None)).chain(by_rules).collect();
            by.sort_by(|(a, _), (b, _)| (&a.kind, &a.namespace, &a.name).cmp(&(&b.kind, &b.namespace, &b.name)));
            by.dedup_by(|a, b| a.0 == b.0);
            let text = whole(policy, &by);
            return vec![Idle { policy: policy.id.clone(), rule: None, why: IdleWhy::Repeated, by, text }];
        }
        found
    }

    /// The kinds of pods that a policy governs in a direction.
    fn kinds(&self, at: usize, direction: PolicyType) -> Vec<u32> {
        let compiled = &self.network.compiled;
        let governs = |kind: &u32| {
            let subject = &compiled.subjects[compiled.subject_of[slot(direction)][*kind as usize] as usize];
            let at = at as u32;
            let tiers = subject.admin.iter().chain(&subject.baseline).flatten().chain(&subject.network);
            tiers.copied().any(|it| it == at)
        };
        (0..compiled.kinds.len() as u32).filter(governs).collect()
    }

    /// Whether a policy that is not judged governs a kind of pods: what it leaves of the others, nobody knows.
    fn has_unjudged(&self, direction: PolicyType, kind: u32) -> bool {
        let compiled = &self.network.compiled;
        let subject = &compiled.subjects[compiled.subject_of[slot(direction)][kind as usize] as usize];
        let tiers =
            subject.admin.iter().chain(&subject.baseline).flatten().chain(&subject.network).chain(&subject.foreign);
        tiers.copied().any(|it| compiled.policies[it as usize].standing != Standing::Judged)
    }

    /// The policies that isolate the same pods; `None` where some pod, present or future, is isolated by this one alone.
    fn isolates_nobody(&self, at: usize) -> Option<Vec<usize>> {
        let compiled = &self.network.compiled;
        let policy = &compiled.policies[at];
        if policy.tier != Tier::Network {
            return Some(Vec::new());
        }
        let mut by = Vec::new();
        for direction in DIRECTIONS.into_iter().filter(|it| policy.governs[slot(*it)]) {
            // Future pods: another policy must select at least as much.
            let covers = |other: &usize| {
                let it = &compiled.policies[*other];
                *other != at
                    && !self.gone.contains(other)
                    && it.standing == Standing::Judged
                    && it.tier == Tier::Network
                    && it.governs[slot(direction)]
                    && selects_as_much(&it.selects, &policy.selects)
            };
            by.push((0..compiled.policies.len()).find(covers)?);
        }
        by.sort_unstable();
        by.dedup();
        Some(by)
    }

    /// What there is to say of a rule that changes nothing; `None` where it does, or where the budget is spent.
    fn rule(&mut self, at: usize, direction: PolicyType, index: usize) -> Option<Evidence> {
        let network = self.network;
        let compiled = &network.compiled;
        let rule = &compiled.policies[at].rules[slot(direction)][index];
        let mut evidence = Evidence::default();
        let pods = (0..compiled.kinds.len() as u32).map(End::Pod);
        let everybody: Vec<End> = pods.chain((0..compiled.n_classes as u32).map(End::Class)).collect();
        for kind in self.kinds(at, direction) {
            if self.has_unjudged(direction, kind) {
                return None;
            }
            for peer in &everybody {
                let hit = rule.hits.of(network.position(*peer)) != Tri::No;
                if hit && self.matters(rule, at, direction, (End::Pod(kind), *peer), &mut evidence) {
                    return None;
                }
            }
            if self.matters_to_strangers(rule, direction, kind, evidence.matched) {
                return None;
            }
        }
        evidence.by.sort_unstable();
        evidence.by.dedup();
        Some(evidence)
    }

    /// Whether the answer for a pair changes without the rule.
    fn matters(
        &mut self,
        rule: &Rule,
        at: usize,
        direction: PolicyType,
        ends: (End, End),
        evidence: &mut Evidence,
    ) -> bool {
        evidence.matched = true;
        let position = self.network.position(ends.1);
        let fits = |it: &Rule| it.hits.of(position);
        let Some((with, steps)) = self.decide(direction, ends, &fits, None) else { return true };
        let Some((without, _)) = self.decide(direction, ends, &fits, Some(rule)) else { return true };
        self.note(rule, at, &steps, evidence);
        if with == without {
            return false;
        }
        let other = if direction == PolicyType::Ingress { PolicyType::Egress } else { PolicyType::Ingress };
        let back = self.network.position(ends.0);
        let fits = |it: &Rule| it.hits.of(back);
        let Some((opposite, _)) = self.decide(other, (ends.1, ends.0), &fits, None) else { return true };
        let (with, without) = (Flow::of(&mut self.table, with, opposite), Flow::of(&mut self.table, without, opposite));
        if with != without {
            return true;
        }
        evidence.refused = true;
        if let End::Pod(kind) = ends.1 {
            let compiled = &self.network.compiled;
            let subject = &compiled.subjects[compiled.subject_of[slot(other)][kind as usize] as usize];
            evidence.by.extend(
                subject.network.iter().filter(|it| !self.gone.contains(&(**it as usize))).map(|it| (*it, None)),
            );
        }
        false
    }

    /// Whether the answer changes for a pod that the input does not hold and that the rule is there for.
    fn matters_to_strangers(&mut self, rule: &Rule, direction: PolicyType, kind: u32, matched: bool) -> bool {
        let ends = (End::Pod(kind), End::UnknownPod);
        for peer in &rule.peers {
            let differs = match peer {
                PeerSpec::Anybody => self.differs(rule, direction, ends, &universal),
                PeerSpec::Pods { scope, pods } => {
                    let everywhere = matches!(scope, Scope::Select(selector) if selector.is_empty());
                    let stranger = Stranger::new(scope, pods.as_ref());
                    (everywhere || !matched) && self.differs(rule, direction, ends, &|it| fits(&stranger, it))
                }
                PeerSpec::Block(_) => false,
                PeerSpec::Nodes | PeerSpec::Domains | PeerSpec::Unreadable => true,
            };
            if differs {
                return true;
            }
        }
        false
    }

    fn differs(&mut self, rule: &Rule, direction: PolicyType, ends: (End, End), fits: &impl Fn(&Rule) -> Tri) -> bool {
        let with = self.decide(direction, ends, fits, None).map(|it| it.0);
        let without = self.decide(direction, ends, fits, Some(rule)).map(|it| it.0);
        with.is_none() || with != without
    }

    /// What one direction says, without the rules that are removed and perhaps one more; `None` when the budget is spent.
    fn decide(
        &mut self,
        direction: PolicyType,
        (governed, peer): (End, End),
        fits: &impl Fn(&Rule) -> Tri,
        without: Option<&Rule>,
    ) -> Option<(Decision, Vec<Step>)> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return None;
        }
        let network = self.network;
        let Some(side) = network.side(direction, governed, peer) else { return Some((Decision::FREE, Vec::new())) };
        let mut steps = Some(Vec::new());
        let mut table = std::mem::replace(&mut self.table, ConnTable::new());
        let matches = |it: &Rule| {
            let out =
                without.is_some_and(|rule| std::ptr::eq(rule, it)) || self.removed.contains(&std::ptr::from_ref(it));
            if out { Tri::No } else { fits(it) }
        };
        let decision = decide(&network.compiled, &mut table, side, &matches, &mut steps);
        self.table = table;
        Some((decision, steps.unwrap_or_default()))
    }

    /// Which others decide what the rule is about.
    fn note(&mut self, rule: &Rule, at: usize, steps: &[Step], evidence: &mut Evidence) {
        let policies = &self.network.compiled.policies;
        let is_it = |step: &Step| {
            step.policy as usize == at
                && step.rule.is_some_and(|index| {
                    policies[at]
                        .rules
                        .iter()
                        .any(|rules| rules.get(index as usize).is_some_and(|it| std::ptr::eq(it, rule)))
                })
        };
        // A step is noted only where something of it was still undecided.
        let own = steps.iter().find(|step| is_it(step)).map(|step| step.ports.maybe);
        let mut left = own.unwrap_or(ConnId::EMPTY);
        if policies[at].tier == Tier::Network {
            let decides = |step: &&Step| {
                policies[step.policy as usize].tier == Tier::Admin
                    && matches!(step.action, Action::Allow | Action::Deny)
            };
            for step in steps.iter().filter(decides) {
                left = self.table.difference(left, step.ports.surely);
            }
        }
        evidence.reached |= left != ConnId::EMPTY;
        let ports = own.unwrap_or(ConnId::ALL);
        for step in steps.iter().filter(|step| !is_it(step)) {
            if self.table.intersection(step.ports.maybe, ports) != ConnId::EMPTY {
                evidence.by.push((step.policy, step.rule));
            }
        }
    }

    fn idle(&self, policy: &Policy, rule: Option<(PolicyType, usize)>, evidence: &Evidence) -> Idle {
        let policies = &self.network.compiled.policies;
        let reference = |policy: &Policy, direction: PolicyType, at: usize| {
            let rule = &policy.rules[slot(direction)][at];
            RuleRef { number: at + 1, name: rule.name.clone(), place: rule.place }
        };
        let direction = rule.map_or(PolicyType::Ingress, |it| it.0);
        let why = match evidence {
            Evidence { matched: false, .. } => IdleWhy::Nobody,
            Evidence { refused: true, .. } => IdleWhy::Refused,
            Evidence { reached: false, .. } => IdleWhy::Overruled,
            _ => IdleWhy::Repeated,
        };
        // Whatever stands before an ordered rule left something to it: it is what follows that says the same.
        let follows = policy.tier != Tier::Network && why == IdleWhy::Repeated;
        let by = evidence.by.iter().filter(|_| !follows).map(|(at, index)| {
            let other = &policies[*at as usize];
            (other.id.clone(), index.map(|it| reference(other, direction, it as usize)))
        });
        let by: Vec<_> = by.collect();
        let rule = rule.map(|(direction, at)| (direction, reference(policy, direction, at)));
        let text = of_rule(policy, rule.as_ref(), why, &by);
        Idle { policy: policy.id.clone(), rule, why, by, text }
    }

    fn selects_nobody(&self, policy: &Policy) -> Idle {
        let text = selects_nobody(policy);
        Idle { policy: policy.id.clone(), rule: None, why: IdleWhy::Nobody, by: Vec::new(), text }
    }
}

/// Whether a selection holds every pod that another does, present and future, as far as it can be read off.
fn selects_as_much(wide: &Selects, narrow: &Selects) -> bool {
    let (Selects::Pods { scope: a, pods: wide }, Selects::Pods { scope: b, pods: narrow }) = (wide, narrow) else {
        return false;
    };
    let (Scope::Own(a), Scope::Own(b)) = (a, b) else { return false };
    let empty = |it: &Option<LabelSelector>| it.as_ref().is_none_or(LabelSelector::is_empty);
    let equal = || {
        Stranger::new(&Scope::Own(a.clone()), wide.as_ref()) == Stranger::new(&Scope::Own(a.clone()), narrow.as_ref())
    };
    a == b && (empty(wide) || equal())
}
