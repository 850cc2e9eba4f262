//! What the network engine found of the controls, handed out to the rules that word it.
//!
//! [`invariants::judge`] proves or refutes the sentences of each control over one [`Network`]. What breaks one (a line of a policy, a
//! workload that no policy governs) is told by exactly one rule, which [`teller`] names; a rule says where it stands and what it means, and
//! computes nothing about reachability itself.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use dify::{Component, flow};
use findings::Control;
use invariants::{Cluster, End, Fault, Judged, Member, NetControl, Roster, Through, Verdict, wanted};
use lang::Text;
use model::{Inventory, Meta, NetworkPolicy, Place, PolicyPeer, PolicyRule, PolicyType, Workload};
use netpol::{Cause, Facing, KindPair, Network, Options, Peer, Scan};

/// The rule that tells of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Teller {
    MissingNetworkPolicy,
    MissingIngressPolicy,
    SandboxEgressOpen,
    ApiIngressOpen,
    AllowAllIngress,
    AllowAllEgress,
    EgressToAnywhere,
    MetadataReachable,
    UnneededConnection,
}

/// The rules that word what the network engine found.
pub(crate) const NETWORK_RULES: &[&str] = &[
    "missing-network-policy",
    "missing-ingress-policy",
    "sandbox-egress-open",
    "api-ingress-open",
    "allow-all-ingress-policy",
    "allow-all-egress-policy",
    "egress-to-anywhere",
    "metadata-reachable",
    "unneeded-connection",
];

/// The network of an inventory, and what was found of its controls.
pub(crate) struct Wires<'a> {
    network: Network<'a>,
    judged: Vec<Judged>,
    /// What sandboxes reach of those whom they need, beyond the ports that they need.
    excess: Vec<Fault>,
    /// Workloads by peer, in order.
    members: Vec<(Peer, &'a Workload, Option<Component>)>,
    policies: HashMap<Place, &'a NetworkPolicy>,
    metas: HashMap<Place, &'a Meta>,
    /// The rules without any limit: the policy, whether it is of egress, and the position.
    unlimited: HashSet<(Place, bool, usize)>,
}

/// A line of a policy that breaks controls.
pub(crate) struct Line<'w, 'a> {
    /// The object.
    pub(crate) meta: &'a Meta,
    /// Whether it is a rule of egress.
    pub(crate) egress: bool,
    /// The rule, where the policy is a NetworkPolicy.
    pub(crate) rule: Option<&'a PolicyRule>,
    /// The part of the rule that lets something through: a peer, or the rule where it names none.
    pub(crate) place: Place,
    /// That peer.
    pub(crate) peer: Option<&'a PolicyPeer>,
    /// The sentences that it breaks.
    pub(crate) controls: BTreeSet<Control>,
    /// The workloads that it opens.
    pub(crate) workloads: BTreeSet<&'w Peer>,
    /// What gets through.
    pub(crate) through: Vec<&'w Through>,
}

/// A direction of a workload that no policy governs.
#[derive(Default)]
pub(crate) struct Ungoverned {
    /// The sentences that it breaks.
    pub(crate) controls: BTreeSet<Control>,
    pub(crate) ingress: bool,
    pub(crate) egress: bool,
}

/// The control of the guide.
pub(crate) const fn control_of(control: NetControl) -> Control {
    match control {
        NetControl::Net1 => Control::Net1,
        NetControl::Net2 => Control::Net2,
        NetControl::Net3 => Control::Net3,
        NetControl::Net4 => Control::Net4,
        NetControl::Net5 => Control::Net5,
        NetControl::Net6 => Control::Net6,
    }
}

impl<'a> Wires<'a> {
    pub(crate) fn of(inventory: &'a Inventory) -> Wires<'a> {
        let network = Network::new(inventory, &Options::default());
        let judged = invariants::judge(&network, &Cluster::default());
        let roster = Roster::new(&network);
        let excess = sandbox_excess(&network, &roster);
        let members = roster.members().iter().map(|it| (it.peer.clone(), it.workload, it.component)).collect();
        let policies = inventory.network_policies.iter().map(|it| (it.meta.place, it)).collect();
        let others = inventory.others.iter().map(|it| (it.meta.place, &it.meta));
        let metas = inventory.network_policies.iter().map(|it| (it.meta.place, &it.meta)).chain(others).collect();
        let unlimited = unlimited(&network);
        Wires { judged, excess, members, policies, metas, unlimited, network }
    }

    /// The engine, to ask what Services lead to and whom policies select.
    pub(crate) const fn network(&self) -> &Network<'a> {
        &self.network
    }

    /// How many sentences of a control were judged, and the first reason why one could not be.
    pub(crate) fn seen(&self, control: Control) -> (usize, Option<Text>) {
        let own = self.judged.iter().filter(|it| control_of(it.control) == control);
        let (mut looked, mut blind) = (0, None);
        for it in own {
            looked += usize::from(!matches!(it.proof.verdict, Verdict::NotApplicable(_)));
            if let (Verdict::Unknown(reasons), None) = (&it.proof.verdict, &blind) {
                blind = reasons.first().cloned();
            }
        }
        (looked, blind)
    }

    fn member(&self, peer: &Peer) -> Option<&(Peer, &'a Workload, Option<Component>)> {
        self.members.binary_search_by(|it| it.0.cmp(peer)).ok().map(|at| &self.members[at])
    }

    /// The object that stands for a workload.
    pub(crate) fn workload(&self, peer: &Peer) -> Option<&'a Workload> {
        self.member(peer).map(|it| it.1)
    }

    pub(crate) fn component(&self, peer: &Peer) -> Option<Component> {
        self.member(peer)?.2
    }

    /// Every workload, in order.
    pub(crate) fn workloads(&self) -> impl Iterator<Item = (&Peer, &'a Workload)> {
        self.members.iter().map(|it| (&it.0, it.1))
    }

    /// Whether a policy selects pods that use their node's network: it may or may not be heeded.
    pub(crate) fn is_governed_as_host(&self, peer: &Peer) -> bool {
        !self.network.kinds_of(peer).iter().all(|kind| self.network.is_free(PolicyType::Egress, *kind))
    }

    fn faults(&self) -> impl Iterator<Item = (Control, &Fault)> {
        self.judged.iter().flat_map(|it| it.faults.iter().map(|fault| (control_of(it.control), fault)))
    }

    /// The directions that no policy governs and of which a rule tells.
    pub(crate) fn ungoverned(&self, asked: Teller) -> BTreeMap<&Peer, Ungoverned> {
        let mut found: BTreeMap<&Peer, Ungoverned> = BTreeMap::new();
        let is_line = |fault: &Fault| matches!(fault.cause, Cause::Line { .. });
        for (_, fault) in self.faults().filter(|(_, fault)| !is_line(fault)) {
            for peer in &fault.workloads {
                let entry = found.entry(peer).or_default();
                entry.ingress |= fault.direction == PolicyType::Ingress;
                entry.egress |= fault.direction == PolicyType::Egress;
            }
        }
        let all = self.faults().filter(|(_, fault)| !is_line(fault));
        for (control, fault) in all {
            for peer in &fault.workloads {
                let Some(entry) = found.get_mut(peer) else { continue };
                if ungoverned_teller(control, fault.direction, entry.egress) == asked {
                    entry.controls.insert(control);
                }
            }
        }
        found.retain(|_, entry| !entry.controls.is_empty());
        found
    }

    /// The lines of which a rule tells, by the part of the rule that lets something through.
    pub(crate) fn lines(&self, asked: Teller) -> Vec<Line<'_, 'a>> {
        let told = self.faults().filter(|(control, fault)| {
            let Cause::Line { policy, number, .. } = &fault.cause else { return false };
            let egress = fault.direction == PolicyType::Egress;
            let is_unlimited = self.unlimited.contains(&(policy.place, egress, *number));
            line_teller(*control, fault.direction, is_unlimited) == asked
        });
        self.by_place(told.map(|(control, fault)| (Some(control), fault)))
    }

    /// The lines that let a sandbox reach more ports of those whom it needs than it needs. They break no sentence.
    pub(crate) fn excess(&self) -> Vec<Line<'_, 'a>> {
        self.by_place(self.excess.iter().map(|fault| (None, fault)))
    }

    fn by_place<'w>(&'w self, faults: impl Iterator<Item = (Option<Control>, &'w Fault)>) -> Vec<Line<'w, 'a>> {
        let mut at: HashMap<Place, usize> = HashMap::new();
        let mut found: Vec<Line<'w, 'a>> = Vec::new();
        for (control, fault) in faults {
            let Cause::Line { policy, number, place, .. } = &fault.cause else { continue };
            let Some(meta) = self.metas.get(&policy.place) else { continue };
            let rule = self.policies.get(&policy.place).and_then(|it| it.rules(fault.direction).get(number - 1));
            for through in &fault.through {
                let peers = through.peers.iter().filter_map(|at| rule?.peers.get(*at)).map(Some).collect::<Vec<_>>();
                for peer in if peers.is_empty() { vec![None] } else { peers } {
                    let place = peer.map_or(*place, place_of);
                    let next = found.len();
                    let known = *at.entry(place).or_insert(next);
                    if known == next {
                        found.push(Line {
                            meta,
                            egress: fault.direction == PolicyType::Egress,
                            rule,
                            place,
                            peer,
                            controls: BTreeSet::new(),
                            workloads: BTreeSet::new(),
                            through: Vec::new(),
                        });
                    }
                    let line = &mut found[known];
                    line.controls.extend(control);
                    line.workloads.extend(&fault.workloads);
                    line.through.push(through);
                }
            }
        }
        found
    }

    /// The object of a policy.
    pub(crate) fn meta(&self, policy: Place) -> Option<&'a Meta> {
        self.metas.get(&policy).copied()
    }

    /// The rule of a NetworkPolicy at a position, from 1.
    pub(crate) fn rule(&self, policy: Place, direction: PolicyType, number: usize) -> Option<&'a PolicyRule> {
        self.policies.get(&policy)?.rules(direction).get(number - 1)
    }
}

impl Line<'_, '_> {
    /// The first component that it opens.
    pub(crate) fn component(&self, wires: &Wires<'_>) -> Option<Component> {
        self.workloads.iter().find_map(|it| wires.component(it))
    }

    /// Whether somebody gets through who is no workload of the input: an address, or any pod.
    pub(crate) fn is_for_everybody(&self) -> bool {
        let everybody = |end: &End| matches!(end, End::Address(_) | End::Outsider(netpol::Exposed::EntireCluster));
        self.through.iter().any(|it| everybody(&it.end))
    }

    /// The workloads that get through, each once.
    pub(crate) fn others(&self) -> BTreeSet<&Peer> {
        let workloads = self.through.iter().filter_map(|it| match &it.end {
            End::Workload(peer) => Some(peer),
            _ => None,
        });
        workloads.collect()
    }
}

fn sandbox_excess(network: &Network<'_>, roster: &Roster<'_>) -> Vec<Fault> {
    let mut scan = Scan::new(network);
    let mut found = Vec::new();
    let governed = |it: &&Member<'_>| {
        // Of one that nothing governs there is no line to tell of.
        let mut kinds = network.kinds_of(&it.peer).iter();
        kinds.any(|kind| !network.is_free(PolicyType::Egress, *kind))
    };
    let sandboxes = roster.members().iter().filter(|it| it.component.is_some_and(Component::is_sandbox));
    for from in sandboxes.filter(governed) {
        let Some(own) = from.component else { continue };
        let needed = Component::ALL.iter().filter(|to| flow::flows_between(own, **to).next().is_some());
        for to in needed.flat_map(|it| roster.of(*it)) {
            let mut pairs: Vec<KindPair> = Vec::new();
            scan.pairs(network.kinds_of(&from.peer), network.kinds_of(&to.peer), |_, pair| pairs.push(pair));
            pairs.retain(|it| !it.certain.is_empty());
            if pairs.is_empty() {
                continue;
            }
            let allowed = wanted(roster, from.component, to);
            for pair in pairs {
                let conn = scan.set(pair.certain).difference(&allowed);
                let id = scan.id(&conn);
                if conn.is_empty() {
                    continue;
                }
                for cause in scan.causes(PolicyType::Egress, pair.src, Facing::Kind(pair.dst), id) {
                    if !matches!(cause, Cause::Line { .. }) {
                        continue;
                    }
                    let peers = scan.matching(PolicyType::Egress, &cause, &to.peer);
                    let through = vec![Through { peers, end: End::Workload(to.peer.clone()), conn: conn.clone() }];
                    found.push(Fault {
                        direction: PolicyType::Egress,
                        cause,
                        workloads: vec![from.peer.clone()],
                        through,
                    });
                }
            }
        }
    }
    found
}

fn unlimited(network: &Network<'_>) -> HashSet<(Place, bool, usize)> {
    let mut found = HashSet::new();
    for view in network.written() {
        for direction in [PolicyType::Ingress, PolicyType::Egress] {
            let rules = view.rules(direction).filter(|it| it.is_unlimited);
            found.extend(rules.map(|it| (view.policy.place, direction == PolicyType::Egress, it.number)));
        }
    }
    found
}

/// Where a peer stands.
pub(crate) const fn place_of(peer: &PolicyPeer) -> Place {
    match peer {
        PolicyPeer::Block { cidr, .. } => cidr.place,
        PolicyPeer::Pods { place, .. } => *place,
    }
}

const fn ungoverned_teller(control: Control, direction: PolicyType, egress_too: bool) -> Teller {
    match (control, direction) {
        (Control::Net2, PolicyType::Egress) => Teller::SandboxEgressOpen,
        (Control::Net3, PolicyType::Ingress) => Teller::ApiIngressOpen,
        (_, PolicyType::Ingress) if !egress_too => Teller::MissingIngressPolicy,
        _ => Teller::MissingNetworkPolicy,
    }
}

const fn line_teller(control: Control, direction: PolicyType, is_unlimited: bool) -> Teller {
    match (control, direction) {
        (Control::Net2, PolicyType::Egress) => Teller::SandboxEgressOpen,
        (Control::Net3, PolicyType::Ingress) => Teller::ApiIngressOpen,
        (Control::Net1, PolicyType::Ingress) => Teller::AllowAllIngress,
        (Control::Net1, PolicyType::Egress) => Teller::AllowAllEgress,
        (_, PolicyType::Ingress) if is_unlimited => Teller::AllowAllIngress,
        (_, PolicyType::Egress) if is_unlimited => Teller::AllowAllEgress,
        (Control::Net4, PolicyType::Egress) => Teller::EgressToAnywhere,
        (Control::Net6, PolicyType::Egress) => Teller::MetadataReachable,
        _ => Teller::UnneededConnection,
    }
}
