//! What rules report.

use dify::Component;
use lang::Text;
use model::{Location, Place, Problem, Suppression, Workload};

use crate::about::{About, Severity};
use crate::control::Control;
use crate::facts::Facts;
use crate::fingerprint;
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

/// Where a rule puts what it finds. Made by [`crate::audit`], one for each rule.
pub struct Findings<'a> {
    facts: &'a Facts<'a>,
    rule: &'static About,
    pub(crate) found: Vec<Finding>,
    pub(crate) looked: Vec<(Control, usize)>,
    pub(crate) unknown: Vec<(Control, Text)>,
    pub(crate) exceptions: Vec<(Control, Component, Text)>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, rule: &'static About) -> Findings<'a> {
        Findings { facts, rule, found: Vec::new(), looked: Vec::new(), unknown: Vec::new(), exceptions: Vec::new() }
    }

    /// `n` things were judged: PASS is only said where something was.
    pub fn look(&mut self, n: usize) {
        for control in self.rule.controls {
            self.looked.push((*control, n));
        }
    }

    /// Something that the rule would have to see cannot be seen: its controls are UNKNOWN unless something else breaks them.
    pub fn blind(&mut self, reason: &Text) {
        for control in self.rule.controls {
            self.unknown.push((*control, reason.clone()));
        }
    }

    /// Reports. The rule's severity, the location and the fingerprint are filled in here, so that no finding is incomplete.
    pub fn report<'s>(&mut self, subject: impl Into<Subject<'s>>, place: Place, reason: Text) -> &mut Finding {
        let subject = subject.into();
        let resource = subject.resource();
        let fingerprint =
            fingerprint::of_place(self.rule.id, resource.as_ref(), &self.facts.inventory.documents, place);
        self.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            component: subject.component(),
            resource,
            location: self.facts.inventory.documents.location(place),
            place: Some(place),
            reason,
            detail: None,
            fingerprint,
            exception: false,
        })
    }

    /// Reports a documented exception of a component: a notice that breaks no control, and is named with the verdicts.
    pub fn except(&mut self, workload: &Workload, place: Place, reason: Text) {
        if let Some(component) = workload.component {
            for control in self.rule.controls {
                self.exceptions.push((*control, component, reason.clone()));
            }
        }
        let finding = self.report(workload, place, reason);
        finding.exception = true;
        finding.severity = Severity::Notice;
    }

    /// Reports everything of this kind that could not be read.
    pub fn report_problems(&mut self, facts: &Facts<'_>, kind: model::ProblemKind) {
        for problem in facts.inventory.problems.iter().filter(|problem| problem.kind == kind) {
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
        let origin = &documents.origins()[problem.origin.0 as usize];
        let location = Location::File {
            file: origin.name().to_owned(),
            start: origin.position(problem.span.start),
            end: origin.position(problem.span.end),
        };
        let fingerprint = fingerprint::of_problem(self.rule.id, origin.name(), problem.reason.get(lang::Lang::En));
        self.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            component: None,
            resource: None,
            location,
            place: None,
            reason: problem.reason.clone(),
            detail: None,
            fingerprint,
            exception: false,
        });
    }

    /// Reports what is wrong with a suppression.
    pub(crate) fn report_suppression(&mut self, suppression: &Suppression, reason: Text) {
        let file = match &suppression.stands {
            Location::File { file, .. } => file.as_str(),
            Location::Field { object, .. } => object.as_str(),
        };
        // The line may hold a value in front of the comment: only the name of the rule takes part.
        let fingerprint = fingerprint::of_problem(self.rule.id, file, &suppression.rule);
        self.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            component: None,
            resource: None,
            location: suppression.stands.clone(),
            place: suppression.place,
            reason,
            detail: None,
            fingerprint,
            exception: false,
        });
    }

    fn push(&mut self, finding: Finding) -> &mut Finding {
        self.found.push(finding);
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
