//! What one image needs to run: the facts of its family and of its version, and nothing of its neighbours'.
//!
//! [`crate::profile`] speaks of a component whatever its image is. Here a field is `None` where no source tells of this image:
//! a family that nobody looked into, a mirror that dropped the publisher, a version that the tag does not tell and that decides.

use crate::component::Component;
use crate::entry::{Ids, Line, StartsAs, Stop, WritablePath};
use crate::family::Family;
use crate::image::Image;
use crate::known::{Fact, Known, Mark, at};
use crate::limits::{Probe, ReadOnlyRoot, Root};
use crate::port::Audience;
use crate::releases::newest;
use crate::truth::Truth;
use crate::version::Version;

/// What one image needs to run as a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageProfile {
    /// Its family.
    pub family: Family,
    /// Its version, where the tag tells one that the catalogue reaches.
    pub version: Option<Version>,
    /// The user that it starts as.
    pub starts_as: Option<&'static Fact<StartsAs>>,
    /// The user and group that it can run as.
    pub ids: Option<&'static Fact<Ids>>,
    /// Whether it needs root.
    pub root: Option<&'static Fact<Root>>,
    /// Whether its root file system can be read-only.
    pub read_only_root: Option<&'static Fact<ReadOnlyRoot>>,
    /// Where it writes; where the version is not known, where any version writes.
    pub paths: Vec<&'static WritablePath>,
    /// What to add after dropping ALL.
    pub capabilities: Option<&'static Fact<&'static [&'static str]>>,
    /// How it ends.
    pub stop: Option<&'static Fact<Stop>>,
    /// How to ask it, and how that is known. Where the version decides and is not known, that its port accepts connections.
    pub probe: Option<(Probe, Mark)>,
}

/// The profile of an image that runs as a component.
///
/// ```
/// use dify::{Component, Image, image_profile};
/// let of = |component, text| image_profile(component, &Image::parse(text).expect("an image"));
/// assert_eq!(of(Component::Redis, "redis:7-alpine").ids.map(|it| it.value.gid), Some(1000));
/// assert_eq!(of(Component::Redis, "redis:7").ids.map(|it| it.value.gid), Some(999));
/// assert_eq!(of(Component::Redis, "mirror.example.com/redis:7").ids, None);
/// ```
#[must_use]
pub fn image_profile(component: Component, image: &Image<'_>) -> ImageProfile {
    let entry = component.entry();
    let family = Family::of(image);
    let version = image.tag.and_then(|tag| told(component, tag));
    let run = entry.runs.iter().find(|run| run.family == family && is_run(component, family, image));
    let paths = run.map_or(&[][..], |run| run.paths).iter();
    let writes = |known: &Known| known.holds(version.as_ref()) != Truth::No;
    ImageProfile {
        family,
        version,
        starts_as: run.and_then(|run| at(run.starts_as, version.as_ref())),
        ids: run.and_then(|run| at(run.ids, version.as_ref())),
        root: run.and_then(|run| at(run.root, version.as_ref())),
        read_only_root: run.and_then(|run| at(run.read_only_root, version.as_ref())),
        paths: paths.filter(|path| writes(&path.known)).collect(),
        capabilities: run.and_then(|run| at(run.capabilities, version.as_ref())),
        stop: run.and_then(|run| at(run.stop, version.as_ref())),
        probe: probe(component, version.as_ref()),
    }
}

/// Whether the image is the software that the family's facts were read of: a fork, a cluster's build or a successor under another
/// name has paths of its own.
fn is_run(component: Component, family: Family, image: &Image<'_>) -> bool {
    let shipped = component.entry().shipped.repository;
    let own = shipped.rsplit('/').next().unwrap_or(shipped);
    match family {
        Family::Bitnami if matches!(component, Component::Postgres | Component::Pgvector) => {
            image.name() == "postgresql"
        }
        Family::Unprivileged => image.name() == own || image.name().strip_suffix("-unprivileged") == Some(own),
        _ => image.name() == own,
    }
}

/// The version that a tag tells, as far as the catalogue knows versions of that line. Of what is newer nothing is known.
fn told(component: Component, tag: &str) -> Option<Version> {
    let reached = match component.entry().line {
        Line::Dify => newest().version,
        Line::Companion => newest().companion(component)?.1,
        Line::Other => return Version::of_store(tag),
    };
    Version::parse(tag).filter(|version| version.released() <= reached)
}

fn probe(component: Component, version: Option<&Version>) -> Option<(Probe, Mark)> {
    let entry = component.entry();
    if let Some(fact) = at(entry.probes, version) {
        return Some((fact.value, fact.known.mark));
    }
    // A known version without a probe has none; an unknown one at least listens.
    let usual = entry.ports.iter().find(|port| port.usual && port.audience == Audience::Clients)?;
    let is_open = version.is_none() && !entry.probes.is_empty();
    is_open.then_some((Probe::Tcp { port: usual.number }, usual.known.mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::releases::RELEASES;

    fn of(component: Component, text: &str) -> ImageProfile {
        image_profile(component, &Image::parse(text).expect(text))
    }

    fn paths(component: Component, text: &str) -> Vec<&'static str> {
        of(component, text).paths.iter().map(|path| path.path).collect()
    }

    /// Every component, every family of its images, every release: what is told hangs together.
    #[test]
    fn what_is_told_of_an_image_hangs_together() {
        let mut looked = 0;
        for &component in Component::ALL {
            let entry = component.entry();
            for release in RELEASES {
                let version = match entry.line {
                    Line::Dify => release.version,
                    Line::Companion => release.companion(component).map_or(release.version, |(_, newest)| newest),
                    Line::Other => continue,
                };
                let profile = of(component, &format!("{}:{version}", entry.shipped.repository));
                looked += 1;
                check(component, &profile);
            }
            for run in entry.runs {
                for image in images_of(component, run.family) {
                    let profile = of(component, &image);
                    assert_eq!(profile.family, run.family, "{component}: {image}");
                    looked += 1;
                    check(component, &profile);
                }
            }
        }
        assert!(looked > 300, "{looked}");
    }

    fn images_of(component: Component, family: Family) -> Vec<String> {
        let repository = component.entry().shipped.repository;
        let name = repository.rsplit('/').next().unwrap_or(repository);
        let bare = Image::parse(repository).map_or(repository, |image| image.repository);
        match family {
            Family::Original => vec![format!("{repository}:16"), format!("{repository}@sha256:ab")],
            Family::Alpine => vec![format!("{bare}:16-alpine"), format!("{bare}:18-alpine3.22")],
            Family::Debian => vec![bare.to_owned(), format!("{bare}:18-bookworm")],
            Family::Bitnami => {
                let name = if name.starts_with("pg") || name == "postgres" { "postgresql" } else { name };
                vec![format!("bitnamilegacy/{name}:16.1.0-debian-12-r1")]
            }
            Family::Unprivileged => vec![format!("nginxinc/{name}-unprivileged:1.27")],
            Family::Serverless => vec![format!("{repository}:0.6.3-serverless")],
            Family::Unknown => Vec::new(),
        }
    }

    fn check(component: Component, profile: &ImageProfile) {
        let at = format!("{component} {:?} {:?}", profile.family, profile.version);
        if let Some(root) = profile.read_only_root
            && matches!(root.value, ReadOnlyRoot::Yes | ReadOnlyRoot::Inferred)
        {
            assert!(!profile.paths.is_empty(), "{at}: a read-only root needs its paths");
        }
        if profile.root.is_some_and(|root| root.value == Root::No) {
            assert!(profile.ids.is_some_and(|ids| ids.value.uid > 0), "{at}: which user, if not root");
        }
        if let Some((Probe::Http { port, .. } | Probe::Tcp { port }, _)) = profile.probe {
            assert!(component.entry().ports.iter().any(|it| it.number == port), "{at}: {port}");
        }
        if let Some(capabilities) = profile.capabilities
            && !capabilities.value.is_empty()
        {
            assert!(profile.root.is_some_and(|it| matches!(it.value, Root::Required(_))), "{at}: added to no root");
        }
    }

    #[test]
    fn a_version_has_its_own_probe() {
        let probe = |component, text: &str| of(component, text).probe.map(|it| it.0);
        let celery = |text| probe(Component::Worker, text).is_some();
        assert!(celery("langgenius/dify-api:1.14.0") && !celery("langgenius/dify-api:1.13.3"));
        assert!(!celery("langgenius/dify-api@sha256:ab"), "a worker listens nowhere");
        let tcp = Some(Probe::Tcp { port: 8194 });
        assert_eq!(probe(Component::Sandbox, "langgenius/dify-sandbox:0.2.1"), tcp);
        assert_eq!(probe(Component::Sandbox, "langgenius/dify-sandbox:latest"), tcp, "the weakest where none is told");
        let http = Some(Probe::Http { path: "/health", port: 8194 });
        assert_eq!(probe(Component::Sandbox, "langgenius/dify-sandbox:0.2.5"), http);
    }

    #[test]
    fn a_build_has_its_own_paths() {
        assert!(paths(Component::Redis, "bitnamilegacy/redis:7.0.11").contains(&"/opt/bitnami/redis/etc"));
        assert!(!paths(Component::Redis, "bitnamilegacy/redis:7.0.11").contains(&"/data"));
        let postgres = |text| paths(Component::Postgres, text);
        assert!(postgres("postgres:15-alpine").contains(&"/var/lib/postgresql/data"));
        // Whatever is mounted there stops a first start of 18.
        assert!(!postgres("postgres:18").contains(&"/var/lib/postgresql/data"));
        assert!(postgres("postgres:18").contains(&"/var/lib/postgresql"));
        let web = |text| paths(Component::Web, text);
        assert!(!web("langgenius/dify-web:1.14.0").contains(&"/app/web/.next/cache"));
        assert_eq!(web("langgenius/dify-web:main").len(), 3, "where the version is not told, the paths of all");
    }

    #[test]
    fn a_version_has_its_own_user() {
        let uid = |component, text: &str| of(component, text).ids.map(|it| it.value.uid);
        assert_eq!(uid(Component::Api, "langgenius/dify-api:1.10.0"), None);
        assert_eq!(uid(Component::Api, "langgenius/dify-api:1.10.1"), Some(1001));
        assert_eq!(uid(Component::Postgres, "postgres:15-alpine"), Some(70));
        assert_eq!(uid(Component::Postgres, "postgres:15"), Some(999));
        assert_eq!(uid(Component::Postgres, "bitnamilegacy/postgresql:15.3.0-debian-11-r7"), Some(1001));
    }

    #[test]
    fn nothing_is_copied_from_a_neighbour() {
        for text in [
            "acme/redis:7",
            "registry.example.com/redis:7-alpine",
            "redis@sha256:ab",
            "x/dify-api-enterprise:3.0.0",
            "bitnamilegacy/redis-sentinel:7.0.11",
            "valkey/valkey:8",
        ] {
            let component = if text.contains("dify") { Component::Api } else { Component::Redis };
            let profile = of(component, text);
            assert!(profile.ids.is_none() && profile.read_only_root.is_none() && profile.paths.is_empty(), "{text}");
        }
        // Newer than the catalogue: nobody looked.
        for text in ["langgenius/dify-api:99.0.0", "langgenius/dify-api:latest", "langgenius/dify-api:1.13.3-lts.1"] {
            let profile = of(Component::Api, text);
            assert!(profile.version.is_none() && profile.starts_as.is_none() && profile.ids.is_none(), "{text}");
        }
    }
}
