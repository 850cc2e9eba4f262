//! The policies with their proof: nothing is handed out before it was judged by the same engine that judges everything else.

use dify::{Component, FLOWS, flow};
use invariants::{Cluster, Invariant, Proof, Roster, Statement, Verdict, destinations, dify_pack, parse, prove};
use inventory::Input;
use lang::{Lang, Text, text};
use model::{Inventory, Location, NetworkPolicy, Place};
use netpol::{IpSet, Network, PodSketch};

use crate::egress;
use crate::generate::{Draft, draft};
use crate::note::{self, Note, NoteKind};
use crate::options::{Egress, Form, Options};
use crate::policy::Policy;
use crate::write;

/// Policies, what to know before applying them, and what was proved of them.
pub struct Plan {
    /// The policies, in the order in which they are written.
    pub policies: Vec<Policy>,
    /// What to know before applying them.
    pub notes: Vec<Note>,
    /// The pack, judged on the deployment with these policies.
    pub proofs: Vec<Proof>,
    /// The deployment with these policies, and the old ones. The places of [`Plan::proofs`] are places in it.
    pub judged: Inventory,
    /// The old policies that the proofs take to be removed, by place; none where they are kept.
    pub replaced: Vec<Place>,
    form: Form,
}

/// The name under which the new policies stand in [`Plan::judged`].
pub const OUTPUT: &str = "<policies>";

/// Writes the policies for a deployment and proves the pack on the result. `read` is what the inventory was read with.
///
/// Without [`Options::merge`] the NetworkPolicies of the namespaces at hand are taken to be replaced, and each is named.
#[must_use]
pub fn generate(inventory: &Inventory, read: &inventory::Options, options: &Options) -> Plan {
    let before = Network::new(inventory, &network_options(options));
    let roster = Roster::new(&before);
    let destinations = destinations(&before, &roster);
    let options = &egress::allowing(options, &destinations);
    let Draft { policies, subjects, mut notes } = draft(&before, &roster, &destinations, options);
    notes.extend(note::strangers(&roster, &subjects, options));
    notes.extend(note::outside(inventory, &subjects, &destinations, options));
    notes.extend(note::made_by_operators(inventory, &subjects));
    let text = text_of(&policies, options.form, Lang::En);
    let judged = judged(inventory, read, text);
    let old = old_in(&judged, &policies);
    let replaced: Vec<Place> = if options.merge { Vec::new() } else { old.iter().map(|it| it.meta.place).collect() };
    let network = network(&judged, options, replaced.clone());
    let statements: Vec<Statement> = dify_pack(&network).into_iter().chain(promises(options)).collect();
    let proofs = prove(&network, &cluster(options), &statements);
    notes.extend(existing(inventory, &judged, options, &policies, &statements));
    notes.sort_by_key(|it| it.kind);
    Plan { policies, notes, proofs, judged, replaced, form: options.form }
}

impl Plan {
    /// The policies as YAML, with comments in a language.
    #[must_use]
    pub fn yaml(&self, lang: Lang) -> String {
        text_of(&self.policies, self.form, lang)
    }

    /// How many sentences are proved.
    #[must_use]
    pub fn n_proved(&self) -> usize {
        self.proofs.iter().filter(|it| matches!(it.verdict, Verdict::Proved(_))).count()
    }

    /// What is not proved: an empty list is the condition for applying the policies without a second look.
    pub fn unproved(&self) -> impl Iterator<Item = &Proof> {
        self.proofs.iter().filter(|it| matches!(it.verdict, Verdict::Refuted(_) | Verdict::Unknown(_)))
    }
}

fn text_of(policies: &[Policy], form: Form, lang: Lang) -> String {
    match form {
        Form::NetworkPolicy => write::yaml(policies, lang),
        Form::ClusterNetworkPolicy { priority } => crate::cluster_form::yaml(policies, priority, lang),
    }
}

fn network_options(options: &Options) -> netpol::Options {
    let mut found = netpol::Options::default();
    let blocks = options.cluster_blocks.iter().filter_map(|it| IpSet::from_cidr(it));
    found.pod_addresses = blocks.fold(found.pod_addresses, |all, set| all.union(&set));
    found
}

fn cluster(options: &Options) -> Cluster {
    let dns = &options.dns;
    let sketch =
        PodSketch { namespace: dns.namespace.clone(), namespace_labels: Vec::new(), labels: dns.labels.clone() };
    Cluster { dns: vec![sketch], ..options.cluster.clone() }
}

/// The deployment with the new policies beside the old ones. An object of the same name is replaced when it is applied.
fn judged(inventory: &Inventory, read: &inventory::Options, text: String) -> Inventory {
    let mut texts = inventory.texts.clone();
    texts.push(inventory::parse(Input::file(OUTPUT, text)));
    let mut judged = inventory::assemble(&texts, read);
    let documents = std::mem::take(&mut judged.documents);
    let is_new = |it: &NetworkPolicy| documents.origin(it.meta.place.doc).name() == OUTPUT;
    let id = |it: &NetworkPolicy| (it.meta.namespace.clone(), it.meta.name.value.clone());
    let written: Vec<_> = judged.network_policies.iter().filter(|it| is_new(it)).map(id).collect();
    judged.network_policies.retain(|it| is_new(it) || !written.contains(&id(it)));
    judged.documents = documents;
    judged
}

/// The network as it would be, some of the old policies left out.
fn network<'j>(judged: &'j Inventory, options: &Options, without: Vec<Place>) -> Network<'j> {
    Network::new(judged, &netpol::Options { without, ..network_options(options) })
}

/// What the profile promises beyond the pack.
fn promises(options: &Options) -> Vec<Statement> {
    let mut allowed: Vec<String> = options.allow.iter().map(|it| it.block.clone()).collect();
    allowed.dedup();
    match &options.egress {
        Egress::Strict => {
            let list: Vec<String> = ["dify".to_owned(), "dns".to_owned()].into_iter().chain(allowed).collect();
            let why = Text::new("egress to DNS only, outside the cluster", "クラスター外への送信は DNS だけに限るため");
            statement(&format!("dify -> only {}", list.join(", ")), &why).into_iter().collect()
        }
        Egress::Lists(chosen) => {
            let except = if allowed.is_empty() { String::new() } else { format!(" except {}", allowed.join(", ")) };
            let why = Text::new(
                "egress lists open the internet and nothing private",
                "外部への許可はインターネットに限り、プライベートアドレスは含めないため",
            );
            let mut found: Vec<Statement> =
                statement(&format!("dify -> never private{except}"), &why).into_iter().collect();
            for flow in FLOWS.iter().filter(|flow| flow.to == flow::Peer::Internet) {
                let from = Component::ALL.iter().filter(|it| flow.from.is(**it));
                for component in from.filter(|it| chosen.as_ref().is_none_or(|chosen| chosen.contains(it))) {
                    let ports = flow.ports.iter().map(|(port, _)| format!("internet:{port}"));
                    let sentence = format!("{component} -> needs {}", ports.collect::<Vec<_>>().join(", "));
                    found.extend(statement(&sentence, &flow.why));
                }
            }
            found
        }
    }
}

fn statement(sentence: &str, why: &Text) -> Option<Statement> {
    let invariant: Invariant = parse(sentence).ok()?;
    Some(Statement { invariant, why: Some(why.clone()), moot: None, doubt: None })
}

/// The policies that are already there: what replaces them, or what they keep open.
///
/// The sentences are the same whatever policies there are.
fn existing(
    inventory: &Inventory,
    judged: &Inventory,
    options: &Options,
    new: &[Policy],
    statements: &[Statement],
) -> Vec<Note> {
    /// Each is proved on its own; more than these are only counted.
    const ENOUGH: usize = 40;
    let replaced = |it: &NetworkPolicy| {
        new.iter().any(|new| *new.namespace == *it.meta.namespace && *new.name == *it.meta.name.value)
    };
    let old = old_in(judged, new);
    let mut found = Vec::new();
    for policy in inventory.network_policies.iter().filter(|it| replaced(it)) {
        let (at, id) = (place_of(inventory, policy), id_of(policy));
        let text = text!("{at}: {id} is replaced", "{at}: {id} は置き換えられます");
        found.push(Note { kind: NoteKind::Existing, text });
    }
    for policy in old.iter().take(ENOUGH) {
        let others = old.iter().map(|it| it.meta.place).filter(|place| *place != policy.meta.place).collect();
        let opened = opened(&network(judged, options, others), &cluster(options), statements);
        found.extend(remark(&place_of(judged, policy), &id_of(policy), opened.as_ref(), options.merge));
    }
    if let Some(more) = old.len().checked_sub(ENOUGH).filter(|more| *more > 0) {
        let text = text!(
            "{more} more NetworkPolicies were not looked at one by one",
            "ほか {more} 件の NetworkPolicy は個別には調べていません"
        );
        found.push(Note { kind: NoteKind::Existing, text });
    }
    found
}

/// The old policies of the namespaces of the new ones.
fn old_in<'j>(judged: &'j Inventory, new: &[Policy]) -> Vec<&'j NetworkPolicy> {
    let here = |it: &&NetworkPolicy| new.iter().any(|new| *new.namespace == *it.meta.namespace);
    let is_old = |it: &&NetworkPolicy| judged.documents.origin(it.meta.place.doc).name() != OUTPUT;
    judged.network_policies.iter().filter(here).filter(is_old).collect()
}

fn id_of(policy: &NetworkPolicy) -> String {
    format!("NetworkPolicy {}/{}", policy.meta.namespace, policy.meta.name.value)
}

fn place_of(inventory: &Inventory, policy: &NetworkPolicy) -> String {
    match inventory.documents.location(policy.meta.place) {
        Location::File { file, start, .. } => format!("{file}:{}:{}", start.line, start.column),
        Location::Field { object, .. } => object,
    }
}

fn remark(at: &str, id: &str, opened: Option<&Text>, merge: bool) -> Option<Note> {
    let text = match (opened, merge) {
        (Some(why), true) => {
            let (en, ja) = why.both();
            text!(
                "{at}: {id} opens more than the pack allows: {en}",
                "{at}: {id} は許可すべき範囲を超えて開いています: {ja}"
            )
        }
        (Some(why), false) => {
            let (en, ja) = why.both();
            text!(
                "{at}: remove {id}, policies only add to each other and it opens more than the pack allows: {en}",
                "{at}: {id} を削除してください。ポリシーは足し合わされるため、残すと許可すべき範囲を超えて開いたままになります: {ja}"
            )
        }
        (None, true) => return None,
        (None, false) => {
            text!("{at}: {id} is not needed beside these", "{at}: {id} は、これらのポリシーがあれば不要です")
        }
    };
    Some(Note { kind: NoteKind::Existing, text })
}

/// What becomes possible when an old policy stays beside the new ones, and the others do not.
fn opened(network: &Network<'_>, cluster: &Cluster, statements: &[Statement]) -> Option<Text> {
    let refuted = invariants::first_refuted(network, cluster, statements)?;
    let reason = refuted.reason()?;
    let sentence = &refuted.statement.invariant;
    let (en, ja) = reason.both();
    Some(text!("{en}, against `{sentence}`", "{ja}(`{sentence}` に反します)"))
}
