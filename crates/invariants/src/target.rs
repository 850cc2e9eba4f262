//! A peer as written: a name or an address, and its ports.

use std::net::IpAddr;

use dify::Component;
use lang::{Text, list, nearest, text};
use model::{Protocol, WorkloadKind};
use netpol::{IpRange, IpSet};

use crate::language::{Block, Ports, Target, Who, Word};
use crate::token::{ParseError, Token};

/// Reads one peer.
pub(crate) fn target(token: &Token) -> Result<Target, ParseError> {
    if let Some(set) = addresses(&token.text) {
        return Ok(Target::new(Who::Addresses(Block { text: token.text.clone(), set })));
    }
    let (who, ports) = split_ports(token)?;
    let token = Token { text: who, ..token.clone() };
    Ok(Target { who: read_who(&token)?, ports })
}

/// Cuts `:5432/TCP` off; `[fd00::1]:443` keeps the colons of IPv6 apart.
fn split_ports(token: &Token) -> Result<(String, Option<Ports>), ParseError> {
    if let Some((address, rest)) = token.text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let ports = match rest.strip_prefix(':') {
            Some(ports) => Some(read_ports(token, address.chars().count() + 3, ports)?),
            None if rest.is_empty() => None,
            None => return Err(token.wrong(port_form())),
        };
        return Ok((address.to_owned(), ports));
    }
    match token.text.rsplit_once(':') {
        Some((who, ports)) if !who.contains(':') => {
            Ok((who.to_owned(), Some(read_ports(token, who.chars().count() + 1, ports)?)))
        }
        _ => Ok((token.text.clone(), None)),
    }
}

fn port_form() -> Text {
    Text::new(
        "a port is written as `:5432`, `:53/UDP` or `:7000-7001/TCP`, from 1 to 65535",
        "ポートは `:5432`、`:53/UDP`、`:7000-7001/TCP` のように 1 から 65535 の範囲で書いてください",
    )
}

fn read_ports(token: &Token, offset: usize, ports: &str) -> Result<Ports, ParseError> {
    let wrong = || ParseError { column: token.column + offset, reason: port_form() };
    let (range, protocol) = ports.split_once('/').unwrap_or((ports, "TCP"));
    let protocol = Protocol::from_name(&protocol.to_ascii_uppercase()).ok_or_else(wrong)?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        if digits { text.parse::<u16>().ok().filter(|it| *it > 0) } else { None }
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Ports { first, last, protocol }),
        _ => Err(wrong()),
    }
}

fn addresses(text: &str) -> Option<IpSet> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(IpRange::single(address).into()),
        Err(_) => IpSet::from_cidr(text),
    }
}

fn read_who(token: &Token) -> Result<Who, ParseError> {
    let name = &token.text;
    if let Some(set) = addresses(name) {
        return Ok(Who::Addresses(Block { text: name.clone(), set }));
    }
    if let Some(component) = Component::from_id(name) {
        return Ok(Who::Component(component));
    }
    if let Some(word) = Word::ALL.iter().find(|word| word.name() == name) {
        return Ok(Who::Word(*word));
    }
    match name.split_once('/') {
        Some((namespace, rest)) if is_name(namespace) => workload(token, namespace, rest),
        _ => Err(token.wrong(unknown(name))),
    }
}

fn workload(token: &Token, namespace: &str, rest: &str) -> Result<Who, ParseError> {
    let (name, kind) = match rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (rest, None),
    };
    let known = kind.map(|kind| KINDS.into_iter().find(|it| it.name() == kind));
    if known == Some(None) {
        let kinds = list(KINDS.map(WorkloadKind::name));
        let (en, ja) = kinds.both();
        let kind = kind.unwrap_or_default();
        return Err(token.wrong(text!(
            "`{kind}` is no kind of workload: {en}",
            "`{kind}` というワークロードの種類はありません。使えるもの: {ja}"
        )));
    }
    if !is_name(name) {
        let full = &token.text;
        return Err(token.wrong(text!(
            "`{full}` is neither `namespace/name` nor a block of addresses such as 10.0.0.0/8",
            "`{full}` は `namespace/name` でも 10.0.0.0/8 のようなアドレス範囲でもありません"
        )));
    }
    Ok(Who::Workload { namespace: namespace.to_owned(), name: name.to_owned(), kind: known.flatten() })
}

const KINDS: [WorkloadKind; 8] = [
    WorkloadKind::Deployment,
    WorkloadKind::StatefulSet,
    WorkloadKind::DaemonSet,
    WorkloadKind::ReplicaSet,
    WorkloadKind::ReplicationController,
    WorkloadKind::Job,
    WorkloadKind::CronJob,
    WorkloadKind::Pod,
];

/// A name as Kubernetes takes it (RFC 1123), and not a bare number.
fn is_name(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, '-' | '.');
    !text.is_empty()
        && text.chars().all(plain)
        && text.starts_with(|it: char| it.is_ascii_alphanumeric())
        && text.parse::<IpAddr>().is_err()
}

fn unknown(name: &str) -> Text {
    let words = Word::ALL.iter().map(|word| word.name());
    let known: Vec<&str> = Component::ALL.iter().map(|it| it.id()).chain(words.clone()).collect();
    if let Some(near) = nearest(name, &known) {
        return text!("there is no `{name}`; did you mean `{near}`?", "`{name}` はありません。`{near}` のことですか?");
    }
    let words = list(words);
    let (en, ja) = words.both();
    text!(
        "`{name}` is neither a component, nor `namespace/name`, nor an address, nor one of the words {en}",
        "`{name}` は、コンポーネントでも `namespace/name` でもアドレスでもなく、次の語でもありません: {ja}"
    )
}
