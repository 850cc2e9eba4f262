//! The laws of sets, for ports, addresses of both families and connections.

use model::Protocol;
use netpol::{ConnSet, Intervals, IpSet, PortSet};
use proptest::collection::vec;
use proptest::prelude::*;

fn ports() -> impl Strategy<Value = PortSet> {
    // Small numbers meet and touch; both ends of the line are among them.
    let point = prop_oneof![1u16..12, Just(65534), Just(65535)];
    vec((point.clone(), point), 0..5).prop_map(PortSet::from_ranges)
}

fn conns() -> impl Strategy<Value = ConnSet> {
    (ports(), ports(), ports()).prop_map(|(tcp, udp, sctp)| {
        let all = [(Protocol::Tcp, tcp), (Protocol::Udp, udp), (Protocol::Sctp, sctp)];
        all.into_iter().fold(ConnSet::empty(), |set, (protocol, ports)| set.union(&ConnSet::of(protocol, ports)))
    })
}

fn addresses() -> impl Strategy<Value = IpSet> {
    let v4 = prop_oneof![0u32..8, Just(u32::MAX - 1), Just(u32::MAX)];
    let v6 = prop_oneof![0u128..8, Just(u128::MAX)];
    (vec((v4.clone(), v4), 0..4), vec((v6.clone(), v6), 0..4))
        .prop_map(|(v4, v6)| IpSet { v4: Intervals::from_ranges(v4), v6: Intervals::from_ranges(v6) })
}

/// The laws that make a Boolean algebra, and the canonical form.
macro_rules! laws {
    ($name:ident, $any:expr, $set:ty) => {
        proptest! {
            #[test]
            fn $name(a in $any, b in $any, c in $any) {
                prop_assert_eq!(a.union(&b), b.union(&a));
                prop_assert_eq!(a.intersection(&b), b.intersection(&a));
                prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
                prop_assert_eq!(a.intersection(&b.union(&c)), a.intersection(&b).union(&a.intersection(&c)));
                prop_assert_eq!(a.union(&a), a.clone());
                prop_assert_eq!(a.complement().complement(), a.clone());
                prop_assert_eq!(a.union(&b).complement(), a.complement().intersection(&b.complement()));
                prop_assert_eq!(a.difference(&b), a.intersection(&b.complement()));
                prop_assert_eq!(a.difference(&b).union(&a.intersection(&b)), a.clone());
                prop_assert!(a.intersection(&a.complement()).is_empty());
                prop_assert_eq!(a.union(&a.complement()), <$set>::empty().complement());
                prop_assert_eq!(a.is_subset(&b), a.union(&b) == b);
            }
        }
    };
}

laws!(ports_are_a_boolean_algebra, ports(), PortSet);
laws!(connections_are_a_boolean_algebra, conns(), ConnSet);
laws!(addresses_are_a_boolean_algebra, addresses(), IpSet);

proptest! {
    /// Membership is what the operations mean.
    #[test]
    fn members_agree(a in ports(), b in ports(), port in prop_oneof![1u16..14, Just(65535)]) {
        let (in_a, in_b) = (a.contains(port), b.contains(port));
        prop_assert_eq!(a.union(&b).contains(port), in_a || in_b);
        prop_assert_eq!(a.intersection(&b).contains(port), in_a && in_b);
        prop_assert_eq!(a.difference(&b).contains(port), in_a && !in_b);
        prop_assert_eq!(a.complement().contains(port), !in_a);
    }

    /// Intervals are sorted, and neither meet nor touch.
    #[test]
    fn one_representation(a in ports(), b in ports()) {
        for set in [a.union(&b), a.intersection(&b), a.difference(&b), a.complement()] {
            let ranges: Vec<(u16, u16)> = set.iter().collect();
            prop_assert!(ranges.iter().all(|(first, last)| first <= last && *first > 0));
            prop_assert!(ranges.windows(2).all(|pair| u32::from(pair[0].1) + 1 < u32::from(pair[1].0)));
        }
    }
}

#[test]
fn connections_as_text() {
    let set = ConnSet::of(Protocol::Sctp, PortSet::all()).union(&ConnSet::of(Protocol::Tcp, PortSet::point(65535)));
    assert_eq!(set.to_string(), "TCP 65535;SCTP 1-65535");
    assert_eq!(ConnSet::empty().to_string(), "No Connections");
}

#[test]
fn blocks_as_the_api_server_reads_them() {
    let ranges =
        |text: &str| IpSet::from_cidr(text).map(|set| set.ranges().map(|it| it.to_string()).collect::<Vec<_>>());
    assert_eq!(ranges("0.0.0.0/0").unwrap(), ["0.0.0.0-255.255.255.255"]);
    assert_eq!(ranges("10.1.2.3/32").unwrap(), ["10.1.2.3-10.1.2.3"]);
    assert_eq!(ranges("::/0").unwrap(), ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]);
    assert_eq!(ranges("2001:db8::/32").unwrap(), ["2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"]);
    for wrong in [
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "::/129",
        "010.0.0.0/8",
        "10.0.0.0/08",
    ] {
        assert_eq!(ranges(wrong), None, "{wrong}");
    }
}
