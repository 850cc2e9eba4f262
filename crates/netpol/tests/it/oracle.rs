//! A judge that shares nothing with the engine: it reads small structures of its own and decides packet by packet, as the API
//! documentation tells it. Random clusters go to both, to the engine as YAML text; every packet of a small universe must get
//! the same answer.
//!
//! `SEKISHO_ORACLE_CASES` sets the number of clusters of each mix.

mod generate;
mod judge;
mod render;
mod shrink;
mod world;

use std::collections::HashMap;
use std::net::IpAddr;

use generate::Mix;
use judge::{End, Facts, HostPods, Judge, Packet};
use model::Protocol;
use netpol::{Certainty, ConnSet, Ends, IpRange, IpSet, Network, Options, PortQuery};
use world::{Proto, World};

const ADDRESSES: [&str; 11] = [
    "0.0.0.0",
    "10.0.1.3",
    "10.0.1.4",
    "10.0.1.5",
    "10.0.1.200",
    "10.200.0.1",
    "192.168.7.7",
    "203.0.113.7",
    "2001:db8::1",
    "2001:db8:1::1",
    "fe80::1",
];
const PORTS: [u16; 9] = [1, 2, 79, 80, 81, 82, 443, 444, 65535];
const PROTOS: [(Proto, Protocol); 3] =
    [(Proto::Tcp, Protocol::Tcp), (Proto::Udp, Protocol::Udp), (Proto::Sctp, Protocol::Sctp)];

/// What is known of nothing: pods somewhere, blocks outside.
const PLAIN: Facts = Facts {
    pod_address: IpAddr::V4(std::net::Ipv4Addr::new(172, 20, 0, 9)),
    node_address: IpAddr::V4(std::net::Ipv4Addr::new(172, 30, 0, 9)),
    blocks_match_pods: false,
    host: HostPods::Pods,
    hidden: [&[]; 3],
    later_first: false,
};

/// Labels that a namespace may have whose object is not there: any two keys with any two values, or without.
const HIDDEN: [&[(&str, &str)]; 16] = [
    &[],
    &[("tier", "a"), ("env", "a")],
    &[("tier", "b"), ("env", "b")],
    &[("tier", "c"), ("env", "c")],
    &[("app", "a"), ("env", "a")],
    &[("app", "a"), ("tier", "a"), ("env", "b")],
    &[("app", "a"), ("tier", "b"), ("env", "c")],
    &[("app", "a"), ("tier", "c")],
    &[("app", "b"), ("env", "b")],
    &[("app", "b"), ("tier", "a"), ("env", "c")],
    &[("app", "b"), ("tier", "b")],
    &[("app", "b"), ("tier", "c"), ("env", "a")],
    &[("app", "c"), ("env", "c")],
    &[("app", "c"), ("tier", "a")],
    &[("app", "c"), ("tier", "b"), ("env", "a")],
    &[("app", "c"), ("tier", "c"), ("env", "b")],
];

#[expect(clippy::disallowed_methods, reason = "a test reads how much work it is given")]
fn cases(default: u64) -> u64 {
    std::env::var("SEKISHO_ORACLE_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

/// Everybody; with doubts, where each packet is judged for many possible clusters, only every second address.
fn ends(world: &World, doubts: bool) -> Vec<End> {
    let pods = (0..world.pods.len()).map(End::Pod);
    pods.chain(
        ADDRESSES
            .iter()
            .skip(usize::from(doubts))
            .step_by(1 + usize::from(doubts))
            .map(|it| End::Address(it.parse().expect("an address"))),
    )
    .collect()
}

fn find(network: &Network<'_>, world: &World, end: End) -> Ends {
    match end {
        End::Pod(pod) => network.find(&world.listed(pod)).expect("a pod of the cluster"),
        End::Address(address) => Ends::addresses(IpSet::from(IpRange::single(address))),
    }
}

/// What the engine says about one pair: surely, and perhaps.
type Said = (ConnSet, ConnSet);

fn said(network: &Network<'_>, from: &Ends, to: &Ends) -> Said {
    let exchanges = network.exchanges(from, to, PortQuery::Any);
    let [one] = exchanges.as_slice() else { panic!("one pair, one answer: {exchanges:?}") };
    (one.certain.clone(), one.open.clone())
}

/// All facts that the manifests allow for; what makes no difference to this cluster is not varied.
fn all_facts(world: &World, doubts: bool) -> Vec<Facts> {
    if !doubts {
        return vec![PLAIN];
    }
    let address = |text: &str| text.parse::<IpAddr>().expect("an address");
    let yaml = render::yaml(world);
    let blocks = yaml.contains("ipBlock") || yaml.contains("networks");
    let hosts = world.pods.iter().any(|pod| pod.host);
    let ties =
        world.admins.iter().enumerate().any(|(at, a)| world.admins[..at].iter().any(|b| a.priority == b.priority));
    let some =
        |vary: bool, all: &'static [&'static str]| all[..if vary { all.len() } else { 1 }].iter().map(|it| address(it));
    let mut all = vec![PLAIN];
    let mut vary = |change: &dyn Fn(Facts) -> Vec<Facts>| all = all.iter().flat_map(|facts| change(*facts)).collect();
    vary(&|it| {
        some(blocks, &["172.20.0.9", "10.0.1.5", "192.168.7.7"])
            .map(|pod_address| Facts { pod_address, ..it })
            .collect()
    });
    vary(&|it| {
        some(blocks && hosts, &["203.0.113.7", "10.0.1.3"]).map(|node_address| Facts { node_address, ..it }).collect()
    });
    if blocks {
        vary(&|it| [true, false].map(|blocks_match_pods| Facts { blocks_match_pods, ..it }).to_vec());
    }
    if hosts {
        let kinds = [HostPods::Pods, HostPods::SameNode, HostPods::OtherNode];
        vary(&|it| kinds.map(|host| Facts { host, ..it }).to_vec());
    }
    for at in (0..world.namespaces.len()).filter(|at| !world.namespaces[*at].declared) {
        let is_asked = world.pods.iter().any(|it| it.namespace == at);
        vary(&|it| {
            let labels = HIDDEN.iter().take(if is_asked { HIDDEN.len() } else { 1 });
            let with = |labels: &&'static [(&'static str, &'static str)]| {
                let mut facts = it;
                facts.hidden[at] = labels;
                facts
            };
            labels.map(with).collect()
        });
    }
    if ties {
        vary(&|it| [true, false].map(|later_first| Facts { later_first, ..it }).to_vec());
    }
    all
}

/// How much the engine left open, and how much of that although every possible cluster agrees.
#[derive(Default)]
struct Tally {
    open: u64,
    needlessly: u64,
}

/// Compares both on every packet; the first disagreement in words.
fn disagreement(world: &World, doubts: bool, tally: &mut Tally) -> Option<String> {
    let yaml = render::yaml(world);
    let inventory = crate::support::read(&yaml);
    let options = if doubts { Options::default() } else { Options::blocks_are_external() };
    let network = Network::new(&inventory, &options);
    if let Some(notice) = network.notices().iter().find(|it| format!("{it:?}").contains("refuse")) {
        return Some(format!("{notice:?}"));
    }
    let facts = all_facts(world, doubts);
    let listed = listed(&network);
    let ends = ends(world, doubts);
    let ports: &[u16] = if doubts { &PORTS[2..6] } else { &PORTS };
    let found: Vec<Ends> = ends.iter().map(|end| find(&network, world, *end)).collect();
    for (src, from) in ends.iter().zip(&found) {
        for (dst, to) in ends.iter().zip(&found) {
            if let (End::Address(_), End::Address(_)) = (src, dst) {
                continue;
            }
            let (certain, open) = said(&network, from, to);
            if let (End::Pod(a), End::Pod(b)) = (src, dst)
                && a != b
            {
                let line = listed.get(&(world.listed(*a), world.listed(*b))).cloned().unwrap_or_default();
                if line != (certain.clone(), open.clone()) {
                    return Some(format!("{src:?} -> {dst:?}: listed {line:?}, asked {certain} / {open}"));
                }
            }
            for (proto, protocol) in PROTOS {
                for port in ports.iter().copied() {
                    let packet = Packet { src: *src, dst: *dst, protocol: proto, port };
                    let mut arrives = facts.iter().map(|facts| Judge { world, facts: *facts }.arrives(packet));
                    let (surely, perhaps) = (certain.contains(protocol, port), open.contains(protocol, port));
                    let fine = match (surely, perhaps) {
                        (true, false) => arrives.all(|it| it),
                        (false, false) => arrives.all(|it| !it),
                        (false, true) => {
                            let first = arrives.next();
                            tally.open += 1;
                            tally.needlessly += u64::from(arrives.all(|it| Some(it) == first));
                            doubts
                        }
                        (true, true) => false,
                    };
                    if !fine {
                        return Some(format!(
                            "{packet:?}: engine surely {surely}, perhaps {perhaps}, of {} possible clusters",
                            facts.len()
                        ));
                    }
                }
            }
        }
    }
    None
}

/// The listing by the names of its pods.
fn listed(network: &Network<'_>) -> HashMap<(String, String), Said> {
    let mut found: HashMap<(String, String), Said> = HashMap::new();
    for line in network.connections().iter() {
        let said = found.entry((line.src.to_string(), line.dst.to_string())).or_default();
        match line.certainty {
            Certainty::Certain => said.0 = line.conn.clone(),
            Certainty::Possible => said.1 = line.conn.clone(),
        }
    }
    found
}

#[expect(clippy::print_stderr, reason = "how much was compared is the result of a long run")]
fn check(name: &str, mix: Mix, default: u64) {
    let n = cases(default);
    let mut tally = Tally::default();
    for seed in 0..n {
        let world = generate::world(seed, mix);
        if disagreement(&world, mix.doubts, &mut tally).is_some() {
            let tried = |it: &World| disagreement(it, mix.doubts, &mut Tally::default());
            let small = shrink::shrink(world, |it| tried(it).is_some());
            let why = tried(&small).unwrap_or_default();
            panic!("{name}, seed {seed}: {why}\n{}", render::yaml(&small));
        }
    }
    // The facts that are tried are few, and doubts that hang together are taken as independent: a little is open although they agree.
    let Tally { open, needlessly } = tally;
    assert!(needlessly * 6 <= open, "{name}: {needlessly} of {open} open answers are needlessly so");
    eprintln!("oracle: {name}: {n} clusters agree");
}

#[test]
fn network_policies() {
    check("network policies", Mix { doubts: false, admins: false }, 1200);
}

#[test]
fn all_tiers() {
    check("all tiers", Mix { doubts: false, admins: true }, 1000);
}

#[test]
fn nothing_is_guessed() {
    check("network policies with doubts", Mix { doubts: true, admins: false }, 24);
    check("all tiers with doubts", Mix { doubts: true, admins: true }, 24);
}

/// The directions of an explanation, joined, are the answer; and each open direction gives a reason.
#[test]
fn explaining_agrees_with_deciding() {
    for seed in 0..cases(150) {
        let world = generate::world(seed, Mix { doubts: seed % 2 == 0, admins: seed % 3 != 0 });
        let inventory = crate::support::read(&render::yaml(&world));
        let network = Network::new(&inventory, &Options::default());
        for src in ends(&world, true) {
            for dst in ends(&world, true) {
                let (from, to) = (find(&network, &world, src), find(&network, &world, dst));
                let explained = network.explain(&from, &to, PortQuery::Any);
                assert_eq!(explained.answer, network.can(&from, &to, PortQuery::Any));
                for (pair, exchange) in explained.pairs.iter().zip(network.exchanges(&from, &to, PortQuery::Any)) {
                    assert_eq!((&pair.certain, &pair.open), (&exchange.certain, &exchange.open), "{src:?} {dst:?}");
                    for direction in [&pair.egress, &pair.ingress] {
                        let reasons = direction.reasons.iter();
                        let doubts = reasons.filter(|it| it.effect == netpol::Effect::Open).count();
                        assert!(
                            direction.open.is_empty() || doubts > 0,
                            "seed {seed}: {direction:?}\n{}",
                            render::yaml(&world)
                        );
                        assert!(!direction.reasons.is_empty());
                    }
                }
            }
        }
    }
}

/// Two clusters differ exactly where an answer differs.
#[test]
fn differences_are_the_different_answers() {
    for seed in 0..cases(150) {
        let mix = Mix { doubts: false, admins: seed % 2 == 0 };
        let old = generate::world(seed, mix);
        let mut new = generate::world(seed + 1_000_000, mix);
        (new.pods, new.namespaces) = (old.pods.clone(), old.namespaces.clone());
        if seed % 5 == 0 {
            (new.natives, new.admins) = (old.natives.clone(), old.admins.clone());
            new.natives.reverse();
        }
        let (a, b) = (crate::support::read(&render::yaml(&old)), crate::support::read(&render::yaml(&new)));
        let networks = [&a, &b].map(|it| Network::new(it, &Options::blocks_are_external()));
        let differences = networks[0].diff(&networks[1]);
        let mut agree = true;
        for src in ends(&old, false) {
            for dst in ends(&old, false) {
                if let (End::Address(_), End::Address(_)) = (src, dst) {
                    continue;
                }
                let [before, after] = [0, 1].map(|side: usize| {
                    let network = &networks[side];
                    said(network, &find(network, &old, src), &find(network, &old, dst))
                });
                let covers = |peer: &netpol::Peer, end: End| match (peer, end) {
                    (netpol::Peer::External(range), End::Address(address)) => IpSet::from(*range).contains(address),
                    (peer, End::Pod(pod)) => peer.to_string() == old.listed(pod),
                    _ => false,
                };
                let difference = differences.iter().find(|it| covers(&it.src, src) && covers(&it.dst, dst));
                assert_eq!(before != after, difference.is_some(), "seed {seed}: {src:?} {dst:?}");
                if let Some(it) = difference {
                    assert_eq!((&it.old.certain, &it.new.certain), (&before.0, &after.0));
                    agree = false;
                }
            }
        }
        assert!(
            !agree
                || differences.iter().all(|it| matches!(
                    (&it.src, &it.dst),
                    (_, netpol::Peer::External(_)) | (netpol::Peer::External(_), _)
                ))
        );
        assert_eq!(networks[0].diff(&networks[0]), [], "seed {seed}");
    }
}
