//! One question, one answer: what an audit says of the network is what the proof of the same sentences says, and what it says of
//! roles is what `rbac` says. Random clusters; some hundreds here, as many as `SEKISHO_LAW_RUNS` says where it is set.

use invariants::{Cluster, NetControl, Proof, Verdict, prove, sentences, verdict_of};
use inventory::{Input, Options};
use model::Inventory;
use netpol::Network;
use rules::{Audit, Control, Judgement, RULES, Rule, audit, audit_with};

use crate::random_cluster::cluster;

const CONTROLS: [(NetControl, Control); 6] = [
    (NetControl::Net1, Control::Net1),
    (NetControl::Net2, Control::Net2),
    (NetControl::Net3, Control::Net3),
    (NetControl::Net4, Control::Net4),
    (NetControl::Net5, Control::Net5),
    (NetControl::Net6, Control::Net6),
];

/// The rules that word what the engine proves; the others judge Services and the configuration of Squid.
const WORDING: [&str; 9] = [
    "missing-network-policy",
    "missing-ingress-policy",
    "sandbox-egress-open",
    "api-ingress-open",
    "allow-all-ingress-policy",
    "allow-all-egress-policy",
    "egress-to-anywhere",
    "metadata-reachable",
    "unneeded-connection",
];

pub(crate) fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("all.yaml", text)], &Options::default())
}

pub(crate) fn judgement(audit: &Audit, control: Control) -> Judgement {
    audit.verdicts.iter().find(|it| it.control == control).map(|it| it.judgement).expect("a verdict for each control")
}

/// What the engine says, and what rules that judge something else say beside it.
fn expected(proofs: &[Proof], beside: &Audit, control: Control) -> Judgement {
    let other = beside.verdicts.iter().find(|it| it.control == control).expect("a verdict");
    let looked = other.looked > 0;
    match (verdict_of(proofs), other.judgement) {
        (Some(Verdict::Refuted(_)), _) | (_, Judgement::Fail) => Judgement::Fail,
        (Some(Verdict::Unknown(_)), _) => Judgement::Unknown,
        (_, Judgement::Unknown) if looked => Judgement::Unknown,
        (Some(_), _) | (_, Judgement::Pass) => Judgement::Pass,
        (None, _) => Judgement::Unknown,
    }
}

/// What differs, in words.
pub(crate) fn differences(inventory: &Inventory, whole: &Audit) -> Vec<String> {
    let others: Vec<&'static Rule> = RULES
        .iter()
        .copied()
        .filter(|it| !WORDING.contains(&it.about.id) && it.about.controls.iter().any(|it| it.id().starts_with("NET-")))
        .collect();
    let beside = audit_with(inventory, &others);
    let (network, cluster) = (Network::new(inventory, &netpol::Options::default()), Cluster::default());
    let mut found = Vec::new();
    for (net, control) in CONTROLS {
        let proofs = prove(&network, &cluster, &sentences(net, &cluster));
        let (said, wanted) = (judgement(whole, control), expected(&proofs, &beside, control));
        if said != wanted {
            found.push(format!("{}: audit {}, proof {}", control.id(), said.name(), wanted.name()));
        }
        let finding = whole.findings.iter().any(|it| it.breaks(control));
        if finding != (said == Judgement::Fail) {
            found.push(format!("{}: {} and a finding: {finding}", control.id(), said.name()));
        }
    }
    found
}

#[expect(clippy::disallowed_methods, reason = "how long a law is tried is said from outside")]
pub(crate) fn runs(usual: u64) -> u64 {
    std::env::var("SEKISHO_LAW_RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(usual)
}

/// Says what a long run came to.
#[expect(clippy::print_stderr, reason = "for whoever asked for a long run")]
pub(crate) fn tell(text: &str) {
    eprintln!("{text}");
}

#[test]
fn the_network_of_an_audit_is_what_is_proved() {
    let mut tally = std::collections::BTreeMap::new();
    let n = runs(300);
    for seed in 0..n {
        let text = cluster(seed);
        let inventory = read(&text);
        let audit = audit(&inventory);
        let found = differences(&inventory, &audit);
        assert!(found.is_empty(), "seed {seed}: {found:?}\n{text}");
        for (_, control) in CONTROLS {
            *tally.entry((control.id(), judgement(&audit, control).name())).or_insert(0) += 1;
        }
    }
    // A law over clusters that all come to the same would say little.
    for control in ["NET-1", "NET-2", "NET-6"] {
        for word in ["pass", "fail", "unknown"] {
            assert!(tally.get(&(control, word)).is_some_and(|it| *it > 0), "{control} is never {word}: {tally:?}");
        }
    }
    tell(&format!("{n} clusters, 0 differences: {tally:?}"));
}
