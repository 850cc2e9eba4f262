//! The step that the Pod Security rules share: what one check of the standards has against each workload.

use dify::Component;
use dify::profile::Mark;
use lang::Text;
use model::{Container, ContainerRole, Place, Workload};
use pss::{Check, Level, Version, Violation};

use crate::facts::Facts;
use crate::finding::{Findings, Lower as _};
use findings::Finding;

/// A workload that a check has something against.
pub(crate) struct Violated<'a> {
    pub(crate) workload: &'a Workload,
    pub(crate) violation: Violation,
}

/// Judges every workload by one check, at the check's own level. A check of the restricted level is not asked of components of
/// which nothing is known.
pub(crate) fn violated<'a>(facts: &Facts<'a>, findings: &mut Findings<'_>, id: &str) -> Vec<Violated<'a>> {
    let Some(check) = Check::by_id(id) else { return Vec::new() };
    let mut found = Vec::new();
    for &workload in facts.tops.iter().filter(|workload| is_asked(workload, check.level)) {
        findings.look(1);
        if let Some(violation) = check.judge(&workload.pod, check.level, Version::Latest) {
            found.push(Violated { workload, violation });
        }
    }
    found
}

/// Whether the level is to be expected of the workload.
pub(crate) fn is_asked(workload: &Workload, level: Level) -> bool {
    // Where it writes is another question.
    let known = |it| dify::profile(it).confidence;
    let unknown = workload.component.map(known).is_some_and(|it| it.user.min(it.capabilities) == Mark::Unknown);
    level != Level::Restricted || !unknown || workload.component.is_some_and(dify::Component::is_dify_own)
}

impl Violated<'_> {
    /// Reports it at its first place, with the check's own words as the detail.
    pub(crate) fn report<'f>(&self, findings: &'f mut Findings<'_>, reason: Text) -> &'f mut Finding {
        let place = self.violation.places.first().copied().unwrap_or(self.workload.meta.name.place);
        findings
            .report(self.workload, pointed(self.workload, place), reason)
            .lower_for_hook(self.workload)
            .detail(self.violation.detail.clone())
    }
}

/// Whether code of users or of strangers runs there by design: what its pod may do, they may do without breaking in first.
pub(crate) fn runs_foreign_code(workload: &Workload) -> bool {
    workload.component.is_some_and(|it| it.is_sandbox() || it == Component::PluginDaemon)
}

/// Where to point for a field that a container lacks: its name, not all of it.
pub(crate) fn pointed(workload: &Workload, place: Place) -> Place {
    let container = workload.pod.spec.containers.iter().find(|container| container.place == place);
    container.map_or(place, |container| container.name.place)
}

/// Whether it is the container that makes the workload the component that it is. A documented need is that container's alone.
pub(crate) fn is_main(workload: &Workload, container: &Container) -> bool {
    workload
        .main_container
        .and_then(|at| workload.pod.spec.containers.get(at))
        .is_some_and(|it| std::ptr::eq(it, container))
}

/// Whether the container keeps running beside the others: no init container, unless it is a sidecar.
pub(crate) fn stays(container: &Container) -> bool {
    match container.role {
        ContainerRole::Regular => true,
        ContainerRole::Init => container.restart_policy.as_ref().is_some_and(|it| &*it.value == "Always"),
        ContainerRole::Ephemeral => false,
    }
}

/// Whether the pod says that it is for Windows, where Linux' fields mean nothing.
pub(crate) fn is_windows(workload: &Workload) -> bool {
    workload.pod.spec.os.as_ref().is_some_and(|os| &*os.value == "windows")
}

/// The names of containers, for a sentence.
pub(crate) fn names(containers: &[&Container]) -> Text {
    lang::list(containers.iter().map(|container| format!("`{}`", container.name.value)))
}
