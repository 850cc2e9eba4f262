//! What rules report.

use dify::Component;
use lang::Text;
use model::{Location, Place, Problem, Suppression, Workload};

use crate::about::{About, Severity};
use crate::facts::Facts;
use crate::fingerprint;
use crate::part::{Held, Part};
use crate::subject::{Resource, Subject};

/// What a rule reports.
pub struct Finding {
    /// The rule.
    pub rule: &'static About,
    /// How bad this one is: the rule's severity unless the rule said less.
    pub severity: Severity,
    /// The component, where it is one.
    pub component: Option<Component>,
    /// The object, where it is one.
    pub resource: Option<Resource>,
    /// Where a machine points to.
    pub location: Location,
    /// The node, for showing its source. `None` for a document that could not be read.
    pub place: Option<Place>,
    /// What is wrong, in one sentence.
    pub reason: Text,
    /// The names and numbers behind it; never a value that may be a secret.
    pub detail: Option<Text>,
    /// Stays the same while the thing is the same, wherever it moves in its file; does not depend on a value.
    pub fingerprint: String,
    /// A documented exception: said, but it breaks no control.
    pub exception: bool,
}

/// A documented exception that was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The component that needs it.
    pub component: Component,
    /// What it needs and why.
    pub reason: Text,
}

/// Where a rule puts what it finds. Made by [`crate::audit`], one for each rule.
pub struct Findings<'a> {
    facts: &'a Facts<'a>,
    pub(crate) rule: &'static About,
    pub(crate) found: Vec<Finding>,
    /// How many things were judged.
    pub(crate) looked: usize,
    /// The first reason why something could not be seen.
    pub(crate) unknown: Option<Text>,
    pub(crate) exceptions: Vec<Exception>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, rule: &'static About) -> Findings<'a> {
        Findings { facts, rule, found: Vec::new(), looked: 0, unknown: None, exceptions: Vec::new() }
    }

    /// `n` things were judged: PASS is only said where something was.
    pub fn look(&mut self, n: usize) {
        self.looked += n;
    }

    /// Something that the rule would have to see cannot be seen: its controls are UNKNOWN unless something else breaks them.
    pub fn blind(&mut self, reason: &Text) {
        self.unknown.get_or_insert_with(|| reason.clone());
    }

    /// Where a part of Dify lacks a credential. That it was looked for, or why it could not be, is noted.
    pub(crate) fn missing(&mut self, part: &Part<'_>, name: &str) -> Option<Place> {
        let held = part.held(&self.facts.index, name);
        if let Held::Unknown(reason) = &held {
            self.blind(reason);
            return None;
        }
        self.look(1);
        if let Held::Nothing(place) = held { Some(place) } else { None }
    }

    /// Reports. The rule's severity, the location and the fingerprint are filled in here, so that no finding is incomplete.
    pub fn report<'s>(&mut self, subject: impl Into<Subject<'s>>, place: Place, reason: Text) -> &mut Finding {
        let (subject, documents) = (subject.into(), &self.facts.inventory.documents);
        let resource = subject.resource();
        let fingerprint = fingerprint::of_place(self.rule.id, resource.as_ref(), documents, place);
        let finding = self.push(documents.location(place), Some(place), reason, fingerprint);
        finding.component = subject.component();
        finding.resource = resource;
        finding
    }

    /// Reports a documented exception of a component: a notice that breaks no control, and is named with the verdicts.
    pub fn except(&mut self, workload: &Workload, place: Place, reason: Text) {
        if let Some(component) = workload.component {
            self.exceptions.push(Exception { component, reason: reason.clone() });
        }
        let finding = self.report(workload, place, reason);
        finding.exception = true;
        finding.severity = Severity::Notice;
    }

    /// Reports everything of this kind that could not be read.
    pub fn report_problems(&mut self, kind: model::ProblemKind) {
        for problem in self.facts.inventory.problems.iter().filter(|problem| problem.kind == kind) {
            self.report_problem(problem);
        }
    }

    /// Reports what could not be read.
    pub fn report_problem(&mut self, problem: &Problem) {
        let documents = &self.facts.inventory.documents;
        if let Some(place) = problem.place {
            self.report(Subject::File, place, problem.reason.clone());
            return;
        }
        let origin = documents.text(problem.origin);
        let location = Location::File {
            file: origin.name().to_owned(),
            start: origin.position(problem.span.start),
            end: origin.position(problem.span.end),
        };
        let fingerprint = fingerprint::of_problem(self.rule.id, origin.name(), problem.reason.get(lang::Lang::En));
        self.push(location, None, problem.reason.clone(), fingerprint);
    }

    /// Reports what is wrong with a suppression.
    pub(crate) fn report_suppression(&mut self, suppression: &Suppression, reason: Text) {
        let file = match &suppression.stands {
            Location::File { file, .. } => file.as_str(),
            Location::Field { object, .. } => object.as_str(),
        };
        // The line may hold a value in front of the comment: only the name of the rule takes part.
        let fingerprint = fingerprint::of_problem(self.rule.id, file, &suppression.rule);
        self.push(suppression.stands.clone(), suppression.place, reason, fingerprint);
    }

    /// A finding about nothing in particular.
    fn push(&mut self, location: Location, place: Option<Place>, reason: Text, fingerprint: String) -> &mut Finding {
        self.found.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            component: None,
            resource: None,
            location,
            place,
            reason,
            detail: None,
            fingerprint,
            exception: false,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

impl Finding {
    /// Adds the names and numbers behind the reason.
    pub fn detail(&mut self, detail: Text) -> &mut Finding {
        self.detail = Some(detail);
        self
    }

    /// A hook or a test does not stay: what is wrong with it is worth knowing, no more.
    pub fn lower_for_hook(&mut self, workload: &Workload) -> &mut Finding {
        if workload.hook { self.at_most(Severity::Notice) } else { self }
    }

    /// Makes this one finding less severe than its rule.
    pub fn at_most(&mut self, severity: Severity) -> &mut Finding {
        self.severity = self.severity.min(severity);
        self
    }
}
