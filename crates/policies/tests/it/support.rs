//! Plans from text, and what a test asks of them.

use invariants::{Roster, needs};
use lang::Lang;
use model::Inventory;
use netpol::{Network, PortQuery, Verdict};
use policies::{Options, Plan, generate};

pub(crate) fn read(name: &str, text: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file(name, text)], &inventory::Options::default())
}

pub(crate) fn plan(text: &str, options: &Options) -> Plan {
    generate(&read("deploy.yaml", text), &inventory::Options::default(), options)
}

/// The deployment as the plan leaves it.
fn network(plan: &Plan, options: netpol::Options) -> Network<'_> {
    Network::new(&plan.judged, &netpol::Options { without: plan.replaced.clone(), ..options })
}

/// Whether something may connect in the deployment with the policies.
pub(crate) fn can(plan: &Plan, from: &str, to: &str, port: &str) -> &'static str {
    let network = network(plan, netpol::Options::blocks_are_external());
    let ends = |name| network.find(name).unwrap_or_else(|error| panic!("{error}"));
    let port = PortQuery::parse(port).expect("a port");
    match network.can(&ends(from), &ends(to), port).verdict {
        Verdict::Possible => "possible",
        Verdict::Impossible => "impossible",
        Verdict::Unknown(_) => "unknown",
    }
}

/// Everything is proved, and every flow that Dify needs inside the cluster is possible, asked one by one.
pub(crate) fn assert_proved(name: &str, plan: &Plan) {
    let unproved: Vec<String> = plan
        .unproved()
        .map(|it| {
            format!("{}: {}", it.statement.invariant, it.reason().map_or(String::new(), |it| it.get(Lang::En).into()))
        })
        .collect();
    assert!(unproved.is_empty(), "{name}: {unproved:#?}\n{}", plan.yaml(Lang::En));
    let proved = plan.proofs.iter().filter(|it| it.word() == "proved").count();
    assert!(proved > 15, "{name}: only {proved} proved");
    assert!(plan.judged.problems.is_empty(), "{name}: the output is not clean");
    let network = network(plan, netpol::Options::default());
    assert!(network.notices().is_empty(), "{name}: {:?}", network.notices());
    let idles = network.idle(1_000_000);
    assert!(idles.complete);
    // A ClusterNetworkPolicy denies what default deny denies as well, so that no other policy can open it.
    let needed = idles.found.iter().filter(|it| &*it.policy.kind == "NetworkPolicy");
    let superfluous: Vec<&str> = needed.map(|it| it.text.get(Lang::En)).collect();
    assert_eq!(superfluous, Vec::<&str>::new(), "{name}: every rule is there for something");
    let roster = Roster::new(&network);
    for need in needs(&network, &roster) {
        let ends = |peer: &netpol::Peer| network.find(&peer.to_string()).expect("a workload");
        for (protocol, port) in ports(&need.conn) {
            let answer = network.can(&ends(&need.from), &ends(&need.to), PortQuery::One(protocol, port));
            assert_eq!(answer.verdict, Verdict::Possible, "{name}: {} -> {}:{port}", need.from, need.to);
        }
    }
}

fn ports(conn: &netpol::ConnSet) -> Vec<(model::Protocol, u16)> {
    let of = |protocol| {
        conn.ports(protocol).iter().flat_map(move |(first, last)| (first..=last).map(move |it| (protocol, it)))
    };
    model::Protocol::ALL.into_iter().flat_map(of).collect()
}

/// The notes as text.
pub(crate) fn notes(plan: &Plan) -> String {
    plan.notes.iter().map(|it| format!("{}: {}\n", it.kind.name(), it.text.get(Lang::En))).collect()
}
