//! What the checks say of a pod, and of many.

use lang::Text;
use model::{Place, Pod, Workload};

use crate::{CHECKS, Level, Version};

/// What one check has against a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The id of the check.
    pub check: &'static str,
    /// Which containers, fields and values it is about, so that a person can mend it.
    pub detail: Text,
    /// Every offending field; where a field is missing, what it is missing from.
    pub places: Vec<Place>,
}

/// Judges a pod. Nothing is found where a namespace that enforces the level at this version would accept it.
///
/// The order is the reference's (`policy/registry.go`): the checks of the baseline level by id, then those of the
/// restricted level. A restricted check that overrides a baseline one is reported in its stead.
#[must_use]
pub fn evaluate(pod: &Pod, level: Level, version: Version) -> Vec<Violation> {
    violations(pod, level, version).collect()
}

/// The strictest level at which [`evaluate`] finds nothing.
///
/// The levels are not quite nested, in the reference neither: a check that overrides one of the baseline level may let pass
/// what that one refuses, for pods that validation refuses anyway (a Windows pod that adds capabilities, a volume with a
/// `hostPath` and an `emptyDir` in one).
#[must_use]
pub fn strictest_met(pod: &Pod, version: Version) -> Level {
    Level::ALL
        .into_iter()
        .rev()
        .find(|&level| violations(pod, level, version).next().is_none())
        .unwrap_or(Level::Privileged)
}

/// A workload whose pods would be refused.
pub struct Refused<'a> {
    /// The workload.
    pub workload: &'a Workload,
    /// Why; never empty.
    pub violations: Vec<Violation>,
}

/// The workloads that stop getting pods once their namespace enforces a level, in the order given. The level is a
/// namespace's: whoever asks chooses the workloads of that namespace.
pub fn what_breaks<'a>(
    workloads: impl IntoIterator<Item = &'a Workload>,
    level: Level,
    version: Version,
) -> impl Iterator<Item = Refused<'a>> {
    workloads.into_iter().filter_map(move |workload| {
        let violations = evaluate(&workload.pod, level, version);
        if violations.is_empty() { None } else { Some(Refused { workload, violations }) }
    })
}

fn violations(pod: &Pod, level: Level, version: Version) -> impl Iterator<Item = Violation> {
    CHECKS.iter().filter_map(move |check| check.judge(pod, level, version))
}
