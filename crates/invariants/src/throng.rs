//! The two sides of a sentence by the kinds of their pods: whoever no policy tells apart is counted and not gone through.

use std::collections::BTreeMap;

use dify::Component;
use netpol::{ConnId, ConnSet, KindPair, Network, Scan};

use crate::roster::{Member, Roster};

/// Workloads by kind of pods; numbers are positions in the roster, in order.
pub(crate) struct Throng {
    sources: BTreeMap<u32, Vec<usize>>,
    /// By kind, and then by the ports that are asked for there.
    targets: BTreeMap<u32, Vec<(ConnId, Vec<usize>)>>,
    all_sources: Vec<usize>,
    all_targets: Vec<(usize, ConnId)>,
}

/// The pairs of workloads that a pair of kinds stands for.
pub(crate) struct Meeting {
    pub(crate) n_pairs: usize,
    /// The first of them: who answers, and who begins.
    pub(crate) first: (usize, usize),
    /// Whether only workloads that do not stay begin.
    pub(crate) passing: bool,
    pub(crate) sources: Vec<usize>,
    pub(crate) targets: Vec<usize>,
    /// Whether a component's talk with itself is left out.
    many: bool,
}

impl Meeting {
    /// Whether the sentence means any pair of these members with the other end.
    pub(crate) fn is_meant(&self, roster: &Roster<'_>, members: &[usize], other: usize, egress: bool) -> bool {
        let member = |at: usize| &roster.members()[at];
        let left_out = |at: usize| {
            let (src, dst) = if egress { (at, other) } else { (other, at) };
            if self.many { is_own_talk(member(src), member(dst)) } else { src == dst && member(src).is_bare() }
        };
        members.iter().any(|at| !left_out(*at))
    }
}

impl Throng {
    pub(crate) fn new(
        network: &Network<'_>,
        roster: &Roster<'_>,
        scan: &mut Scan<'_, '_>,
        sources: &[usize],
        targets: &[(usize, ConnSet)],
    ) -> Throng {
        let mut found = Throng {
            sources: BTreeMap::new(),
            targets: BTreeMap::new(),
            all_sources: sources.to_vec(),
            all_targets: Vec::new(),
        };
        for at in &found.all_sources {
            for kind in network.kinds_of(&roster.members()[*at].peer) {
                found.sources.entry(*kind).or_default().push(*at);
            }
        }
        for (at, conn) in targets {
            let at = *at;
            let asked = scan.id(conn);
            found.all_targets.push((at, asked));
            for kind in network.kinds_of(&roster.members()[at].peer) {
                let by_port = found.targets.entry(*kind).or_default();
                match by_port.iter_mut().find(|(known, _)| *known == asked) {
                    Some((_, members)) => members.push(at),
                    None => by_port.push((asked, vec![at])),
                }
            }
        }
        found
    }

    /// The kinds that begin, and those that answer.
    pub(crate) fn kinds(&self) -> (Vec<u32>, Vec<u32>) {
        (self.sources.keys().copied().collect(), self.targets.keys().copied().collect())
    }

    pub(crate) fn asked(&self, kind: u32) -> impl Iterator<Item = &(ConnId, Vec<usize>)> {
        self.targets.get(&kind).into_iter().flatten()
    }

    /// Whether the sentence leaves any pair to judge.
    pub(crate) fn is_any_pair(&self, roster: &Roster<'_>, many: bool) -> bool {
        if !many {
            return !self.all_sources.is_empty() && !self.all_targets.is_empty();
        }
        let some = |members: &mut dyn Iterator<Item = usize>| -> Vec<usize> {
            let mut seen: Vec<Option<Component>> = Vec::new();
            let mut kept = Vec::new();
            for at in members {
                let component = roster.members()[at].component;
                // Of what is no component two are enough to make a pair with another.
                let n = seen.iter().filter(|it| **it == component).count();
                if n < if component.is_none() { 2 } else { 1 } {
                    seen.push(component);
                    kept.push(at);
                }
            }
            kept
        };
        let (sources, targets) =
            (some(&mut self.all_sources.iter().copied()), some(&mut self.all_targets.iter().map(|it| it.0)));
        let member = |at: &usize| &roster.members()[*at];
        sources.iter().any(|src| targets.iter().any(|dst| !is_own_talk(member(src), member(dst))))
    }

    /// The pairs of workloads behind a pair of kinds, where there are any that the sentence means.
    pub(crate) fn meeting(&self, roster: &Roster<'_>, pair: &KindPair, asked: ConnId, many: bool) -> Option<Meeting> {
        let sources = self.sources.get(&pair.src)?;
        let (_, targets) = self.asked(pair.dst).find(|(known, _)| *known == asked)?;
        let member = |at: usize| -> &Member<'_> { &roster.members()[at] };
        let meant = |src: usize, dst: usize| {
            let itself = src == dst && member(src).is_bare();
            if many { !is_own_talk(member(src), member(dst)) } else { !itself }
        };
        let n_pairs = sources.len() * targets.len() - n_left_out(roster, sources, targets, many);
        if n_pairs == 0 {
            return None;
        }
        let first = |passing: bool| {
            let mut sources = sources.iter().copied().filter(|src| member(*src).passing == passing).peekable();
            sources.peek()?;
            let sources: Vec<usize> = sources.collect();
            targets.iter().find_map(|dst| Some((*dst, *sources.iter().find(|src| meant(**src, *dst))?)))
        };
        let (staying, passing) = (first(false), false);
        let (first, passing) = match staying {
            Some(first) => (first, passing),
            None => (first(true)?, true),
        };
        Some(Meeting { n_pairs, first, passing, sources: sources.clone(), targets: targets.clone(), many })
    }

    /// Bare pods that stand on both sides.
    pub(crate) fn themselves(
        &self,
        network: &Network<'_>,
        roster: &Roster<'_>,
    ) -> impl Iterator<Item = (usize, ConnId)> {
        self.all_targets.iter().copied().filter(move |(at, _)| {
            network.is_single(&roster.members()[*at].peer) && self.all_sources.binary_search(at).is_ok()
        })
    }
}

/// How many pairs a sentence does not mean: a component's talk with itself, or a bare pod's.
fn n_left_out(roster: &Roster<'_>, sources: &[usize], targets: &[usize], many: bool) -> usize {
    let member = |at: &usize| &roster.members()[*at];
    let both = |test: &dyn Fn(&Member<'_>) -> bool| {
        sources.iter().filter(|at| test(member(at)) && targets.binary_search(at).is_ok()).count()
    };
    if !many {
        return both(&|it| it.is_bare());
    }
    let mut n_of: BTreeMap<Component, usize> = BTreeMap::new();
    targets.iter().filter_map(|at| member(at).component).for_each(|it| *n_of.entry(it).or_default() += 1);
    let own = sources.iter().filter_map(|at| n_of.get(&member(at).component?)).sum::<usize>();
    own + both(&|it| it.component.is_none())
}

/// A component's talk with itself, where a word for many stands on one side: it is not meant.
fn is_own_talk(src: &Member<'_>, dst: &Member<'_>) -> bool {
    src.peer == dst.peer || src.component.is_some() && src.component == dst.component
}
