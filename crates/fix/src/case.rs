//! One finding being mended: what it is about, and the edits so far.

use dify::Component;
use edit::{Change, Value};
use lang::Text;
use model::{Container, Place, Workload};
use rules::needs::Needs;
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
    /// Why it works for what is mended, and how that is known.
    pub why: Text,
    /// What a person has to know of it.
    pub notes: Vec<Text>,
    /// The part of Dify that it is about.
    pub component: Option<Component>,
}

/// What a person has said about the deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The volumes belong already to the users that are written.
    pub owned_volumes: bool,
}

/// What mends a finding, and what of it is left.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The edits.
    pub fixes: Vec<Fix>,
    /// Why the rest of it is left alone.
    pub kept: Vec<Kept>,
}

/// Why something is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The end of a sentence that begins with "because"; in Japanese a clause.
    pub because: Text,
    /// It can be had once the volumes belong to the user ([`Choices::owned_volumes`]).
    pub awaits_owner: bool,
}

/// One finding being mended.
pub(crate) struct Case<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) finding: &'a Finding,
    pub(crate) place: Place,
    pub(crate) choices: Choices,
    pub(crate) fixes: Vec<Fix>,
    pub(crate) kept: Vec<Kept>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, finding: &'a Finding, choices: Choices) -> Option<Case<'a>> {
        Some(Case { facts, finding, place: finding.place?, choices, fixes: Vec::new(), kept: Vec::new() })
    }

    /// Leaves something alone.
    pub(crate) fn keep(&mut self, because: Text) {
        self.keep_as(Kept { because, awaits_owner: false });
    }

    pub(crate) fn keep_as(&mut self, kept: Kept) {
        if !self.kept.contains(&kept) {
            self.kept.push(kept);
        }
    }

    /// What a container needs, where it is a part of Dify.
    pub(crate) fn needs(&self, workload: &'a Workload, container: &'a Container) -> Option<Needs<'a>> {
        Needs::of(self.facts, workload, container)
    }

    /// The workload that the finding stands in.
    pub(crate) fn workload(&self) -> Option<&'a Workload> {
        let wanted = self.finding.resource.as_ref()?;
        let is_wanted = |it: &&Workload| wanted.kind == *it.meta.kind && wanted.name == *it.meta.name.value;
        self.facts.workloads_around(self.place).filter(is_wanted).last()
    }

    /// The path of a place and of keys below it.
    pub(crate) fn path(&self, place: Place, below: &[&str]) -> Path {
        self.facts.inventory.documents.path_below(place, below)
    }

    pub(crate) fn set(&self, place: Place, below: &[&str], value: Value) -> Change {
        Change::Set(self.path(place, below), value)
    }

    /// Adds edits that belong together, and why they work; `confirmed` where what they rely on was read or tried.
    pub(crate) fn add(
        &mut self,
        confirmed: bool,
        class: FixClass,
        place: Place,
        changes: Vec<Change>,
        why: Text,
    ) -> Option<&mut Fix> {
        if changes.is_empty() {
            return None;
        }
        self.fixes.push(Fix {
            rule: self.finding.rule.clone(),
            class,
            confirmed,
            doc: place.doc,
            changes,
            why,
            notes: Vec::new(),
            component: self.finding.component,
        });
        self.fixes.last_mut()
    }
}

/// Whether it is a part of Dify that is known well enough to be changed without a look.
pub(crate) fn is_known(workload: &Workload) -> bool {
    workload.component.is_some_and(|it| it.is_dify_own() && !it.is_sandbox())
}

/// Whether somebody read or tried it; else it follows from what was read, or is said of the software in general.
pub(crate) const fn is_confirmed(mark: dify::known::Mark) -> bool {
    matches!(mark, dify::known::Mark::Code | dify::known::Mark::Tried)
}

pub(crate) fn is_sandbox(workload: &Workload) -> bool {
    workload.component.is_some_and(Component::is_sandbox)
}

pub(crate) const fn safe_if(safe: bool) -> FixClass {
    if safe { FixClass::Safe } else { FixClass::Review }
}
