//! What an input does not hold may be anything: Namespaces with whatever labels, pods with whatever labels and names of ports. Adding
//! them, and no policy, never refutes what was proved and never makes possible what was impossible.

use std::fmt::Write as _;

use invariants::{Cluster, NetControl, Verdict, prove, sentences};
use model::Inventory;
use netpol::{Network, Options, Peer, PortQuery};

use crate::one_answer::{read, runs, tell};
use crate::random_cluster::{Dice, cluster};

/// Namespaces that the generated clusters speak of, and one that they do not.
const NAMESPACES: [&str; 5] = ["dify", "dify-sandbox", "monitoring", "kube-system", "elsewhere"];

/// The objects of the namespaces that have none, and pods that nothing in the input makes or asks about.
fn added(seed: u64, known: &str) -> String {
    let mut dice = Dice::new(seed ^ 0xadd);
    let mut out = String::new();
    for namespace in NAMESPACES {
        if known.contains(&format!("kind: Namespace\nmetadata: {{name: {namespace},")) {
            continue;
        }
        let mut label = |key| dice.chance(50).then(|| format!("{key}: {}", dice.of(&["a", "b", "ops"])));
        let labels: Vec<String> = ["team", "tier", "name", "shared"].into_iter().filter_map(&mut label).collect();
        let _ = write!(
            out,
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}, labels: {{{}}}}}\n---\n",
            labels.join(", ")
        );
    }
    for at in 0..1 + dice.below(4) {
        let (namespace, app) = (dice.of(&["elsewhere", "monitoring"]), dice.of(&["nobody", "guest", "client"]));
        let (port, number) = (dice.of(&["http", "dns-pg", "nowhere", "p5432"]), dice.of(&[53, 80, 5432, 9999]));
        let _ = write!(
            out,
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: added-{at}, namespace: {namespace}, labels: {{app: {app}}}}}\nspec: {{containers: [{{name: c, image: example.org/added:1, ports: [{{name: {port}, containerPort: {number}}}]}}]}}\n---\n"
        );
    }
    out
}

/// Every sentence about a control, by its words, with what is found of it.
fn verdicts(inventory: &Inventory) -> Vec<(String, Verdict)> {
    let (network, cluster) = (Network::new(inventory, &Options::default()), Cluster::default());
    let all = NetControl::ALL.iter().flat_map(|it| sentences(*it, &cluster)).collect::<Vec<_>>();
    let proofs = prove(&network, &cluster, &all);
    proofs.into_iter().map(|it| (it.statement.invariant.to_string(), it.verdict)).collect()
}

#[test]
fn what_is_proved_stays_so_whatever_the_input_does_not_hold() {
    let (n, mut proved, mut closed) = (runs(300), 0, 0);
    for seed in 0..n {
        let text = cluster(seed);
        let more = format!("{text}{}", added(seed, &text));
        let (before, after) = (read(&text), read(&more));
        let later = verdicts(&after);
        for (sentence, verdict) in verdicts(&before) {
            // Whatever is added is named by that word.
            if !matches!(verdict, Verdict::Proved(_)) || sentence.starts_with("anything") {
                continue;
            }
            proved += 1;
            let is_refuted = later.iter().any(|(it, found)| *it == sentence && matches!(found, Verdict::Refuted(_)));
            assert!(!is_refuted, "seed {seed}: `{sentence}` was proved\n{more}");
        }
        closed += stays_impossible(seed, &before, &after, &more);
    }
    assert!(proved > 0 && closed > 0);
    tell(&format!("{n} clusters: {proved} proved sentences stay, {closed} impossible pairs stay"));
}

/// The pairs of workloads that could not exchange anything, on which nothing has become sure that was impossible.
fn stays_impossible(seed: u64, before: &Inventory, after: &Inventory, text: &str) -> usize {
    let (old, new) = (Network::new(before, &Options::default()), Network::new(after, &Options::default()));
    let peers: Vec<Peer> = old.workloads().cloned().collect();
    let mut n = 0;
    for (src, dst) in peers.iter().flat_map(|src| peers.iter().map(move |dst| (src, dst))).filter(|(a, b)| a != b) {
        let exchange = |network: &Network<'_>| {
            let ends = |peer: &Peer| network.find(&peer.to_string()).expect("a workload");
            network.exchanges(&ends(src), &ends(dst), PortQuery::Any).into_iter().next().expect("one pair")
        };
        let (was, is) = (exchange(&old), exchange(&new));
        let grown = is.certain.difference(&was.certain.union(&was.open));
        assert!(grown.is_empty(), "seed {seed}: {src} -> {dst} was impossible on {grown}\n{text}");
        n += usize::from(was.certain.is_empty() && was.open.is_empty());
    }
    n
}
