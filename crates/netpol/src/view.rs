//! Policies as they are written, for whoever says something of one: whom it selects, and what each rule names.

use model::{IntOrString, Place, PolicyType, Service, ServicePort, Workload};

use crate::network::Network;
use crate::policy::{Action, PeerSpec, Policy, PolicyRef, Rule, Standing, slot};
use crate::service::{Wanted, is_wanted, pod_port};
use crate::{ConnSet, IpSet};

/// A policy, and the workloads that it selects.
pub struct PolicyView<'n, 'a> {
    /// The policy.
    pub policy: &'n PolicyRef,
    /// Pods in the host's network are left out: they are out of its reach.
    pub workloads: Vec<&'a Workload>,
    written: &'n Policy,
}

/// A rule as it is written.
pub struct RuleView {
    /// Its position, from 1.
    pub number: usize,
    /// Where it stands.
    pub place: Place,
    /// The addresses that each of its peers names, in order; all of them where it names no peers.
    pub addresses: Vec<IpSet>,
    /// The ports that it names by number.
    pub conn: ConnSet,
    /// Whether it names ports by name.
    pub has_names: bool,
    /// Whether it names every peer, or every address of a family, and every port.
    pub is_unlimited: bool,
}

/// A pod behind a port of a Service.
pub struct Behind<'s, 'a> {
    /// The pod's workload.
    pub workload: &'a Workload,
    /// The port of the Service.
    pub port: &'s ServicePort,
    /// The port of the pod; `None` where the pod has none of that name.
    pub number: Option<u16>,
}

impl<'a> Network<'a> {
    /// Every policy that is judged.
    pub fn written(&self) -> impl Iterator<Item = PolicyView<'_, 'a>> {
        let judged = self.compiled.policies.iter().filter(|it| it.standing == Standing::Judged);
        judged.map(|written| {
            let selected = self.pods.selected(&written.selects).maybe;
            let units = selected.iter().map(|at| &self.pods.units[at]).filter(|it| !it.host_network);
            PolicyView { policy: &written.id, workloads: units.filter_map(|it| it.workload).collect(), written }
        })
    }

    /// The pods behind a Service, once for each of its ports that is asked for (all, or those that a route names).
    #[must_use]
    pub fn behind<'s>(&self, service: &'s Service, port: Option<&IntOrString>) -> Vec<Behind<'s, 'a>> {
        let wanted = port.map_or(Wanted::All, Wanted::Port);
        let mut found = Vec::new();
        for unit in self.selected(service) {
            let Some(workload) = unit.workload else { continue };
            for port in service.ports.iter().filter(|port| is_wanted(service, port, wanted)) {
                found.push(Behind { workload, port, number: pod_port(unit, port) });
            }
        }
        found
    }

    /// The workloads that a Service selects.
    #[must_use]
    pub fn led_to_by(&self, service: &Service) -> Vec<&'a Workload> {
        self.selected(service).filter_map(|it| it.workload).collect()
    }
}

impl PolicyView<'_, '_> {
    /// The rules of a direction that allow; none where the policy does not govern it.
    pub fn rules(&self, direction: PolicyType) -> impl Iterator<Item = RuleView> {
        let rules = self.written.rules[slot(direction)].iter().enumerate();
        let governs = self.written.governs[slot(direction)];
        let allowed = rules.filter(move |(_, rule)| governs && rule.action == Action::Allow);
        allowed.map(|(at, rule)| RuleView {
            number: at + 1,
            place: rule.place,
            addresses: addresses(rule),
            conn: rule.ports.numbers.clone(),
            has_names: !rule.ports.names.is_empty(),
            is_unlimited: is_unlimited(rule),
        })
    }
}

fn addresses(rule: &Rule) -> Vec<IpSet> {
    let of = |peer: &PeerSpec| match peer {
        PeerSpec::Anybody => IpSet::all(),
        PeerSpec::Block(block) => block.clone(),
        _ => IpSet::empty(),
    };
    rule.peers.iter().map(of).collect()
}

fn is_unlimited(rule: &Rule) -> bool {
    let everybody = rule.peers.iter().any(|peer| match peer {
        PeerSpec::Anybody => true,
        PeerSpec::Block(block) => block.v4.is_all() || block.v6.is_all(),
        _ => false,
    });
    everybody && rule.ports.names.is_empty() && rule.ports.numbers.is_all()
}
