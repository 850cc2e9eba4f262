//! What a check is.

use lang::Text;
use model::{Place, Pod};

use crate::{Level, Version, Violation};

/// One check of the standards.
pub struct Check {
    /// The id, as the reference implementation names it.
    pub id: &'static str,
    /// The level that the check belongs to. Checks of the baseline level are also part of the restricted one, unless a check
    /// of that level overrides them.
    pub level: Level,
    /// How the check changed, oldest first.
    pub revisions: &'static [Revision],
}

/// A check from one version on, until the next revision.
pub struct Revision {
    /// The minor version that it begins with.
    pub since: u32,
    /// The baseline checks that are left out of the restricted level while this one is part of it.
    pub overrides: &'static [&'static str],
    pub(crate) judge: fn(&Pod) -> Option<Refusal>,
}

/// What a check has against a pod.
pub(crate) struct Refusal {
    pub(crate) detail: Text,
    pub(crate) places: Vec<Place>,
}

impl Check {
    /// The check with this id.
    ///
    /// ```
    /// assert_eq!(pss::Check::by_id("privileged").map(|check| check.level), Some(pss::Level::Baseline));
    /// ```
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Check> {
        crate::CHECKS.iter().find(|check| check.id == id)
    }

    /// The minor version that introduced the check.
    #[must_use]
    pub const fn since(&self) -> u32 {
        self.revisions[0].since
    }

    /// The revision that is in force at a version.
    #[must_use]
    pub fn revision(&self, version: Version) -> Option<&'static Revision> {
        self.revisions.iter().rev().find(|revision| revision.since <= version.effective_minor())
    }

    /// Whether a namespace at this level and version is judged by the check.
    #[must_use]
    pub fn applies(&self, level: Level, version: Version) -> bool {
        self.revision_for(level, version).is_some()
    }

    /// What this check alone has against a pod, where a namespace at this level and version would be judged by it.
    #[must_use]
    pub fn judge(&self, pod: &Pod, level: Level, version: Version) -> Option<Violation> {
        let refusal = (self.revision_for(level, version)?.judge)(pod)?;
        Some(Violation { check: self.id, detail: refusal.detail, places: refusal.places })
    }

    pub(crate) fn revision_for(&self, level: Level, version: Version) -> Option<&'static Revision> {
        let judged = match level {
            Level::Privileged => false,
            Level::Baseline => self.level == Level::Baseline,
            Level::Restricted => !self.is_overridden(version),
        };
        if judged { self.revision(version) } else { None }
    }

    fn is_overridden(&self, version: Version) -> bool {
        self.level == Level::Baseline
            && crate::CHECKS
                .iter()
                .filter(|check| check.level == Level::Restricted)
                .filter_map(|check| check.revision(version))
                .any(|revision| revision.overrides.contains(&self.id))
    }
}

impl Revision {
    pub(crate) const fn new(since: u32, judge: fn(&Pod) -> Option<Refusal>) -> Revision {
        Revision { since, overrides: &[], judge }
    }

    pub(crate) const fn overriding(
        since: u32,
        overrides: &'static [&'static str],
        judge: fn(&Pod) -> Option<Refusal>,
    ) -> Revision {
        Revision { since, overrides, judge }
    }
}
