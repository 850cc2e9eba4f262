//! May this reach that, and why?

use lang::{Lang, Text};
use model::PolicyType;

use crate::answer::{Answer, Exchange, Verdict};
use crate::assumptions::{ASSUMPTION, BLOCKS_ARE_EXTERNAL};
use crate::ends::{Ends, PortQuery, Which};
use crate::network::Network;
use crate::pair::End;
use crate::pairs::Pair;
use crate::policy::slot;
use crate::reason::{Explanation, PairExplanation};
use crate::service::Wanted;
use crate::table::ConnId;

impl Network<'_> {
    /// What each pair of two peers may exchange. Pairs of two ranges outside the cluster are not known here and left out;
    /// neighbouring ranges with equal answers are one.
    #[must_use]
    pub fn exchanges(&self, from: &Ends, to: &Ends, port: PortQuery) -> Vec<Exchange> {
        let mut table = self.compiled.table.clone();
        let mut found: Vec<Exchange> = Vec::new();
        for pair in self.pairs(from, to, port) {
            let flow = self.flow(&mut table, &pair);
            let next = Exchange {
                certain: table.set(flow.certain).clone(),
                open: table.set(flow.open).clone(),
                src: pair.src,
                dst: pair.dst,
            };
            if !found.last_mut().is_some_and(|last| last.absorb(&next)) {
                found.push(next);
            }
        }
        found
    }

    /// Whether anything of `from` may open a connection to anything of `to`.
    #[must_use]
    pub fn can(&self, from: &Ends, to: &Ends, port: PortQuery) -> Answer {
        let pairs = self.pairs(from, to, port);
        let mut table = self.compiled.table.clone();
        let mut open = None;
        for pair in &pairs {
            let flow = self.flow(&mut table, pair);
            let exchange = || Exchange {
                src: pair.src.clone(),
                dst: pair.dst.clone(),
                certain: table.set(flow.certain).clone(),
                open: table.set(flow.open).clone(),
            };
            if flow.certain != ConnId::EMPTY {
                return Answer { verdict: Verdict::Possible, witness: Some(exchange()), assumption: ASSUMPTION };
            }
            if flow.open != ConnId::EMPTY && open.is_none() {
                open = Some((pair, exchange()));
            }
        }
        let assumption = self.assumption(&pairs, open.is_none());
        let (verdict, witness) = match open {
            Some((pair, exchange)) => (Verdict::Unknown(self.doubts(pair)), Some(exchange)),
            None => (self.nothing_found(from, to, pairs.is_empty()), None),
        };
        Answer { verdict, witness, assumption }
    }

    /// As [`Network::can`], with the reasons for each direction of each pair.
    #[must_use]
    pub fn explain(&self, from: &Ends, to: &Ends, port: PortQuery) -> Explanation {
        Explanation { answer: self.can(from, to, port), pairs: self.explain_pairs(from, to, port) }
    }

    /// The reasons for each direction of each pair, without the answer that they come to.
    #[must_use]
    pub fn explain_pairs(&self, from: &Ends, to: &Ends, port: PortQuery) -> Vec<PairExplanation> {
        let mut found: Vec<PairExplanation> = Vec::new();
        let mut table = self.compiled.table.clone();
        for pair in self.pairs(from, to, port) {
            for ends in &pair.ends {
                let next = self.explain_pair(&mut table, &pair, *ends);
                if !found.last_mut().is_some_and(|last| last.absorb(&next)) {
                    found.push(next);
                }
            }
        }
        found
    }

    /// A refusal may rest on blocks being outside the cluster; then it says so.
    fn assumption(&self, pairs: &[Pair], refused: bool) -> Text {
        let leans = |(governed, peer, direction): (End, End, PolicyType)| {
            let pods = matches!((governed, peer), (End::Pod(_), End::Pod(_)));
            let Some(side) = self.side(direction, governed, peer).filter(|_| pods) else { return false };
            let policies = side.subject.network.iter().map(|at| &self.compiled.policies[*at as usize]);
            let mut peers = policies.flat_map(|policy| &policy.rules[slot(direction)]).flat_map(|rule| &rule.peers);
            peers.any(|peer| self.options.takes_outside(peer))
        };
        let mut ends = pairs.iter().flat_map(|pair| &pair.ends);
        let both = |(src, dst): &(End, End)| {
            leans((*src, *dst, PolicyType::Egress)) || leans((*dst, *src, PolicyType::Ingress))
        };
        if !(refused && ends.any(both)) {
            return ASSUMPTION;
        }
        let join = |lang, between| format!("{}{between}{}", ASSUMPTION.get(lang), BLOCKS_ARE_EXTERNAL.get(lang));
        Text::owned(join(Lang::En, "; "), join(Lang::Ja, "。"))
    }

    fn nothing_found(&self, from: &Ends, to: &Ends, no_pairs: bool) -> Verdict {
        let outside = |ends: &Ends| matches!(ends.0, Which::Addresses(_) | Which::IngressController);
        if outside(from) && outside(to) {
            return Verdict::Unknown(vec![Text::new(
                "both are outside the cluster's pods: no policy governs what passes between them",
                "どちらもクラスターのPod ではないため、その間の通信を決めるポリシーはありません",
            )]);
        }
        let services = [from, to].into_iter().filter_map(|ends| match ends.0 {
            Which::Service(at) => Some(&self.inventory.services[at]),
            _ => None,
        });
        for service in services {
            if no_pairs && self.targets(service, Wanted::All).is_empty() {
                return Verdict::Unknown(vec![Text::new(
                    "no pod of the input stands behind the Service",
                    "入力のなかに、この Service の先にあるPod がありません",
                )]);
            }
        }
        Verdict::Impossible
    }
}
