//! The policies that govern each kind of pods, in the order in which they are evaluated.

use std::collections::HashMap;

use model::PolicyType;

use crate::labels::Selected;
use crate::policy::{Policy, Standing, Tier, slot};

/// The policies that govern one direction of a kind of pods, in the order of evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Subject {
    /// Groups of equal priority.
    pub(crate) admin: Vec<Vec<u32>>,
    pub(crate) network: Vec<u32>,
    pub(crate) baseline: Vec<Vec<u32>>,
    pub(crate) foreign: Vec<u32>,
    /// Those whose selector may select it, and may not; by number, which is not the order of evaluation.
    pub(crate) perhaps: Vec<u32>,
    pub(crate) host_network: bool,
}

impl Subject {
    /// Whether a policy may govern it, and may not.
    pub(crate) fn is_perhaps(&self, policy: u32) -> bool {
        self.perhaps.binary_search(&policy).is_ok()
    }

    /// Whether nothing governs it.
    pub(crate) fn is_free(&self) -> bool {
        self.admin.is_empty() && self.network.is_empty() && self.baseline.is_empty() && self.foreign.is_empty()
    }
}

pub(crate) fn subjects(
    policies: &[Policy],
    selected: &[Selected],
    kinds: &[usize],
    host: &[bool],
) -> (Vec<Subject>, [Vec<u32>; 2]) {
    let mut order: Vec<u32> = (0..policies.len() as u32).collect();
    order.sort_by_key(|at| policies[*at as usize].rank());
    let mut found: Vec<Subject> = Vec::new();
    let mut known: HashMap<Subject, u32> = HashMap::new();
    let of_direction = |direction: PolicyType| {
        // By kind, the policies in order: built from the policies' side, which is shorter.
        let mut subject =
            host.iter().map(|host| Subject { host_network: *host, ..Subject::default() }).collect::<Vec<_>>();
        for at in &order {
            let policy = &policies[*at as usize];
            if !policy.governs[slot(direction)] {
                continue;
            }
            let Selected { surely, maybe } = &selected[*at as usize];
            for (kind, unit) in kinds.iter().enumerate().filter(|(_, unit)| maybe.contains(**unit)) {
                if !surely.contains(*unit) {
                    subject[kind].perhaps.push(*at);
                }
                subject[kind].add(*at, policy, policies);
            }
        }
        subject.iter_mut().for_each(|it| it.perhaps.sort_unstable());
        subject
    };
    let [ingress, egress] = [of_direction(PolicyType::Ingress), of_direction(PolicyType::Egress)];
    let mut number = |subjects: Vec<Subject>| -> Vec<u32> {
        let ids = subjects.into_iter().map(|subject| {
            *known.entry(subject).or_insert_with_key(|subject| {
                found.push(subject.clone());
                found.len() as u32 - 1
            })
        });
        ids.collect()
    };
    let subject_of = [number(ingress), number(egress)];
    (found, subject_of)
}

impl Subject {
    fn add(&mut self, at: u32, policy: &Policy, policies: &[Policy]) {
        if policy.standing == Standing::Foreign {
            self.foreign.push(at);
            return;
        }
        let groups = match policy.tier {
            Tier::Network => {
                self.network.push(at);
                return;
            }
            // "Note that host-networked pods are not included in subject selection."
            _ if self.host_network => return,
            Tier::Admin => &mut self.admin,
            Tier::Baseline => &mut self.baseline,
        };
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| policies[*first as usize].priority == policy.priority) => {
                group.push(at);
            }
            _ => groups.push(vec![at]),
        }
    }
}
