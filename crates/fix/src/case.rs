//! One finding being mended: what it is about, and the edits so far.

use dify::{Component, Profile};
use edit::{Change, Value};
use model::{Container, Place, Workload};
use rules::{Facts, Finding, FixClass, RuleId};
use yaml::Path;

/// Edits of one document that belong together: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The id of the rule that asks for it.
    pub rule: RuleId,
    /// Whether it may be made without being looked at.
    pub class: FixClass,
    /// Whether what it relies on was read in a source of Dify's or is Kubernetes' own; else it was inferred, and nobody tried it.
    pub confirmed: bool,
    /// The document.
    pub doc: model::DocId,
    /// The edits.
    pub changes: Vec<Change>,
}

/// One finding being mended.
pub(crate) struct Case<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) finding: &'a Finding,
    pub(crate) place: Place,
    pub(crate) fixes: Vec<Fix>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, finding: &'a Finding) -> Option<Case<'a>> {
        Some(Case { facts, finding, place: finding.place?, fixes: Vec::new() })
    }

    /// The workload that the finding stands in.
    pub(crate) fn workload(&self) -> Option<&'a Workload> {
        let around = |it: &&Workload| {
            let place = it.meta.place;
            let wanted = self.finding.resource.as_ref();
            place.doc == self.place.doc
                && place.node <= self.place.node
                && wanted.is_some_and(|it2| it2.kind == *it.meta.kind && it2.name == *it.meta.name.value)
        };
        self.facts.inventory.workloads.iter().filter(around).max_by_key(|it| it.meta.place.node)
    }

    /// The path of a place and of keys below it.
    pub(crate) fn path(&self, place: Place, below: &[&str]) -> Path {
        self.facts.inventory.documents.path_below(place, below)
    }

    pub(crate) fn set(&self, place: Place, below: &[&str], value: Value) -> Change {
        Change::Set(self.path(place, below), value)
    }

    /// Adds edits that belong together.
    pub(crate) fn add(&mut self, class: FixClass, place: Place, changes: Vec<Change>) {
        self.add_if(true, class, place, changes);
    }

    /// Adds edits that belong together and rely on something that is `confirmed` or not.
    pub(crate) fn add_if(&mut self, confirmed: bool, class: FixClass, place: Place, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.fixes.push(Fix { rule: self.finding.rule.clone(), class, confirmed, doc: place.doc, changes });
        }
    }
}

/// What the catalogue knows of a container: the component's profile where it runs the component's own image.
pub(crate) fn profile_of(workload: &Workload, container: &Container) -> Option<Profile> {
    let component = workload.component?;
    let main = workload.main()?;
    let same = container.image.as_ref().map(|it| &it.value) == main.image.as_ref().map(|it| &it.value);
    (std::ptr::eq(main, container) || (same && main.image.is_some())).then(|| dify::profile(component))
}

/// Whether it is a part of Dify that is known well enough to be changed without a look.
pub(crate) fn is_known(workload: &Workload) -> bool {
    workload.component.is_some_and(|it| it.is_dify_own() && !it.is_sandbox())
}

pub(crate) fn is_sandbox(workload: &Workload) -> bool {
    workload.component.is_some_and(Component::is_sandbox)
}

pub(crate) const fn safe_if(safe: bool) -> FixClass {
    if safe { FixClass::Safe } else { FixClass::Review }
}
