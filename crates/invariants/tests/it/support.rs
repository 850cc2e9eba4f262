//! Deployments from text, and verdicts as text.

use std::fmt::Write as _;

use invariants::{Cluster, Proof, Statement, Verdict, dify_pack, parse, prove};
use model::Inventory;
use netpol::{Network, Options};

/// Reads one YAML text.
pub(crate) fn read(yaml: &str) -> Inventory {
    inventory::read(vec![inventory::Input::file("test.yaml", yaml)], &inventory::Options::default())
}

/// Judges sentences.
pub(crate) fn judge(yaml: &str, sentences: &[&str]) -> Vec<String> {
    let inventory = read(yaml);
    let network = Network::new(&inventory, &Options::default());
    let statements: Vec<Statement> = sentences.iter().map(|it| parse(it).expect(it).into()).collect();
    prove(&network, &Cluster::default(), &statements).iter().map(line).collect()
}

/// Judges the pack.
pub(crate) fn pack(inventory: &Inventory) -> Vec<Proof> {
    let network = Network::new(inventory, &Options::default());
    prove(&network, &Cluster::default(), &dify_pack(&network))
}

/// The verdict in one line, with the flow.
pub(crate) fn line(proof: &Proof) -> String {
    let mut out = format!("{}: {}", proof.word(), proof.statement.invariant);
    match &proof.verdict {
        Verdict::Refuted(it) => {
            let _ = write!(out, " | {}", it.flow);
        }
        Verdict::NotApplicable(reason) => {
            let _ = write!(out, " | {}", reason.get(lang::Lang::En));
        }
        Verdict::Unknown(reasons) => {
            let _ = write!(out, " | {}", reasons.first().map_or("", |it| it.get(lang::Lang::En)));
        }
        Verdict::Proved(_) => {}
    }
    out
}
