//! The judgement of one direction of one pair: what may be allowed and what may be denied.
//!
//! Order (policy.networking.k8s.io/v1alpha2): the admin tier by priority; then NetworkPolicy, which always decides for pods
//! that it selects; else the baseline tier; else everything is allowed. What is certainly allowed is what may be allowed and
//! may not be denied. Doubts of different rules are taken as independent, which can only widen what is open.

use model::PolicyType;

use crate::compiled::Compiled;
use crate::policy::{Action, Policy, PortIds, Rule, Tri, slot};
use crate::subject::Subject;
use crate::table::{ConnId, ConnTable};

/// What one direction says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Decision {
    pub(crate) may_allow: ConnId,
    pub(crate) may_deny: ConnId,
}

impl Decision {
    pub(crate) const FREE: Decision = Decision { may_allow: ConnId::ALL, may_deny: ConnId::EMPTY };
    const OPEN: Decision = Decision { may_allow: ConnId::ALL, may_deny: ConnId::ALL };
}

/// What was met on the way, for an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) policy: u32,
    /// `None` for a policy that is only recognised.
    pub(crate) rule: Option<u32>,
    pub(crate) action: Action,
    pub(crate) ports: PortIds,
    pub(crate) match_: Tri,
}

/// The question: the governed side's policies, the direction, the other side, and the destination's named ports.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) subject: &'a Subject,
    pub(crate) direction: PolicyType,
    pub(crate) profile: u32,
    /// The other side is a pod in the host's network: it looks like its node.
    pub(crate) peer_is_node: bool,
}

/// Everything that may happen in a group of policies to what reaches it.
struct Outcome {
    allow: ConnId,
    deny: ConnId,
    pass: ConnId,
    rest: ConnId,
}

pub(crate) fn decide(
    compiled: &Compiled,
    table: &mut ConnTable,
    side: Side<'_>,
    matches: &impl Fn(&Rule) -> Tri,
    trace: &mut Option<Vec<Step>>,
) -> Decision {
    let subject = side.subject;
    if subject.is_free() {
        return Decision::FREE;
    }
    let (mut allow, mut deny) = (ConnId::EMPTY, ConnId::EMPTY);
    let mut judge = Judge { compiled, table, side, matches, trace };
    let mut open = judge.tier(&subject.admin, ConnId::ALL, &mut allow, &mut deny);
    if open != ConnId::EMPTY && !subject.network.is_empty() {
        let ports = judge.network();
        let allowed = judge.table.intersection(open, ports.maybe);
        allow = judge.table.union(allow, allowed);
        let denied = judge.table.difference(open, ports.surely);
        deny = judge.table.union(deny, denied);
    }
    // Where none selects the pod, or none may.
    if subject.network.iter().all(|it| subject.is_perhaps(*it)) {
        open = judge.tier(&subject.baseline, open, &mut allow, &mut deny);
        allow = judge.table.union(allow, open);
    }
    if !subject.foreign.is_empty() {
        judge.foreign();
        return Decision::OPEN;
    }
    // A plugin may be unable to tell a pod in the host's network from its node, and the node reaches its own pods.
    if subject.host_network || side.peer_is_node {
        allow = ConnId::ALL;
    }
    Decision { may_allow: allow, may_deny: deny }
}

struct Judge<'a, M> {
    compiled: &'a Compiled,
    table: &'a mut ConnTable,
    side: Side<'a>,
    matches: &'a M,
    trace: &'a mut Option<Vec<Step>>,
}

impl<M: Fn(&Rule) -> Tri> Judge<'_, M> {
    /// What is left open after a tier.
    fn tier(&mut self, groups: &[Vec<u32>], reaches: ConnId, allow: &mut ConnId, deny: &mut ConnId) -> ConnId {
        let (mut open, mut passed) = (reaches, ConnId::EMPTY);
        for group in groups {
            if open == ConnId::EMPTY {
                break;
            }
            let mut rest = open;
            for at in group {
                let outcome = self.ordered(*at, open);
                *allow = self.table.union(*allow, outcome.allow);
                *deny = self.table.union(*deny, outcome.deny);
                passed = self.table.union(passed, outcome.pass);
                // Equal priority: any of the policies that match may be the one that counts.
                rest = self.table.intersection(rest, outcome.rest);
            }
            open = rest;
        }
        self.table.union(open, passed)
    }

    /// A policy whose rules have an order.
    fn ordered(&mut self, at: u32, reaches: ConnId) -> Outcome {
        let compiled = self.compiled;
        let policy = &compiled.policies[at as usize];
        let mut out = Outcome { allow: ConnId::EMPTY, deny: ConnId::EMPTY, pass: ConnId::EMPTY, rest: reaches };
        for (index, rule) in policy.rules[slot(self.side.direction)].iter().enumerate() {
            let (match_, ports) = self.rule(at, rule);
            let hit = self.table.intersection(out.rest, ports.maybe);
            if hit == ConnId::EMPTY {
                continue;
            }
            self.note(at, Some(index as u32), rule.action, ports, match_);
            let slots: &mut [&mut ConnId] = match rule.action {
                Action::Allow => &mut [&mut out.allow],
                Action::Deny => &mut [&mut out.deny],
                Action::Pass => &mut [&mut out.pass],
                Action::Unknown => &mut [&mut out.allow, &mut out.deny, &mut out.pass],
            };
            for slot in slots {
                **slot = self.table.union(**slot, hit);
            }
            out.rest = self.table.difference(out.rest, ports.surely);
        }
        out
    }

    /// What NetworkPolicies allow together.
    fn network(&mut self) -> PortIds {
        let compiled = self.compiled;
        let mut found = PortIds { surely: ConnId::EMPTY, maybe: ConnId::EMPTY };
        let subject = self.side.subject;
        for at in &subject.network {
            let policy: &Policy = &compiled.policies[*at as usize];
            for (index, rule) in policy.rules[slot(self.side.direction)].iter().enumerate() {
                let (match_, ports) = self.rule(*at, rule);
                if ports.maybe == ConnId::EMPTY {
                    continue;
                }
                self.note(*at, Some(index as u32), rule.action, ports, match_);
                found.surely = self.table.union(found.surely, ports.surely);
                found.maybe = self.table.union(found.maybe, ports.maybe);
            }
        }
        found
    }

    /// The ports that a rule of a policy matches towards this peer.
    fn rule(&self, policy: u32, rule: &Rule) -> (Tri, PortIds) {
        let ports = rule.ports_for(self.side.profile);
        let governs = if self.side.subject.is_perhaps(policy) { Tri::Maybe } else { Tri::Yes };
        match (self.matches)(rule).min(governs) {
            Tri::Yes => (Tri::Yes, ports),
            Tri::Maybe => (Tri::Maybe, PortIds { surely: ConnId::EMPTY, maybe: ports.maybe }),
            Tri::No => (Tri::No, PortIds { surely: ConnId::EMPTY, maybe: ConnId::EMPTY }),
        }
    }

    fn foreign(&mut self) {
        let subject = self.side.subject;
        for at in &subject.foreign {
            self.note(*at, None, Action::Unknown, PortIds { surely: ConnId::EMPTY, maybe: ConnId::ALL }, Tri::Maybe);
        }
    }

    fn note(&mut self, policy: u32, rule: Option<u32>, action: Action, ports: PortIds, match_: Tri) {
        if let Some(trace) = self.trace.as_mut() {
            trace.push(Step { policy, rule, action, ports, match_ });
        }
    }
}
