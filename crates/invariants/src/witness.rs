//! One concrete flow out of many, and the rules that decide it.

use std::net::IpAddr;

use lang::Text;
use model::{PolicyType, Protocol};
use netpol::{ConnSet, Effect, Ends, IpRange, IpSet, PortQuery};

use crate::proof::{Blame, End};
use crate::prover::Prover;

/// Addresses that a person recognises.
const KNOWN: [&str; 6] =
    ["1.1.1.1", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "2606:4700:4700::1111"];

fn known_in(range: IpRange) -> Option<IpAddr> {
    let set = IpSet::from(range);
    KNOWN.iter().filter_map(|it| it.parse().ok()).find(|it| set.contains(*it))
}

/// Whether a range holds an address that a person recognises.
pub(crate) fn is_known(range: IpRange) -> bool {
    known_in(range).is_some()
}

/// An address that a person recognises, where the range holds one.
pub(crate) fn address_in(range: IpRange) -> IpAddr {
    known_in(range).unwrap_or_else(|| range.first())
}

/// A port that the destination answers on, where the set holds one.
pub(crate) fn port_of(prover: &Prover<'_, '_>, dst: &End, conn: &ConnSet) -> (Protocol, u16) {
    let offered = match dst {
        End::Workload(peer) => prover.roster.member(peer).map(|it| prover.roster.offers(it)),
        _ => None,
    };
    let usual = [443, 80, 53].into_iter().find(|port| conn.contains(Protocol::Tcp, *port));
    let at_addresses = usual.map(|port| (Protocol::Tcp, port));
    offered
        .and_then(|it| it.intersection(conn).first())
        .or(at_addresses)
        .or_else(|| conn.first())
        .unwrap_or((Protocol::Tcp, 1))
}

fn ends(prover: &Prover<'_, '_>, end: &End) -> Option<Ends> {
    match end {
        End::Workload(peer) => prover.ends(peer),
        End::Address(address) => Some(Ends::addresses(IpRange::single(*address).into())),
        End::Outsider(_) => Some(Ends::ingress_controller()),
    }
}

/// The reasons that make a flow possible, or those that make it impossible.
pub(crate) fn decides_for(
    prover: &Prover<'_, '_>,
    src: &End,
    dst: &End,
    (protocol, port): (Protocol, u16),
    possible: bool,
) -> Vec<Blame> {
    let (Some(from), Some(to)) = (ends(prover, src), ends(prover, dst)) else { return Vec::new() };
    let pairs = prover.network.explain_pairs(&from, &to, PortQuery::One(protocol, port));
    let Some(pair) = pairs.into_iter().next() else { return Vec::new() };
    let mut found = Vec::new();
    let sides = [(PolicyType::Egress, pair.egress, src), (PolicyType::Ingress, pair.ingress, dst)];
    for (direction, explained, governed) in sides {
        // That no policy governs an address goes without saying.
        if !matches!(governed, End::Workload(_)) {
            continue;
        }
        let allowed = explained.certain.contains(protocol, port);
        for reason in explained.reasons {
            let fits = match reason.effect {
                Effect::Ungoverned => possible,
                Effect::Itself | Effect::Allows | Effect::Default | Effect::Passes => possible,
                Effect::Denies | Effect::AllowsNothing | Effect::Open => !possible && !allowed,
            };
            if fits {
                found.push(Blame { direction, reason });
            }
        }
    }
    found
}

/// Why a flow is open: at least one reason, so that what is open is never taken for decided.
pub(crate) fn open_reasons(prover: &Prover<'_, '_>, from: &Ends, to: &Ends, port: (Protocol, u16)) -> Vec<Text> {
    let pairs = prover.network.explain_pairs(from, to, PortQuery::One(port.0, port.1));
    let both = pairs.into_iter().flat_map(|it| it.egress.reasons.into_iter().chain(it.ingress.reasons));
    let mut found: Vec<Text> = both.filter(|it| it.effect == Effect::Open).map(|it| it.text).collect();
    if found.is_empty() {
        found.push(not_shown());
    }
    found
}

/// What is said where no rule can be named.
pub(crate) fn not_shown() -> Text {
    Text::new("it depends on something that the input does not show", "入力からはわからないことに左右されます")
}

/// Texts without repetition.
pub(crate) fn unique(texts: impl IntoIterator<Item = Text>) -> Vec<Text> {
    let mut found: Vec<Text> = Vec::new();
    for text in texts {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}
