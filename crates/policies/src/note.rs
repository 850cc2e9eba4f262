//! What a person must know before applying the policies: what stops working, whom they cut off, what stays open.

use std::collections::BTreeMap;

use dify::{Component, FLOWS, flow};
use invariants::{Destination, Roster, elsewhere};
use lang::{Lang, Text, text};
use model::{Inventory, OtherKind, Protocol};

use crate::egress;
use crate::options::Options;
use crate::subject::Subject;

/// Something to know before applying the policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The sentence.
    pub text: Text,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteKind {
    /// Something outside the cluster that a component will not reach.
    Outside,
    /// A pod that is no part of Dify and is cut off.
    Cut,
    /// Something that stays open, because the input does not say to whom.
    Open,
    /// A selector that selects too much, or nothing.
    Selector,
    /// A policy that is already there.
    Existing,
}

impl NoteKind {
    /// The word of the JSON form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            NoteKind::Outside => "outside",
            NoteKind::Cut => "cut-off",
            NoteKind::Open => "open",
            NoteKind::Selector => "selector",
            NoteKind::Existing => "existing",
        }
    }

    /// The heading over notes of this kind.
    #[must_use]
    pub const fn title(self) -> Text {
        match self {
            NoteKind::Outside => {
                Text::new("what stops working outside the cluster:", "クラスター外との通信で使えなくなるもの:")
            }
            NoteKind::Cut => Text::new("what else is cut off:", "ほかに遮断されるもの:"),
            NoteKind::Open => Text::new("what stays open:", "開いたままのもの:"),
            NoteKind::Selector => Text::new("what no selector can tell apart:", "セレクターで区別できないもの:"),
            NoteKind::Existing => Text::new("policies that are already there:", "すでにあるポリシー:"),
        }
    }
}

/// What will not be reached outside the cluster.
pub(crate) fn outside(
    inventory: &Inventory,
    subjects: &[Subject],
    destinations: &[Destination],
    options: &Options,
) -> Vec<Note> {
    let mut found = Vec::new();
    for flow in FLOWS.iter().filter(|flow| flow.to == flow::Peer::Internet) {
        let Some(subject) = subjects.iter().find(|it| flow.from.is(it.component)) else { continue };
        if !egress::opens(options, subject.component) {
            found.push(unreachable(subject.component, flow));
        }
    }
    for peer in STORES {
        let there = subjects.iter().any(|it| peer.is(it.component));
        let is_named = |it: &Destination| {
            Component::ALL.iter().any(|part| peer.is(*part) && part.entry().named_by.contains(&it.setting))
        };
        if !there && !allows_ports_of(peer, options) && !destinations.iter().any(is_named) {
            found.extend(not_here(inventory, peer));
        }
    }
    found.extend(not_reached(destinations, options));
    found.extend(without_proxy(subjects, destinations));
    found
}

/// Whether a person, or the address that is set, allows it.
fn is_allowed(it: &Destination, options: &Options) -> bool {
    options.allow.iter().any(|allow| allow.from.contains(&it.from) && allow.conn.contains(Protocol::Tcp, it.port))
}

/// The servers that are told of and not reached, each once with everybody who is told of it.
fn not_reached(destinations: &[Destination], options: &Options) -> Vec<Note> {
    let mut by_server: BTreeMap<(&str, u16), Vec<&Destination>> = BTreeMap::new();
    for it in destinations.iter().filter(|it| !is_allowed(it, options)) {
        by_server.entry((&it.host, it.port)).or_default().push(it);
    }
    by_server.into_values().map(|all| out_of_reach(&all, options)).collect()
}

fn out_of_reach(all: &[&Destination], options: &Options) -> Note {
    let Destination { host, port, is_service, what, .. } = all[0];
    let distinct = |of: fn(&Destination) -> &'static str| {
        let mut names: Vec<&str> = all.iter().map(|it| of(it)).collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    };
    let (who, settings) = (distinct(|it| it.from.id()), distinct(|it| it.setting));
    let (en, ja) = what.both();
    let (at, at_ja) = (format!("{en} at {host}:{port} ({settings})"), format!("{ja} {host}:{port}({settings})"));
    let text = if *is_service {
        text!(
            "{at} is out of reach of {who}: no component is recognised in the pods of that Service; name it in sekisho.yaml",
            "{who} から{at_ja}に届きません。この Service の Pod はどのコンポーネントとも認識されていません。sekisho.yaml で指定してください"
        )
    } else if all.iter().all(|it| egress::opens(options, it.from)) {
        text!(
            "{at} is in reach of {who} only if its address is public: allow a private one by its address",
            "{who} から{at_ja}に届くのは、パブリックアドレスの場合だけです。プライベートアドレスはアドレスを指定して許可してください"
        )
    } else {
        text!(
            "{at} is out of reach of {who}: policies know addresses and not names, so allow its address",
            "{who} から{at_ja}に届きません。ポリシーはホスト名ではなくアドレスで書くため、アドレスを許可してください"
        )
    };
    Note { kind: NoteKind::Outside, text }
}

/// What people know the flows through the SSRF proxy by (D:api/core/helper/ssrf_proxy.py and its users).
fn features(component: Component) -> Text {
    match component {
        Component::Sandbox | Component::AgentSandbox => {
            Text::new("requests of code nodes, pip", "コードノードからのリクエスト、pip")
        }
        _ => Text::new(
            "the HTTP request node, API tools, files and websites by URL",
            "HTTP リクエストノード、API ツール、URL 指定のファイルとウェブサイト",
        ),
    }
}

/// What goes out directly where no SSRF proxy is in the input, and therefore stops.
fn without_proxy(subjects: &[Subject], destinations: &[Destination]) -> Vec<Note> {
    const PROXY: Component = Component::SsrfProxy;
    if subjects.iter().any(|it| it.component == PROXY) {
        return Vec::new();
    }
    let by_proxy = |it: &&Subject| {
        let is_told = destinations.iter().any(|told| told.from == it.component && told.setting.contains("PROXY"));
        !is_told && flow::flows_between(it.component, PROXY).next().is_some()
    };
    let mut said: Vec<Component> = Vec::new();
    let mut found = Vec::new();
    for subject in subjects.iter().filter(by_proxy) {
        let component = subject.component;
        if said.contains(&component) {
            continue;
        }
        said.push(component);
        let Some(flow) = flow::flows_between(component, PROXY).next() else { continue };
        let (en, ja) = flow.why.both();
        let features = features(component);
        let (tools_en, tools_ja) = features.both();
        let text = text!(
            "there is no SSRF proxy in the input, so {component} loses what goes through one on TCP 80 and 443: {en} ({tools_en}); a deployment that Sekisho renders has one",
            "入力に SSRF プロキシがないため、{component} はプロキシ経由の通信(TCP 80・443)を失います: {ja}({tools_ja})。Sekisho が生成する構成にはプロキシが含まれます"
        );
        found.push(Note { kind: NoteKind::Outside, text });
    }
    found
}

fn unreachable(component: Component, flow: &flow::Flow) -> Note {
    let (en, ja) = flow.why.both();
    let (when_en, when_ja) = match &flow.needed {
        flow::Needed::Always => (String::new(), String::new()),
        flow::Needed::When(condition) => {
            let words = condition.words();
            (format!(", needed {}", words.get(Lang::En)), format!("({})", words.get(Lang::Ja)))
        }
    };
    let conn = crate::egress::conn(flow);
    let text = text!(
        "{component} does not reach the internet on {conn}: {en}{when_en}",
        "{component} はインターネットの {conn} に届きません: {ja}{when_ja}"
    );
    Note { kind: NoteKind::Outside, text }
}

/// Stores that may run elsewhere.
const STORES: [flow::Peer; 4] = [
    flow::Peer::Database,
    flow::Peer::Component(Component::Redis),
    flow::Peer::VectorStore,
    flow::Peer::Component(Component::ObjectStore),
];

/// Whether a target is allowed on a port of such a store.
fn allows_ports_of(peer: flow::Peer, options: &Options) -> bool {
    let parts = Component::ALL.iter().filter(|it| peer.is(**it));
    let mut ports = parts.flat_map(|it| flow::ports(*it)).filter(|port| port.audience == flow::Audience::Clients);
    ports.any(|port| options.allow.iter().any(|it| it.conn.contains(model::Protocol::Tcp, port.number)))
}

fn not_here(inventory: &Inventory, peer: flow::Peer) -> Option<Note> {
    let known = elsewhere(inventory, peer);
    // Object storage is optional: without a setting there is none.
    if peer == flow::Peer::Component(Component::ObjectStore) && known.is_none() {
        return None;
    }
    let what = match peer {
        flow::Peer::VectorStore => Text::new("the vector store", "ベクトルストア"),
        // PostgreSQL and MySQL are called the same.
        other => Component::ALL.iter().find(|it| other.is(**it))?.called().clone(),
    };
    let (en, ja) = what.both();
    let host = known.map(|it| format!(" ({}={})", it.setting, it.host)).unwrap_or_default();
    let text = text!(
        "{en} is not in the input{host}: if it runs outside, Dify does not reach it until its address is allowed",
        "{ja}が入力にありません{host}。外部で動いている場合、そのアドレスを許可するまで Dify からは届きません"
    );
    Some(Note { kind: NoteKind::Outside, text })
}

/// Pods of the same namespaces that are no part of Dify, or do not stay.
pub(crate) fn strangers(roster: &Roster<'_>, subjects: &[Subject], options: &Options) -> Vec<Note> {
    if options.only_dify {
        return Vec::new();
    }
    let home =
        |it: &&invariants::Member<'_>| subjects.iter().any(|subject| *subject.namespace == *it.workload.meta.namespace);
    let cut = |member: &invariants::Member<'_>| {
        let peer = &member.peer;
        let text = match (member.passing, member.component) {
            (true, _) => text!(
                "{peer} is a hook or test of Helm and is cut off by default-deny-all: `helm test` fails while these policies are in force",
                "{peer} は Helm のフックまたはテストで、default-deny-all により遮断されます。これらのポリシーの適用中は `helm test` が失敗します"
            ),
            (false, None) => text!(
                "{peer} is not recognised as a part of Dify and is cut off by default-deny-all: leave such pods alone (only Dify), write a policy for it, or name its component in sekisho.yaml",
                "{peer} は Dify の一部と認識されないため、default-deny-all により遮断されます。そのままにするには対象を Dify に限るか、ポリシーを書くか、sekisho.yaml でコンポーネントを指定してください"
            ),
            (false, Some(_)) => return None,
        };
        Some(Note { kind: NoteKind::Cut, text })
    };
    roster.members().iter().filter(home).filter_map(cut).collect()
}

/// Pods that an operator makes and that the input therefore does not hold: nothing can select what nobody sees.
pub(crate) fn made_by_operators(inventory: &Inventory, subjects: &[Subject]) -> Vec<Note> {
    let here = |it: &&model::Other| {
        matches!(it.kind, OtherKind::CloudNativePg { .. })
            && subjects.iter().any(|subject| *subject.namespace == *it.meta.namespace)
    };
    let note = |it: &model::Other| {
        let (namespace, name) = (&it.meta.namespace, &it.meta.name.value);
        let text = text!(
            "the pods of the CloudNativePG cluster {namespace}/{name} are made by its operator and not in the input: Dify does not reach them, and default-deny-all cuts them off from the operator and the API server; write policies for `cnpg.io/cluster: {name}` before applying these",
            "CloudNativePG クラスター {namespace}/{name} のPod はオペレーターが作るため入力にありません。Dify からは届かず、default-deny-all によりオペレーターと API サーバーからも遮断されます。適用する前に `cnpg.io/cluster: {name}` へのポリシーを書いてください"
        );
        Note { kind: NoteKind::Cut, text }
    };
    inventory.others.iter().filter(here).map(note).collect()
}
