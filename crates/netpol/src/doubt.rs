//! What makes an answer open, in words.

use lang::Text;

use crate::decide::{Side, Step};
use crate::network::Network;
use crate::pair::End;
use crate::policy::{Action, PeerSpec, Rule, Standing, Tier, Tri, slot};
use crate::table::{ConnId, ConnTable};
use crate::wording;

/// One direction of one pair, of which something is open.
pub(crate) struct Doubts<'d, 'a> {
    pub(crate) network: &'d Network<'a>,
    pub(crate) side: Side<'d>,
    pub(crate) peer: End,
}

/// The policy and the rule that leave something open, where it is theirs, and why.
pub(crate) type Doubt = (Option<u32>, Option<u32>, Text);

impl Doubts<'_, '_> {
    /// The doubts about `open`; at least one where it is not empty.
    pub(crate) fn of(&self, table: &mut ConnTable, steps: &[Step], open: ConnId) -> Vec<Doubt> {
        let mut found: Vec<Doubt> = Vec::new();
        for step in steps {
            if table.intersection(step.ports.maybe, open) != ConnId::EMPTY
                && let Some(text) = self.step(step)
            {
                found.push((Some(step.policy), step.rule, text));
            }
        }
        // One without rules closes all the same.
        let policies = &self.network.compiled.policies;
        let mut perhaps = self.side.subject.perhaps.clone();
        perhaps.sort_by_key(|at| policies[*at as usize].rank());
        for at in perhaps {
            if !found.iter().any(|it| it.0 == Some(at)) {
                found.push((Some(at), None, wording::may_not_apply(&policies[at as usize])));
            }
        }
        if self.side.subject.host_network || self.side.peer_is_node {
            found.push((None, None, wording::host_network()));
        }
        let groups = self.side.subject.admin.iter().chain(&self.side.subject.baseline);
        for group in groups.filter(|group| group.len() > 1) {
            let effective = |action| steps.iter().any(|step| group.contains(&step.policy) && step.action == action);
            let actions =
                [Action::Allow, Action::Deny, Action::Pass].into_iter().filter(|action| effective(*action)).count();
            let policies: Vec<_> = group.iter().map(|at| &self.network.compiled.policies[*at as usize]).collect();
            if actions > 1 && policies.len() > 1 {
                found.push((group.first().copied(), None, wording::equal_priority(&policies)));
            }
        }
        found
    }

    fn step(&self, step: &Step) -> Option<Text> {
        let policy = &self.network.compiled.policies[step.policy as usize];
        match &policy.standing {
            Standing::Foreign => return Some(wording::foreign(policy)),
            Standing::Invalid(reason) => return Some(wording::invalid(policy, reason)),
            Standing::Judged => {}
        }
        if self.side.subject.is_perhaps(step.policy) {
            return Some(wording::may_not_apply(policy));
        }
        let rule = &policy.rules[slot(self.side.direction)][step.rule? as usize];
        if step.match_ == Tri::Maybe {
            return self.maybe(policy.tier, rule).map(|why| wording::of_rule(policy, &why));
        }
        let unsure = step.ports.surely != step.ports.maybe;
        let name = rule.ports.names.iter().find(|(_, name)| !self.network.pods.knows_port_name(name));
        match (unsure, name.or(rule.ports.names.first())) {
            (true, Some((_, name))) => Some(wording::of_rule(policy, &wording::named_port(name))),
            _ => None,
        }
    }

    /// Whether a kind of pods fits a selector of the rule or not by labels that are not known.
    fn may_fit(&self, kind: u32, rule: &Rule) -> bool {
        let network = self.network;
        let unit = network.compiled.kinds[kind as usize];
        rule.peers.iter().any(|peer| match peer {
            PeerSpec::Pods { scope, pods } => {
                let selected = network.pods.select(scope, pods.as_ref());
                selected.maybe.contains(unit) && !selected.surely.contains(unit)
            }
            _ => false,
        })
    }

    fn maybe(&self, tier: Tier, rule: &Rule) -> Option<Text> {
        let has = |test: fn(&PeerSpec) -> bool| rule.peers.iter().any(test);
        if has(|peer| matches!(peer, PeerSpec::Unreadable)) {
            return Some(wording::unreadable_peer());
        }
        match self.peer {
            End::UnknownPod => Some(wording::unknown_controller()),
            End::Pod(_) if self.side.peer_is_node => Some(wording::host_network()),
            End::Pod(kind) if self.may_fit(kind, rule) => Some(wording::unknown_labels()),
            End::Pod(_) if tier == Tier::Network => Some(wording::block_and_pods()),
            End::Pod(_) => Some(wording::networks_and_pods()),
            End::Class(_) if has(|peer| matches!(peer, PeerSpec::Domains)) => Some(wording::domain_names()),
            End::Class(_) => Some(wording::nodes()),
        }
    }
}
