//! How an image runs, by its family and its version, and what settings tell of an image that no name tells.

use crate::component::Component;
use crate::entry::{Run, Sign, StartsAs};
use crate::family::Family;
use crate::image::{Image, ImageKind, candidates};
use crate::known::at;
use crate::version::Version;

/// How the images of a family run as a component; `None` where nobody looked into them.
#[must_use]
pub fn run(component: Component, family: Family) -> Option<&'static Run> {
    component.entry().runs.iter().find(|run| run.family == family)
}

/// The user that an image starts as; `None` where its family or its version does not tell.
///
/// ```
/// use dify::{Image, entry::StartsAs, starts_as};
/// let user = |text| starts_as(&Image::parse(text).expect("an image"));
/// assert_eq!(user("langgenius/dify-api:1.10.0"), Some(StartsAs::Root));
/// assert_eq!(user("langgenius/dify-api:1.15.0"), Some(StartsAs::Name));
/// assert_eq!(user("langgenius/dify-api:main"), None);
/// assert_eq!(user("acme/squid:6"), None);
/// ```
#[must_use]
pub fn starts_as(image: &Image<'_>) -> Option<StartsAs> {
    let component = match candidates(image) {
        ImageKind::DifyApi => Component::Api,
        ImageKind::Squid => Component::SsrfProxy,
        ImageKind::Component(component) => component,
        ImageKind::Helper | ImageKind::Unknown => return None,
    };
    let facts = run(component, Family::of(image))?.starts_as;
    let version = image.tag.and_then(Version::parse);
    // Where the version does not tell, it is what all versions have in common.
    let common = || facts.split_first().filter(|(first, rest)| rest.iter().all(|it| it.value == first.value));
    at(facts, version.as_ref()).map(|fact| fact.value).or_else(|| common().map(|(first, _)| first.value))
}

/// The component that settings tell under an image of somebody's own; the sign that is asked for first decides.
///
/// ```
/// use dify::{Component, told_by};
/// let has = |name: &str| ["SERVER_KEY", "DIFY_INNER_API_URL"].contains(&name);
/// assert_eq!(told_by(has), Some(Component::PluginDaemon));
/// assert_eq!(told_by(|_| false), None);
/// ```
#[must_use]
pub fn told_by(has: impl Fn(&str) -> bool) -> Option<Component> {
    let fits = |sign: &Sign| {
        let (least, some) = sign.some;
        sign.all.iter().all(|name| has(name))
            && some.iter().filter(|name| has(name)).count() >= least
            && !sign.none.iter().any(|name| has(name))
    };
    let told = Component::ALL.iter().filter_map(|it| Some((it.entry().told_by.filter(fits)?.rank, *it)));
    told.min().map(|(_, component)| component)
}

/// The role of `dify-api` that a value of `MODE` chooses (D:api/docker/entrypoint.sh).
///
/// ```
/// use dify::{Component, role_of};
/// assert_eq!(role_of("job"), Some(Component::Migration));
/// assert_eq!(role_of("something"), None);
/// ```
#[must_use]
pub fn role_of(mode: &str) -> Option<Component> {
    Component::ALL.iter().copied().find(|component| component.entry().modes.contains(&mode))
}
