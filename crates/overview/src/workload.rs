//! The findings by workload.

use std::collections::BTreeMap;

use dify::Component;
use findings::{Audit, Finding, Resource};
use model::{Inventory, Workload};

use crate::tally::Tally;

/// The findings of one workload; of all hooks and jobs together; or of what is no workload.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whose they are.
    pub whose: Whose,
    /// The findings by severity.
    pub tally: Tally,
}

/// Whose findings they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// A workload's that stays.
    Workload(Resource, Option<Component>),
    /// Hooks', tests' and jobs', which end: how many.
    Passing(usize),
    /// Secrets', Services', roles' and the like.
    Others,
}

/// The findings by workload, the worst first; hooks and jobs as one row, and what is no workload as another.
#[must_use]
pub fn rows(inventory: &Inventory, audit: &Audit) -> Vec<Row> {
    let stays = |it: &Workload| !it.hook && it.kind.runs_for_ever();
    let of = |it: &Workload| (it.meta.kind.to_string(), it.meta.namespace.to_string(), it.meta.name.value.to_string());
    let known: BTreeMap<_, &Workload> = inventory.workloads.iter().map(|it| (of(it), it)).collect();
    let n_passing = known.values().filter(|it| !stays(it)).count();
    let whose = |finding: &Finding| {
        let Some(resource) = &finding.resource else { return Whose::Others };
        let key = (resource.kind.clone(), resource.namespace.clone(), resource.name.clone());
        match known.get(&key) {
            Some(workload) if stays(workload) => Whose::Workload(resource.clone(), workload.component),
            Some(_) => Whose::Passing(n_passing),
            None => Whose::Others,
        }
    };
    let mut tallies: BTreeMap<Whose, Tally> = BTreeMap::new();
    for finding in &audit.findings {
        tallies.entry(whose(finding)).or_default().add(finding.severity);
    }
    let mut rows: Vec<Row> = tallies.into_iter().map(|(whose, tally)| Row { whose, tally }).collect();
    let is_workload = |it: &Row| matches!(it.whose, Whose::Workload(..));
    rows.sort_by(|a, b| {
        (is_workload(b), b.tally.weight()).cmp(&(is_workload(a), a.tally.weight())).then_with(|| a.whose.cmp(&b.whose))
    });
    rows
}
