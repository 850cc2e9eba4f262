//! What the labels of a namespace ask for.

use model::Labels;

use crate::{Level, Version};

/// A level at a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LevelAt {
    /// The level.
    pub level: Level,
    /// The version.
    pub version: Version,
}

/// The policy of a namespace: what it refuses, records and warns of.
///
/// ```
/// use model::Labels;
/// use pss::{Level, LevelAt, Policy, Version};
///
/// let labels = Labels(vec![("pod-security.kubernetes.io/enforce".into(), "baseline".into())]);
/// let enforced = LevelAt { level: Level::Baseline, version: Version::Latest };
/// assert_eq!(Policy::of_labels(&labels, &Policy::PRIVILEGED).enforce, enforced);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// What pods are refused by.
    pub enforce: LevelAt,
    /// What is recorded in the audit log.
    pub audit: LevelAt,
    /// What the client is warned of.
    pub warn: LevelAt,
}

impl Policy {
    /// A namespace without labels, unless the cluster's admission configuration says otherwise.
    pub const PRIVILEGED: Policy = {
        let anything = LevelAt { level: Level::Privileged, version: Version::Latest };
        Policy { enforce: anything, audit: anything, warn: anything }
    };

    /// Reads the labels `pod-security.kubernetes.io/...` as admission does (`PolicyToEvaluate` in the reference's
    /// `api/helpers.go`). A level that cannot be read refuses as `restricted`, and neither records nor warns; a version that
    /// cannot be read is the latest. Without a label of its own a namespace warns of what it refuses.
    #[must_use]
    pub fn of_labels(labels: &Labels, defaults: &Policy) -> Policy {
        let level = |mode: &str| label(labels, mode, "").map(Level::from_name);
        let version = |mode: &str, default: Version| match label(labels, mode, "-version") {
            Some(text) => Version::parse(text).unwrap_or(Version::Latest),
            None => default,
        };
        let at = |mode: &str, unreadable: Level, default: LevelAt| LevelAt {
            level: level(mode).map_or(default.level, |level| level.unwrap_or(unreadable)),
            version: version(mode, default.version),
        };
        let enforce = at("enforce", Level::Restricted, defaults.enforce);
        let audit = at("audit", Level::Privileged, defaults.audit);
        let mut warn = at("warn", Level::Privileged, defaults.warn);
        let enforce_is_readable = level("enforce").flatten().is_some();
        if level("warn").is_none() && enforce_is_readable && enforce.level > warn.level {
            warn.level = enforce.level;
            if label(labels, "warn", "-version").is_none() {
                warn.version = enforce.version;
            }
        }
        Policy { enforce, audit, warn }
    }
}

fn label<'a>(labels: &'a Labels, mode: &str, suffix: &str) -> Option<&'a str> {
    let matches = |key: &str| {
        key.strip_prefix("pod-security.kubernetes.io/")
            .and_then(|rest| rest.strip_prefix(mode))
            .is_some_and(|rest| rest == suffix)
    };
    labels.0.iter().find(|(key, _)| matches(key)).map(|(_, value)| &**value)
}
