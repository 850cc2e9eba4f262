//! What Kubernetes' own reader holds, `pss check` and `audit` find, however it is written.

use std::collections::BTreeSet;

use inventory::{Input, Options};
use model::{Inventory, Problem, ProblemKind};
use pss::{Level, Version};
use testkit::Reader;
use testkit::soup::{Dice, disguise};

/// How many streams are tried; the variable `SEKISHO_DOCUMENTS` says otherwise.
fn n_documents() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a test that runs longer on request")]
    let wanted = std::env::var("SEKISHO_DOCUMENTS");
    wanted.ok().and_then(|it| it.parse().ok()).unwrap_or(600)
}

fn read(text: &str) -> Inventory {
    inventory::read(vec![Input::file("a.yaml", text)], &Options::default())
}

/// What the Pod Security Standards and the rules refuse, by object.
fn violations(inventory: &Inventory) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for workload in &inventory.workloads {
        let name = format!("{}/{}", workload.meta.namespace, workload.meta.name.value);
        for violation in pss::evaluate(&workload.pod, Level::Restricted, Version::Latest) {
            found.insert(format!("pss {} {name}", violation.check));
        }
    }
    for finding in rules::audit(inventory).findings {
        let resource = finding.resource.map(|it| format!("{}/{}", it.namespace, it.name)).unwrap_or_default();
        found.insert(format!("{} {resource}", finding.rule));
    }
    found
}

/// Findings that say that Kubernetes' reading is in doubt: they end every command with a code that is not 0. The names that anchors stand
/// under are unknown fields, which do not count here.
fn in_doubt(inventory: &Inventory) -> bool {
    inventory.in_doubt().any(|it| it.kind != ProblemKind::UnknownField)
}

#[test]
fn no_violation_that_kubernetes_reads_is_missed() {
    let Some(mut reader) = Reader::start("the differential test of pss check and audit") else { return };
    let (mut missed, mut n_read, mut n_certain, mut n_violating) = (Vec::new(), 0, 0, 0);
    for seed in 0..n_documents() {
        let text = disguise::stream(&mut Dice::new(seed + 7));
        let answer = reader.stream(text.as_bytes());
        let plain: Vec<String> = answer.documents.iter().map(ToString::to_string).collect();
        let (theirs, ours) = (read(&plain.join("\n---\n")), read(&text));
        n_read += usize::from(answer.refused.is_none());
        n_certain += usize::from(answer.refused.is_none() && !in_doubt(&ours));
        let (wanted, found) = (violations(&theirs), violations(&ours));
        n_violating += usize::from(!wanted.is_empty());
        let hidden: Vec<&String> = wanted.difference(&found).collect();
        if !hidden.is_empty() && !in_doubt(&ours) {
            missed.push(format!("seed {seed}: {hidden:?}\n{text}\n"));
        }
        // What Kubernetes reads whole is read here too: only a broken document may stand beside what is refused there.
        let broken = |it: &Problem| it.kind == ProblemKind::BrokenDocument && !is_passed_over(it);
        if ours.problems.iter().any(broken) && answer.refused.is_none() && !explained(&text) {
            missed.push(format!("seed {seed}: broken only here\n{text}\n"));
        }
        if answer.refused.is_some() && !in_doubt(&ours) {
            missed.push(format!("seed {seed}: refused only there: {:?}\n{text}\n", answer.refused));
        }
    }
    let told = format!(
        "{n_read} streams read by Kubernetes, {n_certain} without a doubt here, {n_violating} with a violation"
    );
    assert!(missed.is_empty(), "{told}; {} missed:\n{}", missed.len(), missed[..missed.len().min(5)].join("\n"));
    assert!(n_certain * 2 > n_read && n_violating * 4 > n_read, "too little is tried: {told}");
    say(&told);
}

#[expect(clippy::print_stderr, reason = "the figures of a long run")]
fn say(told: &str) {
    eprintln!("{told}; 0 missed");
}

/// Whether it is only said that Kubernetes does not look at what stands there.
fn is_passed_over(problem: &Problem) -> bool {
    problem.reason.get(lang::Lang::En).contains("reads only the first document")
}

/// Texts of which Kubernetes leaves a part unread without a word.
fn explained(text: &str) -> bool {
    text.contains("---#") || text.contains('\u{feff}') || text.contains(['\r', '\u{2028}'])
}
