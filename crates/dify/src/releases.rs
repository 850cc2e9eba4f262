//! The releases of Dify that the catalogue knows, and what goes with each of them.
//!
//! One row for each release at which something that goes with it changed; a release between two rows takes the earlier one. What
//! else changed with a release is told where it belongs, by `since` and `until` of the fact. After the newest row nothing is
//! known, and nothing is said.

use crate::component::Component;
use crate::version::Version;

/// A release, and the versions that Dify's own compose file combines with it (docker/docker-compose.yaml at its commit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// The version of Dify.
    pub version: Version,
    /// The plugin daemon and the sandbox; what is missing is not part of that Dify.
    companions: &'static [(Component, Range)],
    /// Where it was read.
    pub source: &'static str,
}

/// The oldest and the newest version of a companion.
type Range = (Version, Version);

const fn v(major: u32, minor: u32, patch: u32) -> Version {
    Version::new(major, minor, patch)
}

const fn daemon(version: Version) -> (Component, Range) {
    (Component::PluginDaemon, (version, version))
}

const fn sandbox(version: Version) -> (Component, Range) {
    (Component::Sandbox, (version, version))
}

/// The compose file at the release's commit.
const D: &str = "D:docker/docker-compose.yaml";

macro_rules! releases {
    ($(($version:expr, [$($companion:expr),*], $source:expr),)*) => {
        /// From old to new.
        #[rustfmt::skip]
        pub static RELEASES: &[Release] =
            &[$(Release { version: $version, companions: &[$($companion),*], source: $source },)*];
    };
}

releases! {
    // Before the plugin daemon. Up to 0.6.5 the sandbox is `latest`: whichever it was.
    (v(0, 0, 0), [(Component::Sandbox, (v(0, 1, 0), v(0, 2, 10)))], D),
    (v(0, 6, 6), [sandbox(v(0, 1, 0))], D),
    (v(0, 6, 8), [sandbox(v(0, 2, 0))], D),
    (v(0, 6, 10), [sandbox(v(0, 2, 1))], D),
    (v(0, 7, 1), [sandbox(v(0, 2, 6))], D),
    (v(0, 8, 0), [sandbox(v(0, 2, 7))], D),
    (v(0, 8, 3), [sandbox(v(0, 2, 9))], D),
    (v(0, 10, 0), [sandbox(v(0, 2, 10))], D),
    (v(1, 0, 0), [daemon(v(0, 0, 3)), sandbox(v(0, 2, 10))], D),
    (v(1, 0, 1), [daemon(v(0, 0, 4)), sandbox(v(0, 2, 10))], D),
    (v(1, 1, 0), [daemon(v(0, 0, 5)), sandbox(v(0, 2, 10))], D),
    (v(1, 1, 1), [daemon(v(0, 0, 6)), sandbox(v(0, 2, 10))], D),
    (v(1, 1, 3), [daemon(v(0, 0, 6)), sandbox(v(0, 2, 11))], D),
    (v(1, 2, 0), [daemon(v(0, 0, 7)), sandbox(v(0, 2, 11))], D),
    (v(1, 3, 0), [daemon(v(0, 0, 8)), sandbox(v(0, 2, 11))], D),
    (v(1, 3, 1), [daemon(v(0, 0, 9)), sandbox(v(0, 2, 11))], D),
    (v(1, 4, 0), [daemon(v(0, 0, 10)), sandbox(v(0, 2, 12))], D),
    (v(1, 4, 1), [daemon(v(0, 1, 1)), sandbox(v(0, 2, 12))], D),
    (v(1, 4, 2), [daemon(v(0, 1, 2)), sandbox(v(0, 2, 12))], D),
    (v(1, 6, 0), [daemon(v(0, 1, 3)), sandbox(v(0, 2, 12))], D),
    (v(1, 7, 0), [daemon(v(0, 2, 0)), sandbox(v(0, 2, 12))], D),
    (v(1, 9, 0), [daemon(v(0, 3, 0)), sandbox(v(0, 2, 12))], D),
    (v(1, 9, 2), [daemon(v(0, 3, 3)), sandbox(v(0, 2, 12))], D),
    (v(1, 10, 0), [daemon(v(0, 4, 1)), sandbox(v(0, 2, 12))], D),
    (v(1, 11, 0), [daemon(v(0, 5, 1)), sandbox(v(0, 2, 12))], D),
    (v(1, 11, 2), [daemon(v(0, 5, 2)), sandbox(v(0, 2, 12))], D),
    (v(1, 12, 0), [daemon(v(0, 5, 3)), sandbox(v(0, 2, 12))], D),
    (v(1, 13, 1), [daemon(v(0, 5, 4)), sandbox(v(0, 2, 12))], D),
    // The daemon went back a step. Users report that plugins cannot be installed with 0.5.3 and 0.5.4, and that a newer daemon
    // helps (langgenius/dify#35125, #34431).
    (v(1, 13, 3), [daemon(v(0, 5, 3)), sandbox(v(0, 2, 14))], D),
    (v(1, 14, 0), [daemon(v(0, 6, 0)), sandbox(v(0, 2, 15))], D),
    (v(1, 14, 2), [daemon(v(0, 6, 1)), sandbox(v(0, 2, 15))], D),
    (v(1, 15, 0), [daemon(v(0, 6, 3)), sandbox(v(0, 2, 15))], D),
    (v(1, 16, 0), [daemon(v(0, 6, 3)), sandbox(v(0, 2, 15))], D),
    (v(1, 16, 1), [daemon(v(0, 6, 3)), sandbox(v(0, 2, 15))], "BP:values.yaml"),
    (v(1, 17, 0), [daemon(v(0, 6, 10)), sandbox(v(0, 2, 15))], "UPD and three further manifests"),
    (v(1, 17, 1), [daemon(v(0, 6, 10)), sandbox(v(0, 2, 15))], "OPS, UPD, CHG"),
}

impl Release {
    /// The oldest and the newest version of a companion that go with this release; `None` where it is no part of it.
    #[must_use]
    pub fn companion(&self, component: Component) -> Option<(Version, Version)> {
        self.companions.iter().find(|(of, _)| *of == component).map(|(_, range)| *range)
    }
}

/// The newest release of which the catalogue knows anything.
#[must_use]
pub fn newest() -> &'static Release {
    RELEASES.last().unwrap_or(&RELEASES[0])
}

/// The row for a version of Dify; `None` for one that is newer than the catalogue. Its corrections (`1.17.1-fix.1`) belong to
/// it, and a candidate to the release that it announces.
///
/// ```
/// use dify::{release, Component, Version};
/// let row = release(&Version::new(1, 14, 2)).expect("known");
/// assert_eq!(row.companion(Component::PluginDaemon), Some((Version::new(0, 6, 1), Version::new(0, 6, 1))));
/// assert!(release(&Version::new(2, 0, 0)).is_none());
/// ```
#[must_use]
pub fn release(version: &Version) -> Option<&'static Release> {
    let version = version.released();
    (version <= newest().version).then(|| RELEASES.iter().rev().find(|row| row.version <= version)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Truth;
    use crate::entry::{Line, Tag};

    #[test]
    fn rows_ascend_and_say_where_they_were_read() {
        assert!(RELEASES.windows(2).all(|rows| rows[0].version < rows[1].version));
        assert!(RELEASES.iter().all(|row| !row.source.is_empty()));
    }

    /// What a new row needs, the component that misses it named.
    #[test]
    fn the_newest_release_lacks_nothing() {
        let newest = newest();
        for &component in Component::ALL {
            let entry = component.entry();
            let is_part = entry.known.holds(Some(&newest.version)) == Truth::Yes;
            let has_row = newest.companion(component).is_some();
            assert_eq!(
                entry.line == Line::Companion && is_part,
                has_row,
                "{component}: which version goes with {}",
                newest.version
            );
            if let Tag::Listed(tags, _) = entry.shipped.tag
                && !tags.is_empty()
            {
                let now = tags.iter().filter(|tag| tag.known.holds(Some(&newest.version)) == Truth::Yes).count();
                assert_eq!(now, 1, "{component}: which tag {} has in the compose file", newest.version);
            }
        }
    }

    #[test]
    fn every_release_has_the_companions_of_its_time() {
        for row in RELEASES {
            for &component in Component::ALL {
                if component.entry().line == Line::Companion {
                    let is_part = component.entry().known.holds(Some(&row.version)) == Truth::Yes;
                    assert_eq!(row.companion(component).is_some(), is_part, "{component} of {}", row.version);
                }
            }
        }
    }

    #[test]
    fn companions_follow_the_compose_files() {
        let of = |tag: &str, component| {
            let version = Version::parse(tag).expect(tag);
            release(&version).and_then(|row| row.companion(component)).map(|range| range.1.to_string())
        };
        for (tag, daemon, sandbox) in [
            ("0.15.3", None, Some("0.2.10")),
            ("1.0.0-rc1", Some("0.0.3"), Some("0.2.10")),
            ("1.4.0", Some("0.0.10"), Some("0.2.12")),
            ("1.5.1", Some("0.1.2"), Some("0.2.12")),
            ("1.10.1-fix.1", Some("0.4.1"), Some("0.2.12")),
            ("1.13.0", Some("0.5.3"), Some("0.2.12")),
            ("1.13.2", Some("0.5.4"), Some("0.2.12")),
            ("1.13.3", Some("0.5.3"), Some("0.2.14")),
            ("1.16.1", Some("0.6.3"), Some("0.2.15")),
            ("1.17.1", Some("0.6.10"), Some("0.2.15")),
            ("1.17.1-fix.1", Some("0.6.10"), Some("0.2.15")),
            ("99.0.0-beta.2", None, None),
        ] {
            assert_eq!(of(tag, Component::PluginDaemon).as_deref(), daemon, "{tag}");
            assert_eq!(of(tag, Component::Sandbox).as_deref(), sandbox, "{tag}");
        }
    }
}
