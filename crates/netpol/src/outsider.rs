//! Pods that the inventory does not hold, asked about one workload at a time: the DNS server, an ingress controller, and
//! whoever fits a selector of a policy.
//!
//! [`Network::exposure`] lists such pods for everybody. Here the same is asked for whoever proves something: with the rules
//! that decide, and with the known workloads that a selector was meant for.

use model::{LabelSelector, Operator, PolicyType, Requirement, Workload};

use crate::decide::{Decision, Side, Step, decide};
use crate::ends::{Ends, Which};
use crate::exposed::{Exposed, Namespaces};
use crate::network::Network;
use crate::pair::{End, Flow};
use crate::policy::{Action, PeerSpec, Rule, Scope, Tri, slot};
use crate::profile::{SOME_POD, UNKNOWN_POD};
use crate::reason::{Effect, Reason, RuleRef};
use crate::stranger::{Stranger, any_pod};
use crate::table::ConnTable;
use crate::{ConnSet, Peer, wording};

/// What is known of a pod that the inventory does not hold. Of labels that are not named here nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodSketch {
    /// Its namespace.
    pub namespace: String,
    /// Labels of the namespace, beside its name.
    pub namespace_labels: Vec<(String, String)>,
    /// Its labels.
    pub labels: Vec<(String, String)>,
}

/// What a workload may exchange with pods that the inventory does not hold. The pods' own policies are not known and not
/// asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The workload.
    pub workload: Peer,
    /// The pods.
    pub with: Exposed,
    /// The workloads of the inventory that the selector selects as well: whom it is meant for, as far as one can see.
    pub selects: Vec<Peer>,
    /// What the workload's policies allow.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
    /// Why, as far as rules or their absence decide it.
    pub reasons: Vec<Reason>,
}

/// Which pods are meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// All that fit a selector.
    All,
    /// Some one of them.
    Some,
}

impl<'a> Network<'a> {
    /// The objects of the inventory under a top owner, itself included.
    #[must_use]
    pub fn members(&self, peer: &Peer) -> Vec<&'a Workload> {
        let group = self.groups.binary_search_by(|group| group.peer.cmp(peer)).ok();
        let units = group.map(|at| self.groups[at].units.as_slice()).unwrap_or_default();
        units.iter().filter_map(|unit| self.pods.units[*unit as usize].workload).collect()
    }

    /// Several workloads, to ask about at once.
    #[must_use]
    pub fn ends_of_all<'p>(&self, peers: impl IntoIterator<Item = &'p Peer>) -> Ends {
        let at = |peer: &Peer| self.groups.binary_search_by(|group| group.peer.cmp(peer)).ok();
        Ends(Which::Groups(peers.into_iter().filter_map(at).collect()))
    }

    /// The workloads that Ingresses and routes lead to, with their ports.
    #[must_use]
    pub fn entry_points(&self) -> Vec<(Peer, ConnSet)> {
        let mut found: Vec<(Peer, ConnSet)> = Vec::new();
        for (unit, ports) in self.entries() {
            let Some(group) = self.groups.iter().find(|group| group.units.contains(&unit)) else { continue };
            match found.iter_mut().find(|(peer, _)| *peer == group.peer) {
                Some((_, known)) => *known = known.union(&ports),
                None => found.push((group.peer.clone(), ports)),
            }
        }
        found.sort();
        found
    }

    /// Whom a workload may exchange something with among pods that the inventory does not hold: every pod whatever its
    /// labels, and those that fit a selector of a rule.
    #[must_use]
    pub fn passages(&self, peer: &Peer, direction: PolicyType) -> Vec<Passage> {
        let Ok(group) = self.groups.binary_search_by(|group| group.peer.cmp(peer)) else { return Vec::new() };
        self.passages_of(&mut self.compiled.table.clone(), group, direction, Of::All)
    }

    /// Whom a workload may exchange something with among all pods that there could be: of those that fit a selector, one that fits no
    /// other, and one that fits none at all.
    #[must_use]
    pub fn passages_of_some(&self, peer: &Peer, direction: PolicyType) -> Vec<Passage> {
        let Ok(group) = self.groups.binary_search_by(|group| group.peer.cmp(peer)) else { return Vec::new() };
        self.passages_of(&mut self.compiled.table.clone(), group, direction, Of::Some)
    }

    pub(crate) fn passages_of(
        &self,
        table: &mut ConnTable,
        group: usize,
        direction: PolicyType,
        of: Of,
    ) -> Vec<Passage> {
        let whole = |rule: &Rule| if of == Of::All { universal(rule) } else { nobody_in_particular(rule) };
        let mut found = vec![self.passage(table, group, direction, Exposed::EntireCluster, SOME_POD, &whole)];
        let whole = found[0].certain.clone();
        for (with, stranger) in self.strangers(group, direction) {
            let fits = |rule: &Rule| match (fits(&stranger, rule), rule.action) {
                // Who fits that selector, too, is asked about there.
                (Tri::Maybe, Action::Allow) if of == Of::Some => Tri::No,
                (known, _) => known,
            };
            let mut passage = self.passage(table, group, direction, with, SOME_POD, &fits);
            passage.certain = passage.certain.difference(&whole);
            passage.open = passage.open.difference(&whole);
            passage.selects = self.selected_by(group, direction, &stranger);
            found.push(passage);
        }
        found.retain(|passage| !passage.certain.is_empty() || !passage.open.is_empty());
        found
    }

    /// What a workload may exchange with a pod of which something is known.
    #[must_use]
    pub fn with_pod(&self, peer: &Peer, direction: PolicyType, pod: &PodSketch) -> Option<Passage> {
        let group = self.groups.binary_search_by(|group| group.peer.cmp(peer)).ok()?;
        let labels: Vec<String> = pod.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let with =
            Exposed::Pods { namespaces: Namespaces::Named(pod.namespace.as_str().into()), labels: labels.join(",") };
        let table = &mut self.compiled.table.clone();
        Some(self.passage(table, group, direction, with, UNKNOWN_POD, &|rule| pod.fits(rule)))
    }

    /// What a workload may exchange with a pod that fits no selector.
    pub(crate) fn anybody(&self, table: &mut ConnTable, group: usize, direction: PolicyType) -> Passage {
        self.passage(table, group, direction, Exposed::EntireCluster, SOME_POD, &nobody_in_particular)
    }

    fn passage(
        &self,
        table: &mut ConnTable,
        group: usize,
        direction: PolicyType,
        with: Exposed,
        pod: u32,
        fits: &impl Fn(&Rule) -> Tri,
    ) -> Passage {
        let (mut all, mut reasons) = (Flow::NONE, Vec::new());
        let workload = self.groups[group].peer.clone();
        for kind in &self.groups[group].kinds {
            let Some(side) = self.side(direction, End::Pod(*kind), End::UnknownPod) else { continue };
            // The ports into a workload are its own.
            let profile = if direction == PolicyType::Egress { pod } else { side.profile };
            let side = Side { peer_is_node: false, profile, ..side };
            let mut steps = Some(Vec::new());
            let decision = decide(&self.compiled, table, side, fits, &mut steps);
            let flow = Flow::of(table, decision, Decision::FREE);
            all = all.or(table, flow);
            if side.subject.is_free() {
                let text = wording::ungoverned(direction, &workload);
                let conn = ConnSet::all();
                reasons.push(Reason { effect: Effect::Ungoverned, policy: None, rule: None, conn, text });
            }
            for step in steps.unwrap_or_default() {
                let conn = table.set(step.ports.surely).clone();
                reasons.extend(self.reason(&step, direction, conn));
            }
        }
        reasons.dedup();
        let (certain, open) = (table.set(all.certain).clone(), table.set(all.open).clone());
        Passage { workload, with, selects: Vec::new(), certain, open, reasons }
    }

    fn reason(&self, step: &Step, direction: PolicyType, conn: ConnSet) -> Option<Reason> {
        let policy = &self.compiled.policies[step.policy as usize];
        let at = step.rule? as usize;
        let rule = &policy.rules[slot(direction)][at];
        let effect = match step.action {
            Action::Allow => Effect::Allows,
            Action::Deny => Effect::Denies,
            Action::Pass => Effect::Passes,
            Action::Unknown => return None,
        };
        if conn.is_empty() {
            return None;
        }
        let by_name = direction == PolicyType::Egress && !conn.is_subset(&rule.ports.numbers);
        let names: Vec<&str> = rule.ports.names.iter().filter(|_| by_name).map(|it| &*it.1).collect();
        let rule = RuleRef { number: at + 1, name: rule.name.clone(), place: rule.place };
        let text = match names.is_empty() {
            true => wording::rule(effect, policy, &rule, direction, &conn),
            false => wording::named(effect, policy, &rule, direction, &names),
        };
        Some(Reason { effect, policy: Some(policy.id.clone()), rule: Some(rule), conn, text })
    }

    /// The peers of the rules that govern a workload, as far as they are selectors of pods.
    fn selectors(&self, group: usize, direction: PolicyType) -> impl Iterator<Item = (&Scope, Option<&LabelSelector>)> {
        let compiled = &self.compiled;
        let subjects = self.groups[group]
            .kinds
            .iter()
            .map(move |kind| &compiled.subjects[compiled.subject_of[slot(direction)][*kind as usize] as usize]);
        let policies = subjects.flat_map(|it| it.admin.iter().chain(&it.baseline).flatten().chain(&it.network));
        let rules = policies.flat_map(move |at| &compiled.policies[*at as usize].rules[slot(direction)]);
        rules.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
            PeerSpec::Pods { scope, pods } => Some((scope, pods.as_ref())),
            _ => None,
        })
    }

    /// The selectors of the rules that govern a workload, each once.
    fn strangers(&self, group: usize, direction: PolicyType) -> Vec<(Exposed, Stranger)> {
        let all = self.selectors(group, direction).map(|(scope, pods)| Stranger::new(scope, pods));
        let mut found: Vec<Stranger> = all.filter(|it| !it.is_anybody()).collect();
        found.sort();
        found.dedup();
        found.into_iter().map(|it| (it.exposed(), it)).collect()
    }

    /// The known workloads that the selectors behind a stranger select.
    fn selected_by(&self, group: usize, direction: PolicyType, stranger: &Stranger) -> Vec<Peer> {
        let mut found = Vec::new();
        for (scope, pods) in self.selectors(group, direction) {
            if Stranger::new(scope, pods) == *stranger {
                let units = self.pods.select(scope, pods).surely;
                let selected =
                    self.groups.iter().filter(|group| group.units.iter().any(|it| units.contains(*it as usize)));
                found.extend(selected.map(|group| group.peer.clone()));
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a rule matches every pod there could be.
pub(crate) fn universal(rule: &Rule) -> Tri {
    rule.peers.iter().map(any_pod).max().unwrap_or(Tri::No)
}

/// Whether a rule matches a pod that fits no selector and has no known address.
fn nobody_in_particular(rule: &Rule) -> Tri {
    let peers = rule.peers.iter().map(|peer| match any_pod(peer) {
        Tri::Maybe if !matches!(peer, PeerSpec::Unreadable) => Tri::No,
        known => known,
    });
    peers.max().unwrap_or(Tri::No)
}

/// Whether a rule matches a pod of which only that it fits a selector is known.
pub(crate) fn fits(stranger: &Stranger, rule: &Rule) -> Tri {
    let peers = rule.peers.iter().map(|peer| match peer {
        PeerSpec::Pods { scope, pods } => stranger.fits(&Stranger::new(scope, pods.as_ref())),
        other => any_pod(other),
    });
    peers.max().unwrap_or(Tri::No)
}

/// The label that the API server gives every namespace (kubernetes.io, "Automatic labelling").
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

impl PodSketch {
    fn fits(&self, rule: &Rule) -> Tri {
        rule.peers.iter().map(|peer| self.fits_peer(peer)).max().unwrap_or(Tri::No)
    }

    fn fits_peer(&self, peer: &PeerSpec) -> Tri {
        let (scope, pods) = match peer {
            PeerSpec::Anybody => return Tri::Yes,
            PeerSpec::Pods { scope, pods } => (scope, pods),
            PeerSpec::Domains => return Tri::No,
            PeerSpec::Block(block) if block.is_empty() => return Tri::No,
            PeerSpec::Block(_) | PeerSpec::Nodes | PeerSpec::Unreadable => return Tri::Maybe,
        };
        let namespaces = match scope {
            Scope::Own(name) if **name == *self.namespace => Tri::Yes,
            Scope::Own(_) => Tri::No,
            Scope::Select(selector) => {
                let name = (NAME_LABEL.to_owned(), self.namespace.clone());
                let labels: Vec<_> = std::iter::once(name).chain(self.namespace_labels.iter().cloned()).collect();
                fits_selector(selector, &labels)
            }
        };
        let pods = pods.as_ref().map_or(Tri::Yes, |selector| fits_selector(selector, &self.labels));
        namespaces.min(pods)
    }
}

fn fits_selector(selector: &LabelSelector, labels: &[(String, String)]) -> Tri {
    let value = |key: &str| labels.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let truth = |holds: bool| if holds { Tri::Yes } else { Tri::No };
    let equal = selector.match_labels.iter().map(|(key, wanted)| match value(key) {
        Some(value) => truth(value == &*wanted.value),
        None => Tri::Maybe,
    });
    let compared = selector.match_expressions.iter().map(|requirement: &Requirement| {
        let Some(value) = value(&requirement.key) else { return Tri::Maybe };
        let listed = requirement.values.iter().any(|wanted| **wanted == *value);
        truth(match requirement.operator {
            Operator::In => listed,
            Operator::NotIn => !listed,
            Operator::Exists => true,
            Operator::DoesNotExist => false,
        })
    });
    equal.chain(compared).min().unwrap_or(Tri::Yes)
}
