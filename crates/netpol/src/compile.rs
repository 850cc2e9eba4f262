//! From policies as written to rules over everybody: which peers each rule matches, and which peers no rule tells apart.

use std::collections::HashSet;

use crate::bits::{Bits, Partition};
use crate::compiled::Compiled;
use crate::labels::Selected;
use crate::options::Options;
use crate::pods::Pods;
use crate::policy::{PeerSpec, Policy, Rule, Tier};
use crate::profile::{port_ids, profiles};
use crate::subject::subjects;
use crate::table::ConnTable;
use crate::{IpRange, IpSet};

/// Whom a rule's peers match, before pods are sorted into kinds.
struct Matched {
    pods: [Bits; 2],
    addresses: [IpSet; 2],
    unknown_pod: [bool; 2],
}

const SURELY: usize = 0;
const MAYBE: usize = 1;

pub(crate) fn compile(pods: &Pods<'_>, mut policies: Vec<Policy>, options: &Options) -> Compiled {
    let selected: Vec<Selected> = policies.iter().map(|policy| pods.selected(&policy.selects)).collect();
    let host_network = pods.in_host_network();
    let mut matched: Vec<Matched> = Vec::new();
    for policy in &policies {
        for rule in policy.rules.iter().flatten() {
            matched.push(matches(pods, policy.tier, rule, &host_network, options));
        }
    }
    let (profiles, profile_of_unit) = profiles(pods, &policies);
    let mut kinds =
        Partition::by_key(profile_of_unit.iter().zip(&pods.units).map(|(it, unit)| (*it, unit.host_network)));
    let governed = selected.iter().flat_map(|it| [&it.surely, &it.maybe]);
    // Many policies speak of the same pods, and to split by a set again changes nothing.
    let mut met: HashSet<&Bits> = HashSet::new();
    let all = governed.chain(matched.iter().flat_map(|it| &it.pods));
    all.filter(|set| met.insert(set)).for_each(|set| kinds.split(set));
    let representatives = kinds.representatives();

    let atoms = atoms(&matched);
    let inside = |set: &IpSet| {
        if set.v4.is_all() && set.v6.is_all() {
            return Bits::all(atoms.len());
        }
        let mut found = Bits::none(atoms.len());
        if !set.is_empty() {
            atoms
                .iter()
                .enumerate()
                .filter(|(_, atom)| set.contains(atom.first()))
                .for_each(|(at, _)| found.insert(at));
        }
        found
    };
    let address_bits: Vec<[Bits; 2]> =
        matched.iter().map(|it| [inside(&it.addresses[0]), inside(&it.addresses[1])]).collect();
    let mut classes = Partition::by_key(atoms.iter().map(|_| ()));
    address_bits.iter().flatten().for_each(|set| classes.split(set));
    let class_representatives = classes.representatives();

    let n_everybody = representatives.len() + class_representatives.len() + 1;
    let everybody = |at: usize, certainty: usize| {
        let mut found = Bits::none(n_everybody);
        let (units, addresses) = (&matched[at].pods[certainty], &address_bits[at][certainty]);
        for (kind, _) in representatives.iter().enumerate().filter(|(_, unit)| units.contains(**unit)) {
            found.insert(kind);
        }
        for (class, atom) in class_representatives.iter().enumerate() {
            if addresses.contains(*atom) {
                found.insert(representatives.len() + class);
            }
        }
        if matched[at].unknown_pod[certainty] {
            found.insert(n_everybody - 1);
        }
        found
    };
    let mut table = ConnTable::new();
    let rules = policies.iter_mut().flat_map(|policy| policy.rules.iter_mut().flatten());
    for (at, rule) in rules.enumerate() {
        rule.id = at as u32;
        rule.hits.surely = everybody(at, SURELY);
        rule.hits.maybe = everybody(at, MAYBE);
        rule.port_ids = port_ids(rule.action, &rule.ports, &profiles, &mut table);
    }
    let host_network_kind: Vec<bool> = representatives.iter().map(|unit| pods.units[*unit].host_network).collect();
    let (subjects, subject_of) = subjects(&policies, &selected, &representatives, &host_network_kind);
    Compiled {
        kind_of_unit: kinds.blocks().to_vec(),
        profile_of_kind: representatives.iter().map(|unit| profile_of_unit[*unit]).collect(),
        host_network_kind,
        kinds: representatives,
        class_of_atom: classes.blocks().to_vec(),
        n_classes: class_representatives.len(),
        atoms,
        policies,
        subjects,
        subject_of,
        table,
    }
}

fn matches(pods: &Pods<'_>, tier: Tier, rule: &Rule, host_network: &Bits, options: &Options) -> Matched {
    let mut found = Matched {
        pods: [Bits::none(pods.len()), Bits::none(pods.len())],
        addresses: [IpSet::empty(), IpSet::empty()],
        unknown_pod: [false, false],
    };
    for peer in &rule.peers {
        match peer {
            PeerSpec::Anybody => {
                found.pods = [Bits::all(pods.len()), Bits::all(pods.len())];
                found.addresses = [IpSet::all(), IpSet::all()];
                found.unknown_pod = [true, true];
            }
            PeerSpec::Pods { scope, pods: selector } => {
                let mut selected = pods.select(scope, selector.as_ref());
                if tier == Tier::Network {
                    // kubernetes.io, "NetworkPolicy and hostNetwork pods": a plugin applies policies to them as to others,
                    // or sees only the node's address. Both must be allowed for.
                    found.pods[MAYBE].or(&selected.maybe);
                }
                selected.surely.and_not(host_network);
                selected.maybe.and_not(host_network);
                found.pods[SURELY].or(&selected.surely);
                found.pods[MAYBE].or(&selected.maybe);
                found.unknown_pod[MAYBE] = true;
            }
            PeerSpec::Block(block) if !block.is_empty() => {
                let reach = options.reach(tier, block);
                found.addresses.iter_mut().for_each(|set| *set = set.union(block));
                let mut ordinary = Bits::all(pods.len());
                ordinary.and_not(host_network);
                if reach.surely {
                    found.pods[SURELY].or(&ordinary);
                }
                if reach.maybe {
                    found.pods[MAYBE].or(&ordinary);
                }
                // Their address is a node's, which nobody knows here.
                found.pods[MAYBE].or(host_network);
                found.unknown_pod[MAYBE] = true;
            }
            PeerSpec::Block(_) => {}
            PeerSpec::Nodes => {
                found.pods[MAYBE].or(host_network);
                found.addresses[MAYBE] = IpSet::all();
                found.unknown_pod[MAYBE] = true;
            }
            PeerSpec::Domains => found.addresses[MAYBE] = IpSet::all(),
            PeerSpec::Unreadable => {
                found.pods[MAYBE] = Bits::all(pods.len());
                found.addresses[MAYBE] = IpSet::all();
                found.unknown_pod[MAYBE] = true;
            }
        }
    }
    found
}

/// The smallest ranges that no policy cuts.
fn atoms(matched: &[Matched]) -> Vec<IpRange> {
    let (mut v4, mut v6) = (vec![0u32], vec![0u128]);
    for set in matched.iter().flat_map(|it| &it.addresses) {
        for (first, last) in set.v4.iter() {
            v4.extend([Some(first), last.checked_add(1)].into_iter().flatten());
        }
        for (first, last) in set.v6.iter() {
            v6.extend([Some(first), last.checked_add(1)].into_iter().flatten());
        }
    }
    v4.sort_unstable();
    v4.dedup();
    v6.sort_unstable();
    v6.dedup();
    let mut atoms = Vec::with_capacity(v4.len() + v6.len());
    for (at, first) in v4.iter().enumerate() {
        atoms.push(IpRange::V4(*first, v4.get(at + 1).map_or(u32::MAX, |next| next - 1)));
    }
    for (at, first) in v6.iter().enumerate() {
        atoms.push(IpRange::V6(*first, v6.get(at + 1).map_or(u128::MAX, |next| next - 1)));
    }
    atoms
}
