//! Rules of nftables from the engine's answers, and the comparison of packets with answers.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use model::{Inventory, Protocol};
use netpol::{Ends, IpRange, IpSet, Network, Options, PortQuery, Verdict};
use testkit::not_run;

use crate::cases::{self, Case};
use crate::cluster::{Cluster, N_PODS, PORTS, Try, hosts, run};
use crate::random;

/// What is dropped is waited for this long.
const SHORT: Duration = Duration::from_millis(200);
/// What should arrive and did not is tried again with more patience: the machine may be busy.
const PATIENT: Duration = Duration::from_secs(2);
const ROUNDS: usize = 2;

/// What is missing for network namespaces, if anything.
pub(crate) fn missing(programs: &[&str]) -> Option<String> {
    let id = run("id", &["-u"], "").unwrap_or_default();
    if id.trim() != "0" {
        return Some("It needs root, for network namespaces of its own.".to_owned());
    }
    let absent: Vec<&str> = programs.iter().copied().filter(|it| run(it, &["-V"], "").is_err()).collect();
    (!absent.is_empty()).then(|| format!("It needs {}: apt-get install iproute2 nftables iptables.", absent.join(", ")))
}

pub(crate) fn read(case: &Case) -> Inventory {
    let input = inventory::Input::file("case.yaml", case.yaml.as_str());
    inventory::read(vec![input], &inventory::Options::default())
}

/// The ends of a wire, as the engine knows them.
pub(crate) fn ends(network: &Network<'_>, at: usize, v6: bool) -> Ends {
    let host = &hosts()[at];
    if at < N_PODS {
        // Names are unique over the namespaces.
        return network.find(&host.name).expect("a pod");
    }
    let address = if v6 { &host.v6 } else { &host.v4 };
    Ends::addresses(IpSet::from(IpRange::single(address.parse().expect("an address"))))
}

pub(crate) fn pairs() -> Vec<(usize, usize)> {
    let n = hosts().len();
    let all = (0..n).flat_map(|from| (0..n).map(move |to| (from, to)));
    // Between hosts outside nobody judges.
    all.filter(|(from, to)| from != to && (*from < N_PODS || *to < N_PODS)).collect()
}

/// A table that lets through exactly what the engine says that policies allow.
fn rules(network: &Network<'_>) -> String {
    let mut out = String::from(
        "add table inet sekisho\ndelete table inet sekisho\ntable inet sekisho {\n  chain forward {\n    type filter hook forward priority 0; policy drop;\n\
         \x20   ct state established,related accept\n",
    );
    let hosts = hosts();
    for (from, to) in pairs() {
        for v6 in [false, true] {
            let (src, dst) = (ends(network, from, v6), ends(network, to, v6));
            let family = if v6 { "ip6" } else { "ip" };
            let [a, b] = [from, to].map(|at| if v6 { &hosts[at].v6 } else { &hosts[at].v4 });
            for exchange in network.exchanges(&src, &dst, PortQuery::Any) {
                for (protocol, word) in [(Protocol::Tcp, "tcp"), (Protocol::Udp, "udp")] {
                    let ports: Vec<String> = exchange
                        .certain
                        .ports(protocol)
                        .iter()
                        .map(|(first, last)| format!("{first}-{last}"))
                        .collect();
                    if !ports.is_empty() {
                        let _ = writeln!(
                            out,
                            "    {family} saddr {a} {family} daddr {b} {word} dport {{ {} }} accept",
                            ports.join(", ")
                        );
                    }
                }
            }
        }
    }
    out + "  }\n}\n"
}

/// How many packets were sent, and how many of them the engine leaves open.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) sent: usize,
    pub(crate) arrived: usize,
    pub(crate) open: usize,
}

/// Sends a packet for every pair, family, protocol and port, and compares.
pub(crate) fn compare(cluster: &mut Cluster, network: &Network<'_>, case: &Case, count: &mut Count) {
    let mut tries = Vec::new();
    let mut expected = Vec::new();
    for (from, to) in pairs() {
        for v6 in [false, true] {
            let (src, dst) = (ends(network, from, v6), ends(network, to, v6));
            for port in PORTS {
                for tcp in [false, true] {
                    let protocol = if tcp { Protocol::Tcp } else { Protocol::Udp };
                    let answer = network.can(&src, &dst, PortQuery::One(protocol, port));
                    tries.push(Try { from, to, v6, tcp, port });
                    expected.push(match answer.verdict {
                        Verdict::Possible => Some(true),
                        Verdict::Impossible => Some(false),
                        Verdict::Unknown(_) => None,
                    });
                }
            }
        }
    }
    let mut answers = cluster.try_all(&tries, SHORT);
    for _ in 0..ROUNDS {
        let missed = |at: &usize| expected[*at] == Some(true) && answers[*at].is_none();
        let late: Vec<usize> = (0..tries.len()).filter(missed).collect();
        let again: Vec<Try> = late.iter().map(|at| tries[*at]).collect();
        for (at, answer) in late.into_iter().zip(cluster.try_all(&again, PATIENT)) {
            answers[at] = answer;
        }
    }
    for ((it, expected), answer) in tries.iter().zip(&expected).zip(&answers) {
        let target = &cluster.hosts[it.to].name;
        assert!(answer.as_ref().is_none_or(|who| who == target), "{}: {it:?} was answered by {answer:?}", case.name);
        let describe =
            || format!("{}: {it:?}: the engine says {expected:?}, and {answer:?} answered\n{}", case.name, case.yaml);
        assert!(expected.is_none_or(|expected| expected == answer.is_some()), "{}", describe());
        count.sent += 1;
        count.arrived += usize::from(answer.is_some());
        count.open += usize::from(expected.is_none());
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the numbers are the result")]
fn packets_go_where_the_answers_say() {
    if let Some(how) = missing(&["ip", "nft"]) {
        return not_run("packets through rules from the engine's answers", &how);
    }
    let start = Instant::now();
    let mut cluster = Cluster::start("v");
    let mut count = Count::default();
    let mut n = 0;
    for case in cases::by_hand().into_iter().chain((0..16).map(|seed| random::case(seed, seed % 4 == 3))) {
        let inventory = read(&case);
        let network = Network::new(&inventory, &Options::default());
        cluster.in_router(&["nft", "-f", "-"], &rules(&network));
        compare(&mut cluster, &network, &case, &mut count);
        n += 1;
    }
    let Count { sent, arrived, open } = count;
    eprintln!(
        "nftables from answers: {n} cases, {sent} packets, {arrived} arrived, {open} left open, {:.1} s",
        start.elapsed().as_secs_f32()
    );
}
