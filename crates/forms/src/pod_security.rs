//! A Pod Security check, as data for the formats.

use model::{Inventory, Workload};
use pss::{Level, Version, Violation};

/// What `sekisho pss check` found.
pub struct PodSecurity<'a> {
    /// The inventory that the workloads are of.
    pub inventory: &'a Inventory,
    /// The level that was asked for.
    pub level: Level,
    /// The version that was asked for.
    pub version: Version,
    /// Every workload, in the order of the input.
    pub workloads: Vec<JudgedWorkload<'a>>,
}

/// What `pss` says of a workload.
pub struct JudgedWorkload<'a> {
    /// The workload.
    pub workload: &'a Workload,
    /// What the level refuses; empty where the pods are allowed.
    pub violations: Vec<Violation>,
    /// The strictest level that it meets.
    pub strictest: Level,
}

impl<'a> PodSecurity<'a> {
    /// Asks `pss` about every workload of an inventory.
    #[must_use]
    pub fn of(inventory: &'a Inventory, level: Level, version: Version) -> PodSecurity<'a> {
        let workloads = inventory
            .workloads
            .iter()
            .map(|workload| JudgedWorkload {
                workload,
                violations: pss::evaluate(&workload.pod, level, version),
                strictest: pss::strictest_met(&workload.pod, version),
            })
            .collect();
        PodSecurity { inventory, level, version, workloads }
    }

    /// Number of workloads that the level refuses.
    #[must_use]
    pub fn n_refused(&self) -> usize {
        self.workloads.iter().filter(|it| !it.violations.is_empty()).count()
    }
}

impl JudgedWorkload<'_> {
    /// The file, or the object, that the workload was read from.
    #[must_use]
    pub fn origin<'i>(&self, inventory: &'i Inventory) -> &'i str {
        inventory.documents.origin(self.workload.meta.place.doc).name()
    }
}
