//! Where rules put what they find.

use std::collections::BTreeSet;

use findings::{About, Control, Exception, Finding, Severity, fingerprint};
use lang::Text;
use model::{Location, Place, Problem, Suppression, Workload};

use crate::facts::Facts;
use crate::part::{Held, Part};
use crate::subject::Subject;

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

    /// Reports a documented exception of a component: of low severity, breaks no control, and is named with the verdicts.
    pub fn except(&mut self, workload: &Workload, place: Place, reason: Text) {
        if let Some(component) = workload.component {
            self.exceptions.push(Exception { component, reason: reason.clone() });
        }
        let finding = self.report(workload, place, reason);
        finding.exception = true;
        finding.fix = None;
        finding.severity = Severity::Low;
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
            let other = problem.other.map(|other| documents.location(other));
            let finding = self.report(Subject::File, place, problem.reason.clone());
            if let Some(other) = other {
                finding.related(other, Text::new("the later one", "後の方"));
            }
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
        self.found.push(of_suppression(self.rule, suppression, reason));
    }

    /// A finding about nothing in particular.
    fn push(&mut self, location: Location, place: Option<Place>, reason: Text, fingerprint: String) -> &mut Finding {
        let mut finding = Finding::of(self.rule, location, reason, fingerprint);
        finding.place = place;
        finding.fix = self.rule.fix;
        self.found.push(finding);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// What is wrong with a suppression.
pub(crate) fn of_suppression(rule: &About, suppression: &Suppression, reason: Text) -> Finding {
    let file = match &suppression.stands {
        Location::File { file, .. } => file.as_str(),
        Location::Field { object, .. } => object.as_str(),
    };
    // The line may hold a value in front of the comment: only the name of the rule takes part.
    let fingerprint = fingerprint::of_problem(rule.id, file, &suppression.rule);
    let mut finding = Finding::of(rule, suppression.stands.clone(), reason, fingerprint);
    finding.place = suppression.place;
    finding
}

/// What breaks other sentences than its rule says in general.
pub(crate) trait Breaking {
    /// Says which sentences of the guide this one breaks, as an engine found it; none: it is worth knowing, and breaks nothing
    /// for sure.
    fn breaking(&mut self, controls: impl IntoIterator<Item = Control>) -> &mut Self;
}

impl Breaking for Finding {
    fn breaking(&mut self, controls: impl IntoIterator<Item = Control>) -> &mut Finding {
        self.controls = controls.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        self
    }
}

/// What is less bad where it does not stay.
pub(crate) trait Lower {
    /// A hook or a test does not stay: what is wrong with it is worth knowing, no more.
    fn lower_for_hook(&mut self, workload: &Workload) -> &mut Self;
}

impl Lower for Finding {
    fn lower_for_hook(&mut self, workload: &Workload) -> &mut Finding {
        // While it runs, it can do all that another pod can.
        if workload.hook && self.severity <= Severity::Medium { self.at_most(Severity::Low) } else { self }
    }
}
