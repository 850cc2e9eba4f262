//! Manifests in, mended manifests out.

mod deployments;
mod fixtures;
mod mended;
mod proposed;

use std::collections::BTreeMap;

use fix::Mended;
use inventory::{Input, Options};
use rules::{Audit, FixClass};

fn mend(texts: &[(String, String)], class: FixClass) -> Mended {
    let inputs = texts.iter().map(|(name, text)| Input::file(name, text)).collect();
    fix::mend(inputs, &Options::default(), class)
}

fn audit(texts: &[(String, String)]) -> Audit {
    let inputs = texts.iter().map(|(name, text)| Input::file(name, text)).collect();
    rules::audit(&inventory::read(inputs, &Options::default()))
}

/// How many findings each rule has, exceptions left out.
fn counted(audit: &Audit) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in audit.findings.iter().filter(|it| !it.exception) {
        *counts.entry(finding.rule.to_string()).or_default() += 1;
    }
    counts
}

fn texts_of(mended: &Mended) -> Vec<(String, String)> {
    mended.inventory.documents.origins().iter().map(|it| (it.name().to_owned(), it.text().to_owned())).collect()
}

/// What holds of everything that is mended: no rule has more findings than before, nothing is broken, and a second run finds
/// nothing to do.
fn check_laws(label: &str, texts: &[(String, String)], class: FixClass) -> Vec<String> {
    let mut faults = Vec::new();
    let before = counted(&audit(texts));
    let mended = mend(texts, class);
    let after = counted(&mended.audit);
    for (rule, n) in &after {
        let was = before.get(rule).copied().unwrap_or(0);
        if *n > was {
            faults.push(format!("{label}: {rule}: {was} before, {n} after"));
        }
    }
    let again = mend(&texts_of(&mended), class);
    if !again.texts.is_empty() {
        let fields: Vec<String> = again.applied.iter().map(|it| format!("{} {:?}", it.rule, it.fields)).collect();
        faults.push(format!("{label}: the second time: {fields:?}"));
    }
    faults
}
