//! policy.networking.k8s.io: AdminNetworkPolicy and BaselineAdminNetworkPolicy (v1alpha1), ClusterNetworkPolicy (v1alpha2 and
//! later) into the common form.
//!
//! Source: `apis/v1alpha1` and `apis/v1alpha2` of kubernetes-sigs/network-policy-api. Both agree on all but the words of the
//! actions (`Allow`, `Accept`) and the shape of the ports. Peers of forms that are not known here are kept as *may match*:
//! the documentation tells an implementation to fail closed, but a newer one may know them.

use lang::{Text, text};
use model::{Inventory, Other, Protocol};
use yaml::Ref;
use yaml::scalar::Scalar;

use crate::native::{Refused, new_rule, number, read_cidr};
use crate::policy::{Action, PeerSpec, Policy, PolicyRef, Ports, Rule, Scope, Selects, Standing, Tier};
use crate::tree::{Reader, Refusal};
use crate::{ConnSet, IpSet, PortSet};

/// `maxItems` of `networks` and `domainNames` in both schemas.
const LISTED: usize = 25;

/// Reads one; `None` for a kind of the group that is no policy.
pub(crate) fn read(inventory: &Inventory, other: &Other, refused: &Refused<'_>) -> Option<Policy> {
    let kind = &*other.meta.kind;
    if !matches!(kind, "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy" | "ClusterNetworkPolicy") {
        return None;
    }
    let reader = Reader::new(&inventory.documents, other.meta.place);
    let id = PolicyRef {
        kind: kind.into(),
        namespace: "".into(),
        name: other.meta.name.value.clone(),
        place: other.meta.place,
    };
    let mut policy = Policy {
        id,
        tier: if kind == "BaselineAdminNetworkPolicy" { Tier::Baseline } else { Tier::Admin },
        // A BaselineAdminNetworkPolicy has no priority and there is one of them at most: it comes last.
        priority: i64::MAX,
        standing: Standing::Judged,
        selects: Selects::Perhaps(None),
        governs: [true, true],
        rules: [Vec::new(), Vec::new()],
    };
    let sound = refused.reason(inventory, other.meta.place).map_or(Ok(()), Err);
    let spec = reader.root().get("spec");
    let spec = spec.ok_or_else(|| Text::new("`spec` is missing", "`spec` がありません"));
    if let Err(reason) = sound.and(spec).and_then(|spec| fill(&reader, kind, spec, &mut policy)) {
        policy.standing = Standing::Invalid(reason);
        policy.governs = [true, true];
    }
    Some(policy)
}

fn fill(reader: &Reader<'_>, kind: &str, spec: Ref<'_>, policy: &mut Policy) -> Result<(), Refusal> {
    if kind == "ClusterNetworkPolicy" {
        policy.tier = match spec.get("tier").and_then(Ref::text) {
            Some("Admin") => Tier::Admin,
            Some("Baseline") => Tier::Baseline,
            _ => {
                return Err(Text::new(
                    "`tier` must be Admin or Baseline",
                    "`tier` は Admin か Baseline でなければなりません",
                ));
            }
        };
    }
    if kind != "BaselineAdminNetworkPolicy" {
        let priority = spec.get("priority").and_then(Ref::scalar);
        policy.priority = match priority {
            Some(Scalar::Int(priority)) if (0..=1000).contains(&priority) => priority,
            _ => {
                return Err(Text::new(
                    "`priority` must be a number from 0 to 1000",
                    "`priority` は 0 から 1000 の数でなければなりません",
                ));
            }
        };
    }
    if kind == "BaselineAdminNetworkPolicy" && &*policy.id.name != "default" {
        return Err(Text::new(
            "a BaselineAdminNetworkPolicy must be called `default`",
            "BaselineAdminNetworkPolicy の名前は `default` でなければなりません",
        ));
    }
    let subject = spec.get("subject").ok_or_else(|| Text::new("`subject` is missing", "`subject` がありません"))?;
    policy.selects = match read_peer(reader, kind, subject)? {
        Some(PeerSpec::Pods { scope, pods }) => Selects::Pods { scope, pods },
        _ => {
            return Err(Text::new(
                "`subject` must have `namespaces` or `pods`",
                "`subject` には `namespaces` か `pods` を書く必要があります",
            ));
        }
    };
    for (slot, (rules, peers)) in [("ingress", "from"), ("egress", "to")].into_iter().enumerate() {
        at_most(kind, rules, spec.get(rules))?;
        for rule in spec.get(rules).into_iter().flat_map(Ref::items) {
            policy.rules[slot].push(read_rule(reader, kind, rule, peers)?);
        }
        policy.governs[slot] = !policy.rules[slot].is_empty();
    }
    Ok(())
}

fn read_rule(reader: &Reader<'_>, kind: &str, rule: Ref<'_>, key: &str) -> Result<Rule, Refusal> {
    let written = rule.get("action").and_then(Ref::text).unwrap_or("");
    let action = match (kind, written) {
        ("ClusterNetworkPolicy", "Accept") | ("AdminNetworkPolicy" | "BaselineAdminNetworkPolicy", "Allow") => {
            Action::Allow
        }
        (_, "Deny") => Action::Deny,
        ("ClusterNetworkPolicy" | "AdminNetworkPolicy", "Pass") => Action::Pass,
        _ => return Err(text!("a {kind} has no action `{written}`", "{kind} に `{written}` という動作はありません")),
    };
    let mut peers = Vec::new();
    at_most(kind, key, rule.get(key))?;
    for peer in rule.get(key).into_iter().flat_map(Ref::items) {
        peers.push(read_peer(reader, kind, peer)?.unwrap_or(PeerSpec::Unreadable));
    }
    if peers.is_empty() {
        return Err(text!(
            "a rule needs at least one peer in `{key}`",
            "規則の `{key}` には相手が少なくとも1つ必要です"
        ));
    }
    let ports = read_ports(kind, rule)?;
    check_peers(key, action, &peers, &ports)?;
    let name = rule.get("name").and_then(Ref::text).map(Into::into);
    Ok(new_rule(name, action, reader.place(rule), peers, ports))
}

/// The published schemas bound their lists: `maxItems` is 100 in v1alpha1 and 25 from v1alpha2 on.
fn at_most(kind: &str, key: &str, list: Option<Ref<'_>>) -> Result<(), Refusal> {
    let limit = if kind == "ClusterNetworkPolicy" { 25 } else { 100 };
    if list.is_some_and(|it| it.items().nth(limit).is_some()) {
        return Err(text!("`{key}` has more than {limit} entries", "`{key}` の項目が {limit} 個を超えています"));
    }
    Ok(())
}

/// What the published schema asks of peers that are no pods.
fn check_peers(key: &str, action: Action, peers: &[PeerSpec], ports: &Ports) -> Result<(), Refusal> {
    let outside = |peer: &PeerSpec| matches!(peer, PeerSpec::Block(_) | PeerSpec::Nodes | PeerSpec::Domains);
    if !peers.iter().any(outside) {
        return Ok(());
    }
    if key == "from" {
        return Err(Text::new(
            "only egress rules have `networks`, `nodes` and `domainNames`",
            "`networks`・`nodes`・`domainNames` を書けるのは送信規則だけです",
        ));
    }
    if !ports.names.is_empty() {
        return Err(Text::new(
            "a rule with `networks`, `nodes` or `domainNames` has a port by name; only pods name their ports",
            "`networks`・`nodes`・`domainNames` の規則に名前付きポートは書けません。ポートに名前があるのはPod だけです",
        ));
    }
    if action != Action::Allow && peers.iter().any(|peer| matches!(peer, PeerSpec::Domains)) {
        return Err(Text::new(
            "`domainNames` stands in a rule that does not accept",
            "`domainNames` は許可する規則にしか書けません",
        ));
    }
    Ok(())
}

/// `None` for a form that is not known here.
fn read_peer(reader: &Reader<'_>, kind: &str, peer: Ref<'_>) -> Result<Option<PeerSpec>, Refusal> {
    let entries: Vec<_> = peer.entries().collect();
    let [(key, value)] = entries.as_slice() else {
        return Err(Text::new(
            "a subject or peer must have exactly one of its fields",
            "対象や相手には、決められた項目のうちちょうど1つを書く必要があります",
        ));
    };
    Ok(match key.text() {
        Some("namespaces") => Some(PeerSpec::Pods { scope: Scope::Select(reader.selector(*value)?), pods: None }),
        Some("pods") => {
            let part = |key| value.get(key).map(|node| reader.selector(node)).transpose();
            let missing = || Text::new("`podSelector` is missing", "`podSelector` がありません");
            let namespaces = match part("namespaceSelector")? {
                Some(selector) => selector,
                None if kind != "ClusterNetworkPolicy" => {
                    return Err(Text::new("`namespaceSelector` is missing", "`namespaceSelector` がありません"));
                }
                // "If empty, it selects all Namespaces."
                None => model::LabelSelector {
                    match_labels: Vec::new(),
                    match_expressions: Vec::new(),
                    place: reader.place(*value),
                },
            };
            let pods = part("podSelector")?.ok_or_else(missing)?;
            Some(PeerSpec::Pods { scope: Scope::Select(namespaces), pods: Some(pods) })
        }
        Some(key @ ("networks" | "domainNames")) if value.items().nth(LISTED).is_some() => {
            return Err(text!("`{key}` has more than {LISTED} entries", "`{key}` の項目が {LISTED} 個を超えています"));
        }
        Some("networks") => {
            let mut all = IpSet::empty();
            for cidr in value.items().filter_map(Ref::text) {
                all = all.union(&read_cidr(cidr)?);
            }
            Some(PeerSpec::Block(all))
        }
        Some("nodes") => Some(PeerSpec::Nodes),
        Some("domainNames") => Some(PeerSpec::Domains),
        _ => None,
    })
}

fn read_ports(kind: &str, rule: Ref<'_>) -> Result<Ports, Refusal> {
    let key = if kind == "ClusterNetworkPolicy" { "protocols" } else { "ports" };
    let Some(entries) = rule.get(key) else { return Ok(Ports::all()) };
    at_most(kind, key, Some(entries))?;
    if entries.items().next().is_none() {
        // Only the later schema has `minItems`.
        return match kind {
            "ClusterNetworkPolicy" => Err(Text::new("the list of ports is empty", "ポートの一覧が空です")),
            _ => Ok(Ports::all()),
        };
    }
    let mut found = Ports { numbers: ConnSet::empty(), names: Vec::new() };
    for entry in entries.items() {
        let all: Vec<_> = entry.entries().collect();
        let [(key, value)] = all.as_slice() else {
            return Err(Text::new(
                "an entry of the ports must have exactly one form",
                "ポートの項目には、書き方をちょうど1つだけ書く必要があります",
            ));
        };
        let unknown = |key: &str| text!("`{key}` is no form of a port", "`{key}` はポートの書き方ではありません");
        let (protocol, ports) = match key.text().unwrap_or("") {
            "destinationNamedPort" | "namedPort" => {
                found.names.push((None, value.text().unwrap_or("").into()));
                continue;
            }
            "portNumber" => (protocol(value.get("protocol"))?, port(value.get("port"))?),
            "portRange" => (protocol(value.get("protocol"))?, range(*value)?),
            "tcp" => (Protocol::Tcp, destination(*value)?),
            "udp" => (Protocol::Udp, destination(*value)?),
            "sctp" => (Protocol::Sctp, destination(*value)?),
            other => return Err(unknown(other)),
        };
        found.numbers = found.numbers.union(&ConnSet::of(protocol, ports));
    }
    Ok(found)
}

fn protocol(node: Option<Ref<'_>>) -> Result<Protocol, Refusal> {
    let Some(name) = node.and_then(Ref::text) else { return Ok(Protocol::Tcp) };
    Protocol::from_name(name).ok_or_else(|| text!("there is no protocol `{name}`", "プロトコル `{name}` はありません"))
}

fn port(node: Option<Ref<'_>>) -> Result<PortSet, Refusal> {
    match node.and_then(Ref::scalar) {
        Some(Scalar::Int(value)) => Ok(PortSet::point(number(value)?)),
        _ => Err(Text::new("a port number is missing", "ポート番号がありません")),
    }
}

fn range(node: Ref<'_>) -> Result<PortSet, Refusal> {
    let (first, last) = (port(node.get("start"))?, port(node.get("end"))?);
    let set = PortSet::range(first.first().unwrap_or(1), last.first().unwrap_or(1));
    if set.is_empty() {
        return Err(Text::new("a range of ports ends before it starts", "ポート範囲の終わりが始まりより前です"));
    }
    Ok(set)
}

fn destination(node: Ref<'_>) -> Result<PortSet, Refusal> {
    let Some(port_node) = node.get("destinationPort") else {
        return Err(Text::new(
            "a protocol without `destinationPort` is empty",
            "プロトコルに `destinationPort` がなく、中身が空です",
        ));
    };
    match (port_node.get("range"), port_node.get("number")) {
        (Some(node), None) => {
            if port(node.get("start"))? == port(node.get("end"))? {
                return Err(Text::new("a range of ports starts where it ends", "ポート範囲の始まりと終わりが同じです"));
            }
            range(node)
        }
        (None, number) => port(number),
        (Some(_), Some(_)) => Err(Text::new(
            "`destinationPort` has both `number` and `range`",
            "`destinationPort` に `number` と `range` の両方があります",
        )),
    }
}
