//! Named ports: pods with the same names for the same ports share a profile, and a rule knows its ports towards each.

use std::collections::{HashMap, HashSet};

use model::Protocol;

use crate::pods::{NamedPort, Pods};
use crate::policy::{Action, Policy, PortIds, Ports};
use crate::table::ConnTable;
use crate::{ConnSet, PortSet};

/// Profiles of named ports that are not a pod's: an address has no names; of a pod that nobody knows, nothing is known; and among all
/// the pods that there could be, some one has whatever name a rule allows, on whatever port.
pub(crate) const ADDRESS: u32 = 0;
pub(crate) const UNKNOWN_POD: u32 = 1;
pub(crate) const SOME_POD: u32 = 2;

/// Pods by the named ports that some rule asks for.
pub(crate) fn profiles<'a>(pods: &Pods<'a>, policies: &[Policy]) -> (Vec<Vec<NamedPort<'a>>>, Vec<u32>) {
    let rules = policies.iter().flat_map(|policy| policy.rules.iter().flatten());
    let asked: HashSet<&str> = rules.flat_map(|rule| rule.ports.names.iter().map(|name| &*name.1)).collect();
    // The first three stand for an address, an unknown pod, and some pod.
    let mut profiles: Vec<Vec<NamedPort<'a>>> = vec![Vec::new(), Vec::new(), Vec::new()];
    let mut known: HashMap<Vec<NamedPort<'a>>, u32> = HashMap::new();
    let mut of_unit = Vec::with_capacity(pods.len());
    for unit in &pods.units {
        let mut ports: Vec<NamedPort<'a>> =
            unit.named_ports.iter().filter(|port| asked.contains(port.0)).copied().collect();
        ports.sort_unstable();
        let profile = *known.entry(ports).or_insert_with_key(|ports| {
            profiles.push(ports.clone());
            profiles.len() as u32 - 1
        });
        of_unit.push(profile);
    }
    (profiles, of_unit)
}

pub(crate) fn port_ids(
    action: Action,
    ports: &Ports,
    profiles: &[Vec<NamedPort<'_>>],
    table: &mut ConnTable,
) -> Vec<PortIds> {
    let numbers = table.id(ports.numbers.clone());
    if ports.names.is_empty() {
        return vec![PortIds { surely: numbers, maybe: numbers }];
    }
    let resolve = |(profile, named): (usize, &Vec<NamedPort<'_>>)| {
        let (mut surely, mut maybe) = (ports.numbers.clone(), ports.numbers.clone());
        for (asked, name) in &ports.names {
            let protocols = Protocol::ALL.into_iter().filter(|it| asked.is_none_or(|asked| asked == *it));
            for protocol in protocols {
                let own = named.iter().find(|port| port.0 == &**name && port.1 == protocol);
                let open = match profile as u32 {
                    UNKNOWN_POD | SOME_POD => true,
                    // The names of a known pod's ports are known, and an address has none.
                    _ => false,
                };
                if let Some((_, _, port)) = own {
                    surely = surely.union(&ConnSet::of(protocol, PortSet::point(*port)));
                    maybe = maybe.union(&ConnSet::of(protocol, PortSet::point(*port)));
                } else if open {
                    let all = ConnSet::of(protocol, PortSet::all());
                    if profile as u32 == SOME_POD && action == Action::Allow {
                        surely = surely.union(&all);
                    }
                    maybe = maybe.union(&all);
                }
            }
        }
        (surely, maybe)
    };
    let sets: Vec<_> = profiles.iter().enumerate().map(resolve).collect();
    sets.into_iter().map(|(surely, maybe)| PortIds { surely: table.id(surely), maybe: table.id(maybe) }).collect()
}
