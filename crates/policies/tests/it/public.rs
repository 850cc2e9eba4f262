//! Public deployments, read from the folder that SEKISHO_PUBLIC_DEPLOYMENTS names: refuted as found, proved with the policies.

use std::io::Write as _;

use invariants::{Cluster, End, Verdict, dify_pack, prove};
use netpol::{Network, PortQuery};
use policies::{Egress, Form, Options, generate};

use crate::support::{assert_proved, read};

const VARIABLE: &str = "SEKISHO_PUBLIC_DEPLOYMENTS";

/// The deployments; none, and loudly so, where the folder is not named. In CI that is a failure.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their data is")]
fn deployments() -> Vec<(String, String)> {
    let Ok(folder) = std::env::var(VARIABLE) else {
        let _ = writeln!(
            std::io::stderr(),
            "policies: NOT RUN: the tests on public Dify deployments; set {VARIABLE} to a folder with rendered charts"
        );
        assert!(std::env::var("CI").is_err(), "in CI {VARIABLE} must be set");
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).expect(VARIABLE) {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.ends_with(".yaml") && !name.ends_with("-values.yaml") {
            found.push((name, std::fs::read_to_string(&path).expect("a text")));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no deployment in {folder}");
    found
}

/// Sentences proved, refuted and not applicable, as found.
const COUNTS: &[(&str, [usize; 3])] = &[
    ("bp-default.yaml", [31, 20, 32]),
    ("bp-eso.yaml", [27, 18, 38]),
    ("bp-external.yaml", [20, 16, 47]),
    ("bp-legacy.yaml", [27, 18, 38]),
    ("bp-ssrf.yaml", [34, 22, 27]),
    ("dc-default.yaml", [16, 14, 53]),
];

#[test]
fn as_found_they_are_refuted_with_flows_that_can_be_checked() {
    for (name, text) in deployments() {
        let inventory = read(&name, &text);
        let network = Network::new(&inventory, &netpol::Options::default());
        let proofs = prove(&network, &Cluster::default(), &dify_pack(&network));
        let refuted: Vec<_> = proofs.iter().filter(|it| it.is_refuted()).collect();
        let count = |word: &str| proofs.iter().filter(|it| it.word() == word).count();
        if let Some((_, expected)) = COUNTS.iter().find(|(known, _)| *known == name) {
            let found = ["proved", "refuted", "not-applicable"].map(count);
            assert_eq!(found, *expected, "{name}: proved, refuted, not applicable");
        }
        let caged = refuted.iter().any(|it| it.statement.invariant.to_string() == "sandbox -> only ssrf-proxy, dns");
        assert!(caged, "{name}: in every public deployment the sandbox reaches everything");
        for proof in refuted {
            let Verdict::Refuted(refutation) = &proof.verdict else { continue };
            let flow = &refutation.flow;
            let ends = |end: &End| network.find(&end.to_string()).expect("a peer that has a name");
            let answer = network.can(&ends(&flow.src), &ends(&flow.dst), PortQuery::One(flow.protocol, flow.port));
            assert_eq!(answer.verdict, netpol::Verdict::Possible, "{name}: {flow}");
            assert!(!refutation.blame.is_empty(), "{name}: {flow} has no reason");
        }
        let needed = proofs.iter().filter(|it| it.statement.invariant.claim == invariants::Claim::Needs);
        assert_eq!(needed.filter(|it| it.is_refuted()).count(), 0, "{name}: they work as they are");
    }
}

#[test]
fn with_the_policies_they_are_proved_and_still_work() {
    for (name, text) in deployments() {
        for egress in [Egress::Strict, Egress::Lists(None)] {
            for form in [Form::NetworkPolicy, Form::ClusterNetworkPolicy { priority: 100 }] {
                let options = Options { egress: egress.clone(), form, ..Options::default() };
                let plan = generate(&read(&name, &text), &inventory::Options::default(), &options);
                assert_proved(&name, &plan);
            }
        }
    }
}

#[test]
fn beside_policies_that_open_more_only_these_are_blamed() {
    for (name, text) in deployments() {
        let inventory = read(&name, &text);
        let options = Options { merge: true, ..Options::default() };
        let plan = generate(&inventory, &inventory::Options::default(), &options);
        if inventory.network_policies.is_empty() {
            assert_proved(&name, &plan);
            continue;
        }
        assert!(plan.unproved().count() > 0, "{name}: its own policies open its stores to everybody");
        for proof in plan.unproved() {
            let Verdict::Refuted(refutation) = &proof.verdict else { panic!("{name}: {:?}", proof.verdict) };
            let file = |place| match plan.judged.documents.location(place) {
                model::Location::File { file, .. } => file,
                model::Location::Field { object, .. } => object,
            };
            let theirs =
                refutation.blame.iter().filter_map(|it| it.reason.rule.as_ref()).any(|it| file(it.place) == name);
            assert!(theirs, "{name}: {} is opened by no rule of the chart", refutation.flow);
        }
    }
}
