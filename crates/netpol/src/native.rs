//! networking.k8s.io/v1 NetworkPolicy into the common form, and what makes the API server refuse one.
//!
//! Source: the API documentation of the types, and `pkg/apis/networking/validation` of Kubernetes.

use std::collections::HashMap;

use lang::{Text, text};
use model::{
    DocId, IntOrString, Inventory, LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule, PolicyType,
    ProblemKind,
};
use yaml::{Ref, Span};

use crate::bits::Bits;
use crate::policy::{Action, Hits, PeerSpec, Policy, PolicyRef, Ports, Rule, Scope, Selects, Standing, Tier, slot};
use crate::tree::{Reader, Refusal, check_selector};
use crate::{ConnSet, IpSet, PortSet};

/// Problems of type that the reader of the documents met: a policy that holds one is refused by the API server.
pub(crate) struct Refused<'a> {
    by_document: HashMap<DocId, Vec<(Span, &'a Text)>>,
}

impl<'a> Refused<'a> {
    pub(crate) fn new(inventory: &'a Inventory) -> Refused<'a> {
        let mut by_document: HashMap<DocId, Vec<(Span, &Text)>> = HashMap::new();
        for problem in &inventory.problems {
            if let (ProblemKind::WrongType, Some(place)) = (problem.kind, problem.place) {
                by_document.entry(place.doc).or_default().push((problem.span, &problem.reason));
            }
        }
        Refused { by_document }
    }

    /// The first reason inside an object.
    pub(crate) fn reason(&self, inventory: &Inventory, object: model::Place) -> Option<Text> {
        let problems = self.by_document.get(&object.doc)?;
        let whole = inventory.documents.span(object);
        problems
            .iter()
            .find(|(span, _)| whole.start <= span.start && span.end <= whole.end)
            .map(|(_, text)| (*text).clone())
    }
}

pub(crate) fn read(inventory: &Inventory, policy: &NetworkPolicy, refused: &Refused<'_>) -> Policy {
    let namespace: &str = &policy.meta.namespace;
    let mut out = Policy {
        id: PolicyRef {
            kind: policy.meta.kind.clone(),
            namespace: namespace.into(),
            name: policy.meta.name.value.clone(),
            place: policy.meta.place,
        },
        tier: Tier::Network,
        priority: 0,
        standing: Standing::Judged,
        selects: Selects::Pods { scope: Scope::Own(namespace.into()), pods: Some(policy.pod_selector.clone()) },
        governs: [policy.governs(PolicyType::Ingress), policy.governs(PolicyType::Egress)],
        rules: [Vec::new(), Vec::new()],
    };
    let sound = match refused.reason(inventory, policy.meta.place) {
        Some(reason) => Err(reason),
        None => check_shape(inventory, policy).and_then(|()| check_selector(&policy.pod_selector)),
    };
    let rules = sound.and_then(|()| {
        let mut both = [Vec::new(), Vec::new()];
        for direction in [PolicyType::Ingress, PolicyType::Egress] {
            let rules = policy.rules(direction).iter().map(|rule| read_rule(namespace, rule));
            both[slot(direction)] = rules.collect::<Result<_, Refusal>>()?;
        }
        Ok(both)
    });
    match rules {
        Ok(rules) => out.rules = rules,
        Err(reason) => {
            out.standing = Standing::Invalid(reason);
            out.governs = [true, true];
            if check_selector(&policy.pod_selector).is_err()
                || refused.reason(inventory, policy.pod_selector.place).is_some()
            {
                out.selects = Selects::Perhaps(Some(namespace.into()));
            }
        }
    }
    out
}

/// What the typed model cannot hold: directions that do not exist, a peer that is a block and a selector at once.
fn check_shape(inventory: &Inventory, policy: &NetworkPolicy) -> Result<(), Refusal> {
    let root = Reader::new(&inventory.documents, policy.meta.place).root();
    let spec = root.get("spec").unwrap_or(root);
    for kind in spec.get("policyTypes").into_iter().flat_map(Ref::items).filter_map(Ref::text) {
        if !matches!(kind, "Ingress" | "Egress") {
            return Err(text!(
                "`{kind}` in `policyTypes` is neither Ingress nor Egress",
                "`policyTypes` の `{kind}` は Ingress でも Egress でもありません"
            ));
        }
    }
    let rules = [("ingress", "from"), ("egress", "to")].into_iter().flat_map(|(rules, peers)| {
        let rules = spec.get(rules).into_iter().flat_map(Ref::items);
        rules.flat_map(move |rule| rule.get(peers).into_iter().flat_map(Ref::items))
    });
    for peer in rules {
        let block = peer.get("ipBlock").is_some();
        let selector = peer.get("podSelector").is_some() || peer.get("namespaceSelector").is_some();
        if block && selector {
            return Err(Text::new(
                "a peer has `ipBlock` and a selector; only one of them may stand there",
                "接続相手に `ipBlock` とセレクターの両方があります。書けるのはどちらか一方です",
            ));
        }
        if !block && !selector {
            return Err(Text::new(
                "a peer names neither a selector nor `ipBlock`",
                "接続相手にセレクターも `ipBlock` もありません",
            ));
        }
    }
    Ok(())
}

fn read_rule(namespace: &str, rule: &PolicyRule) -> Result<Rule, Refusal> {
    let mut peers = Vec::with_capacity(rule.peers.len().max(1));
    for peer in &rule.peers {
        peers.push(read_peer(namespace, peer)?);
    }
    if peers.is_empty() {
        peers.push(PeerSpec::Anybody);
    }
    let ports = if rule.ports.is_empty() { Ports::all() } else { read_ports(&rule.ports)? };
    Ok(new_rule(None, Action::Allow, rule.place, peers, ports))
}

pub(crate) fn new_rule(
    name: Option<Box<str>>,
    action: Action,
    place: model::Place,
    peers: Vec<PeerSpec>,
    ports: Ports,
) -> Rule {
    let hits = Hits { surely: Bits::default(), maybe: Bits::default() };
    Rule { id: 0, name, action, place, peers, ports, hits, port_ids: Vec::new() }
}

fn read_peer(namespace: &str, peer: &PolicyPeer) -> Result<PeerSpec, Refusal> {
    match peer {
        PolicyPeer::Pods { namespaces, pods, .. } => {
            let selectors: [&Option<LabelSelector>; 2] = [namespaces, pods];
            selectors.into_iter().flatten().try_for_each(check_selector)?;
            let scope = match namespaces {
                Some(selector) => Scope::Select(selector.clone()),
                None => Scope::Own(namespace.into()),
            };
            Ok(PeerSpec::Pods { scope, pods: pods.clone() })
        }
        PolicyPeer::Block { cidr, except, .. } => {
            let block = read_cidr(cidr)?;
            let mut without = IpSet::empty();
            for hole in except {
                let set = read_cidr(hole)?;
                if !set.is_subset(&block) || set == block {
                    let (hole, cidr) = (&hole.value, &cidr.value);
                    return Err(text!(
                        "the exception `{hole}` is not a smaller part of `{cidr}`",
                        "除外範囲 `{hole}` は `{cidr}` の一部(真部分)ではありません"
                    ));
                }
                without = without.union(&set);
            }
            Ok(PeerSpec::Block(block.difference(&without)))
        }
    }
}

pub(crate) fn read_cidr(text: &str) -> Result<IpSet, Refusal> {
    IpSet::from_cidr(text).ok_or_else(|| {
        text!("`{text}` is not a range of addresses (CIDR)", "`{text}` はアドレス範囲(CIDR)として正しくありません")
    })
}

fn read_ports(ports: &[PolicyPort]) -> Result<Ports, Refusal> {
    let mut found = Ports { numbers: ConnSet::empty(), names: Vec::new() };
    for port in ports {
        let end = port.end_port.map(|end| end.value);
        let set = match (&port.port, end) {
            (None, None) => PortSet::all(),
            (None, Some(_)) => {
                return Err(Text::new("`endPort` stands without `port`", "`port` がないのに `endPort` があります"));
            }
            (Some(start), end) => match (&start.value, end) {
                (IntOrString::Int(start), end) => PortSet::range(number(*start)?, number(end.unwrap_or(*start))?),
                (IntOrString::Name(name), None) => {
                    check_port_name(name)?;
                    found.names.push((Some(port.protocol), name.clone()));
                    continue;
                }
                (IntOrString::Name(name), Some(_)) => {
                    return Err(text!(
                        "`endPort` stands beside the named port `{name}`",
                        "名前付きポート `{name}` に `endPort` は付けられません"
                    ));
                }
            },
        };
        if set.is_empty() {
            return Err(Text::new("`endPort` is smaller than `port`", "`endPort` が `port` より小さくなっています"));
        }
        found.numbers = found.numbers.union(&ConnSet::of(port.protocol, set));
    }
    Ok(found)
}

/// A port name as `IsValidPortName` of apimachinery has it. The usual mistake is a number in quotes.
fn check_port_name(name: &str) -> Result<(), Refusal> {
    let letters = name.bytes().any(|byte| byte.is_ascii_lowercase());
    let bytes = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let hyphens = name.starts_with('-') || name.ends_with('-') || name.contains("--");
    if letters && bytes && !hyphens && name.len() <= 15 {
        return Ok(());
    }
    Err(text!(
        "`{name}` is not a port name: small letters, digits and hyphens, at most 15, with a letter (a number stands without quotes)",
        "`{name}` はポート名として正しくありません。英小文字・数字・ハイフンで15文字以内、英字を1つ以上含みます(番号なら引用符を付けません)"
    ))
}

pub(crate) fn number(port: i64) -> Result<u16, Refusal> {
    u16::try_from(port).ok().filter(|port| *port > 0).ok_or_else(|| {
        text!("the port {port} is not between 1 and 65535", "ポート {port} は 1 から 65535 の範囲にありません")
    })
}
