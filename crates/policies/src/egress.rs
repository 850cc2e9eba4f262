//! The internet as blocks of addresses, without what must stay closed.

use std::net::IpAddr;

use dify::{Component, flow};
use invariants::{Destination, METADATA, PRIVATE, SPECIAL, set_of};
use lang::text;
use model::Protocol;
use netpol::{ConnSet, IpSet, PortSet};

use crate::options::{Allow, Egress, Options};
use crate::policy::Who;

/// The global unicast addresses of IPv6 (RFC 4291). Loopback, link-local, unique local, multicast and the forms that carry an
/// IPv4 address lie outside, so that no exception can be forgotten; and the API server refuses the IPv4-mapped block as an
/// exception of `::/0`, because Go takes it for IPv4.
const GLOBAL_UNICAST: &str = "2000::/3";

/// Every address of both families, except private, special, metadata and the given blocks. Exceptions that others cover are
/// left out.
pub(crate) fn internet(cluster_blocks: &[String]) -> Vec<Who> {
    let all = PRIVATE.iter().chain(SPECIAL).chain(METADATA).copied().chain(cluster_blocks.iter().map(String::as_str));
    let mut blocks: Vec<(&str, IpSet)> = all.filter_map(|text| Some((text, IpSet::from_cidr(text)?))).collect();
    let covered = |at: usize, blocks: &[(&str, IpSet)]| {
        let own = &blocks[at].1;
        blocks
            .iter()
            .enumerate()
            .any(|(other, (_, set))| other != at && own.is_subset(set) && (own != set || other < at))
    };
    let kept: Vec<bool> = (0..blocks.len()).map(|at| !covered(at, &blocks)).collect();
    let mut keep = kept.into_iter();
    blocks.retain(|_| keep.next().unwrap_or(true));
    blocks.sort_by(|a, b| a.1.cmp(&b.1));
    let of = |cidr: &str| {
        let whole = set_of(&[cidr]);
        let inside = blocks.iter().filter(|(_, set)| set.is_subset(&whole));
        Who::Block { cidr: cidr.to_owned(), except: inside.map(|(text, _)| (*text).to_owned()).collect() }
    };
    vec![of("0.0.0.0/0"), of(GLOBAL_UNICAST)]
}

/// Whether a component may go out into the internet.
pub(crate) fn opens(options: &Options, component: Component) -> bool {
    match &options.egress {
        Egress::Strict => false,
        Egress::Lists(chosen) => chosen.as_ref().map_or_else(
            || flow::flows_from(component).any(|it| it.to == flow::Peer::Internet),
            |it| it.contains(&component),
        ),
    }
}

/// What a person allows, and the servers that settings name by their address: nobody has to say those again.
pub(crate) fn allowing(options: &Options, destinations: &[Destination]) -> Options {
    let mut found = options.clone();
    for it in destinations {
        let Ok(address) = it.host.parse::<IpAddr>() else { continue };
        let conn = ConnSet::of(Protocol::Tcp, PortSet::point(it.port));
        let (en, ja) = it.what.both();
        let (setting, length) = (it.setting, if address.is_ipv4() { 32 } else { 128 });
        found.allow.push(Allow {
            from: vec![it.from],
            block: format!("{address}/{length}"),
            conn,
            why: text!("{en}, at the address of {setting}", "{ja}({setting} のアドレス)"),
        });
    }
    found
}

/// The ports of a flow of the matrix.
pub(crate) fn conn(flow: &flow::Flow) -> ConnSet {
    flow.ports.iter().fold(ConnSet::empty(), |all, (number, protocol)| {
        let protocol = match protocol {
            flow::Protocol::Tcp => Protocol::Tcp,
            flow::Protocol::Udp => Protocol::Udp,
        };
        all.union(&ConnSet::of(protocol, PortSet::point(*number)))
    })
}
