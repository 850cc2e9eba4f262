//! What each component needs to run, and so what hardening can take away from it, in one picture for all of its versions.
//!
//! A mark stands at each group of statements: what the images' source says is not what follows from it, and neither was tried
//! for every combination. A documented need is an exception that an audit names; everything else is what the component must be
//! able to do without. The statements by family and by version are in the components' entries ([`crate::entry::Run`]).

use std::sync::LazyLock;

use lang::Text;

use crate::component::Component;
pub use crate::known::Mark;
use crate::known::{Fact, newest};
pub use crate::limits::{Level, Probe, ReadOnlyRoot, Root};

/// The marks of one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    /// Of user, group and need for root.
    pub user: Mark,
    /// Of the read-only root and the writable paths.
    pub files: Mark,
    /// Of the capabilities.
    pub capabilities: Mark,
}

impl Confidence {
    /// The weakest of the marks.
    #[must_use]
    pub fn weakest(&self) -> Mark {
        self.user.min(self.files).min(self.capabilities)
    }
}

/// What a component needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The highest level that it meets.
    pub level: Level,
    /// The user that the image expects; a number, because `runAsNonRoot` cannot judge a name.
    pub uid: Option<u32>,
    /// The group, also for `fsGroup`.
    pub gid: Option<u32>,
    /// Whether it needs root.
    pub root: Root,
    /// Whether its root file system can be read-only.
    pub read_only_root: ReadOnlyRoot,
    /// Where it writes: volumes, or an `emptyDir` for what may be lost.
    pub writable_paths: &'static [&'static str],
    /// What to add after dropping ALL.
    pub capabilities: &'static [&'static str],
    /// Whether it speaks to the Kubernetes API. No part of Dify does.
    pub api_token_needed: bool,
    /// How to ask it; `None` where no cheap way is known.
    pub probe: Option<Probe>,
    /// How the statements are known.
    pub confidence: Confidence,
}

/// Squid without its image's entrypoint: in the foreground, with a configuration that is mounted.
pub const SQUID_COMMAND: &[&str] = &["/usr/sbin/squid", "-N", "-f", "/etc/squid/squid.conf"];

/// What a component needs to run, whatever its version: the newest statement of each kind for the image of Dify's compose file,
/// the paths of all versions, and the weakest mark.
///
/// ```
/// use dify::{profile, profile::{Level, Root}, Component};
/// assert_eq!(profile(Component::Api).uid, Some(1001));
/// assert_eq!(profile(Component::Sandbox).level, Level::Baseline);
/// assert!(matches!(profile(Component::Sandbox).root, Root::Required(_)));
/// ```
#[must_use]
pub fn profile(component: Component) -> Profile {
    let entry = component.entry();
    let Some(run) = entry.runs.first() else { return unknown(component) };
    let ids = newest(run.ids).map(|fact| fact.value);
    Profile {
        level: entry.level.as_ref().map_or(Level::Baseline, |fact| fact.value),
        uid: ids.map(|it| it.uid),
        gid: ids.map(|it| it.gid),
        root: newest(run.root).map_or_else(not_known, |fact| fact.value.clone()),
        read_only_root: newest(run.read_only_root).map_or(ReadOnlyRoot::Unknown, |fact| fact.value.clone()),
        writable_paths: &PATHS[component as usize],
        capabilities: newest(run.capabilities).map_or(&[][..], |fact| fact.value),
        api_token_needed: false,
        probe: newest(entry.probes).map(|fact| fact.value),
        confidence: Confidence {
            user: weakest(run.ids),
            files: weakest(run.read_only_root),
            capabilities: weakest(run.capabilities),
        },
    }
}

/// Where each component writes in any of its versions.
static PATHS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let of = |component: &Component| {
        let paths = component.entry().runs.first().map_or(&[][..], |run| run.paths);
        paths.iter().map(|path| path.path).collect()
    };
    Component::ALL.iter().map(of).collect()
});

fn weakest<T>(facts: &[Fact<T>]) -> Mark {
    facts.iter().map(|fact| fact.known.mark).min().unwrap_or(Mark::Unknown)
}

/// Nothing is known, so nothing is demanded beyond `baseline`.
fn unknown(component: Component) -> Profile {
    Profile {
        level: Level::Baseline,
        uid: None,
        gid: None,
        root: not_known(),
        read_only_root: ReadOnlyRoot::Unknown,
        writable_paths: &[],
        capabilities: &[],
        api_token_needed: false,
        probe: newest(component.entry().probes).map(|fact| fact.value),
        confidence: Confidence { user: Mark::Unknown, files: Mark::Unknown, capabilities: Mark::Unknown },
    }
}

const fn not_known() -> Root {
    Root::AsShipped(Text::new(
        "whether the image runs without root is not known",
        "このイメージが root なしで動くかどうかは分かっていない",
    ))
}

#[cfg(test)]
mod tests {
    use lang::Lang;

    use super::*;
    use crate::flow::ports;

    #[test]
    fn only_the_sandbox_needs_root_and_capabilities() {
        for &component in Component::ALL {
            let profile = profile(component);
            let needs = matches!(profile.root, Root::Required(_));
            assert_eq!(needs, component == Component::Sandbox, "{component}");
            assert_eq!(!profile.capabilities.is_empty(), component == Component::Sandbox, "{component}");
            assert!(!profile.api_token_needed, "{component}");
        }
    }

    #[test]
    fn restricted_means_a_numeric_user_that_is_not_root() {
        for &component in Component::ALL {
            let profile = profile(component);
            if profile.level == Level::Restricted {
                assert!(profile.uid.is_some_and(|uid| uid > 0), "{component}");
            }
        }
    }

    #[test]
    fn dify_own_but_the_sandboxes_are_restricted() {
        for &component in Component::ALL {
            if component.is_dify_own() {
                let expected = if component.is_sandbox() { Level::Baseline } else { Level::Restricted };
                assert_eq!(profile(component).level, expected, "{component}");
            }
        }
    }

    #[test]
    fn probes_ask_ports_that_exist() {
        for &component in Component::ALL {
            let Some(Probe::Http { port, .. } | Probe::Tcp { port }) = profile(component).probe else { continue };
            assert!(ports(component).iter().any(|known| known.number == port), "{component}: {port}");
        }
    }

    #[test]
    fn paths_are_absolute_and_texts_complete() {
        for &component in Component::ALL {
            let profile = profile(component);
            assert!(profile.writable_paths.iter().all(|path| path.starts_with('/')), "{component}");
            for lang in Lang::ALL {
                if let Root::AsShipped(text) | Root::Required(text) = &profile.root {
                    assert!(!text.get(lang).is_empty());
                }
                if let ReadOnlyRoot::No(text) | ReadOnlyRoot::Prepared(text) = &profile.read_only_root {
                    assert!(!text.get(lang).is_empty());
                }
            }
        }
    }
}
