//! What rules say of images.

use dify::Image;
use lang::Text;
use model::{Place, Workload};

use crate::facts::Facts;
use crate::finding::Findings;
use crate::images::ImageUse;
use findings::Finding;
use findings::Severity;

/// Reports a reference where it stands first, with who else uses it; for one that only hooks and tests use, as a notice.
pub(crate) fn report<'f>(findings: &'f mut Findings<'_>, used: &ImageUse<'_>, reason: Text) -> &'f mut Finding {
    let finding = findings.report(used.workloads[0], used.place, reason);
    let users = lang::list(used.workloads.iter().map(|workload| &*workload.meta.name.value));
    let (en, ja) = users.both();
    finding.detail(lang::text!("used by {en}", "使用しているのは {ja}"));
    if used.workloads.iter().all(|workload| workload.hook) {
        finding.at_most(Severity::Low);
    }
    finding
}

/// Whether a person declared the registry, or the path in it, as trusted.
pub(crate) fn is_declared(facts: &Facts<'_>, image: &Image<'_>) -> bool {
    let whole = format!("{}/{}", dify::registry::host(image), image.repository);
    facts.inventory.declared.registries.iter().any(|declared| {
        let rest = whole.strip_prefix(declared.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.starts_with('/') || rest.is_empty())
    })
}

/// Where the image stands that makes a workload the component that it is.
pub(crate) fn main_image(workload: &Workload) -> Place {
    let main = workload.main();
    main.and_then(|container| container.image.as_ref()).map_or(workload.meta.name.place, |image| image.place)
}

#[cfg(test)]
mod tests {
    use inventory::Options;
    use model::{Declared, Inventory};

    use super::*;

    #[test]
    fn declared_registries_count_by_whole_steps_of_the_path() {
        let declared = Declared {
            registries: vec!["harbor.example/dify/".into(), "docker.io/acme".into()],
            ..Declared::default()
        };
        let inventory: Inventory = inventory::read(Vec::new(), &Options { declared, ..Options::default() });
        let facts = Facts::new(&inventory);
        let is = |text| is_declared(&facts, &Image::parse(text).expect("an image"));
        assert!(is("harbor.example/dify/dify-api:1.15.0") && is("acme/dify-api"));
        assert!(!is("harbor.example/difyx/dify-api") && !is("acmex/dify-api") && !is("harbor.example/other"));
    }
}
