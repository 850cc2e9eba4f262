//! Why: which policy and which rule decides each direction of a pair.

use lang::Text;
use model::PolicyType;

use crate::decide::{Decision, Step};
use crate::doubt::Doubts;
use crate::network::Network;
use crate::pair::End;
use crate::pairs::Pair;
use crate::policy::{Action, Policy, Rule, slot};
use crate::reason::{DirectionExplanation, Effect, PairExplanation, Reason, RuleRef};
use crate::table::{ConnId, ConnTable};
use crate::{ConnSet, Peer, wording};

impl Network<'_> {
    /// Why a pair is open.
    pub(crate) fn doubts(&self, pair: &Pair) -> Vec<Text> {
        let mut table = self.compiled.table.clone();
        let mut found: Vec<Text> = Vec::new();
        for ends in &pair.ends {
            let explained = self.explain_pair(&mut table, pair, *ends);
            for direction in [explained.egress, explained.ingress] {
                if !direction.open.is_empty() {
                    found
                        .extend(direction.reasons.into_iter().filter(|it| it.effect == Effect::Open).map(|it| it.text));
                }
            }
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|text| seen.insert(text.clone()));
        found
    }

    /// Why a pair of ends may or may not exchange what is asked for.
    pub(crate) fn explain_pair(&self, table: &mut ConnTable, pair: &Pair, (src, dst): (End, End)) -> PairExplanation {
        let asked = table.id(pair.asked.clone());
        let ([out, into], traces) = self.traced(table, src, dst);
        let mut directions = Network::DIRECTIONS
            .into_iter()
            .zip([(src, dst), (dst, src)])
            .zip([out, into])
            .zip([traces.egress, traces.ingress]);
        let mut next = || {
            let (((direction, (governed, peer)), decision), steps) = directions.next()?;
            let explainer = Explainer { network: self, direction, governed, peer, asked, pair };
            Some(if pair.itself { explainer.itself() } else { explainer.explain(table, decision, &steps) })
        };
        let (egress, ingress) = (next().unwrap_or_default(), next().unwrap_or_default());
        let allowed = |it: &DirectionExplanation| it.certain.union(&it.open);
        let certain = egress.certain.intersection(&ingress.certain);
        let open = allowed(&egress).intersection(&allowed(&ingress)).difference(&certain);
        PairExplanation { src: pair.src.clone(), dst: pair.dst.clone(), certain, open, egress, ingress }
    }
}

struct Explainer<'e, 'a> {
    network: &'e Network<'a>,
    direction: PolicyType,
    governed: End,
    peer: End,
    asked: ConnId,
    pair: &'e Pair,
}

impl Explainer<'_, '_> {
    fn itself(&self) -> DirectionExplanation {
        let text = Text::new("a pod always reaches itself", "Pod は自分自身に常に到達できます");
        let reason = Reason { effect: Effect::Itself, policy: None, rule: None, conn: self.pair.asked.clone(), text };
        DirectionExplanation { certain: self.pair.asked.clone(), open: ConnSet::empty(), reasons: vec![reason] }
    }

    fn explain(&self, table: &mut ConnTable, decision: Decision, steps: &[Step]) -> DirectionExplanation {
        let allow = table.intersection(decision.may_allow, self.asked);
        let open = table.intersection(allow, decision.may_deny);
        let certain = table.difference(allow, decision.may_deny);
        let mut reasons = Vec::new();
        let side = self.network.side(self.direction, self.governed, self.peer);
        match side {
            Some(side) if !side.subject.is_free() => {
                for step in steps {
                    self.step(table, step, &mut reasons);
                }
                let refused = table.difference(self.asked, certain);
                if refused != ConnId::EMPTY {
                    self.allow_nothing(&side.subject.network, table, steps, refused, &mut reasons);
                }
                if side.subject.network.is_empty()
                    && certain != ConnId::EMPTY
                    && !reasons.iter().any(|it| it.effect == Effect::Allows)
                {
                    reasons.push(self.plain(
                        Effect::Default,
                        table.set(certain).clone(),
                        &wording::by_default(self.direction),
                    ));
                }
                if open != ConnId::EMPTY {
                    let conn = table.set(open).clone();
                    let doubts = Doubts { network: self.network, side, peer: self.peer };
                    for (policy, rule, text) in doubts.of(table, steps, open) {
                        let policy = policy.map(|at| self.policy(at));
                        reasons.push(Reason {
                            effect: Effect::Open,
                            policy: policy.map(|policy| policy.id.clone()),
                            rule: policy.zip(rule).map(|(policy, rule)| self.rule_ref(policy, rule)),
                            conn: conn.clone(),
                            text,
                        });
                    }
                }
            }
            Some(_) => {
                let text = wording::ungoverned(self.direction, &self.governed_peer());
                reasons.push(self.plain(Effect::Ungoverned, self.pair.asked.clone(), &text));
            }
            None => reasons.push(self.plain(
                Effect::Ungoverned,
                self.pair.asked.clone(),
                &wording::outside(&self.governed_peer()),
            )),
        }
        DirectionExplanation { certain: table.set(certain).clone(), open: table.set(open).clone(), reasons }
    }

    fn step(&self, table: &mut ConnTable, step: &Step, reasons: &mut Vec<Reason>) {
        let Some(rule) = step.rule else { return };
        let ports = table.intersection(step.ports.surely, self.asked);
        let effect = match step.action {
            Action::Allow => Effect::Allows,
            Action::Deny => Effect::Denies,
            Action::Pass => Effect::Passes,
            Action::Unknown => return,
        };
        if ports == ConnId::EMPTY {
            return;
        }
        let policy = self.policy(step.policy);
        let rule = self.rule_ref(policy, rule);
        let conn = table.set(ports).clone();
        let text = wording::rule(effect, policy, &rule, self.direction, &conn);
        reasons.push(Reason { effect, policy: Some(policy.id.clone()), rule: Some(rule), conn, text });
    }

    /// The NetworkPolicies that select the pod and do not allow what was asked for.
    fn allow_nothing(
        &self,
        network: &[u32],
        table: &mut ConnTable,
        steps: &[Step],
        refused: ConnId,
        reasons: &mut Vec<Reason>,
    ) {
        for at in network {
            let mut left = refused;
            for step in steps.iter().filter(|step| step.policy == *at) {
                left = table.difference(left, step.ports.maybe);
            }
            if left == ConnId::EMPTY {
                continue;
            }
            let policy = self.policy(*at);
            let conn = table.set(left).clone();
            let peer = if self.direction == PolicyType::Ingress { &self.pair.src } else { &self.pair.dst };
            let text = wording::allows_nothing(policy, self.direction, &self.governed_peer(), peer, &conn);
            reasons.push(Reason {
                effect: Effect::AllowsNothing,
                policy: Some(policy.id.clone()),
                rule: None,
                conn,
                text,
            });
        }
    }

    fn plain(&self, effect: Effect, conn: ConnSet, text: &Text) -> Reason {
        Reason { effect, policy: None, rule: None, conn, text: text.clone() }
    }

    fn policy(&self, at: u32) -> &Policy {
        &self.network.compiled.policies[at as usize]
    }

    fn rule_ref(&self, policy: &Policy, at: u32) -> RuleRef {
        let rule: &Rule = &policy.rules[slot(self.direction)][at as usize];
        RuleRef { number: at as usize + 1, name: rule.name.clone(), place: rule.place }
    }

    fn governed_peer(&self) -> Peer {
        if self.direction == PolicyType::Ingress { self.pair.dst.clone() } else { self.pair.src.clone() }
    }
}
