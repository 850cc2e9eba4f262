//! Which image each part runs.

use dify::Component;
use dify::entry::{Shipped, Tag};
use dify::known::at;

use crate::plan::Plan;

/// The image of a component, from the registry and with the digest that the settings name.
pub(crate) fn image(plan: &Plan, component: Component) -> String {
    let version = plan.version.to_string();
    let Shipped { repository, tag } = component.entry().shipped;
    let tag = match tag {
        Tag::Dify => version,
        Tag::Companion(suffix) => {
            let companion = dify::release(&plan.version).and_then(|it| it.companion(component));
            format!("{}{suffix}", companion.map_or(version, |(_, newest)| newest.to_string()))
        }
        // The tag of the compose file, or one of the same line that does not move to another version.
        Tag::Listed(_, Some(chosen)) => chosen.to_owned(),
        Tag::Listed(tags, None) => at(tags, Some(&plan.version)).map_or("latest", |it| it.value).to_owned(),
    };
    let digests = &plan.settings.digests;
    let digest = digests.iter().find(|(name, _)| name.trim_start_matches("docker.io/") == repository);
    let registry = plan.settings.registry.as_ref().map_or(String::new(), |it| format!("{it}/"));
    match digest {
        Some((_, digest)) => format!("{registry}{repository}:{tag}@{digest}"),
        None => format!("{registry}{repository}:{tag}"),
    }
}
