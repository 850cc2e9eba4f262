//! What rules report.

use std::fmt;

use dify::Component;
use lang::Text;
use model::{Location, Meta, Place, Problem, Suppression, Workload};

use crate::facts::Facts;
use crate::rule::Rule;
use crate::{Control, fingerprint};

/// An object, as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// Its kind.
    pub kind: String,
    /// Its namespace; empty for cluster-scoped kinds.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Resource {
    /// `Deployment dify/api`, `ClusterRole dify`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Resource { kind, namespace, name } = self;
        if namespace.is_empty() { write!(f, "{kind} {name}") } else { write!(f, "{kind} {namespace}/{name}") }
    }
}

/// What a finding is about.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    /// A workload; brings its component.
    Workload(&'a Workload),
    /// Any other object.
    Object(&'a Meta),
    /// An object that belongs to a component: its Secret, its policy.
    Of(&'a Meta, Component),
    /// A file that is no manifest.
    File,
}

impl<'a> From<&'a Workload> for Subject<'a> {
    fn from(workload: &'a Workload) -> Subject<'a> {
        Subject::Workload(workload)
    }
}

impl<'a> From<&'a Meta> for Subject<'a> {
    fn from(meta: &'a Meta) -> Subject<'a> {
        Subject::Object(meta)
    }
}

impl Subject<'_> {
    fn resource(&self) -> Option<Resource> {
        let meta = match self {
            Subject::Workload(workload) => &workload.meta,
            Subject::Object(meta) | Subject::Of(meta, _) => meta,
            Subject::File => return None,
        };
        Some(Resource {
            kind: meta.kind.to_string(),
            namespace: meta.namespace.to_string(),
            name: meta.name.to_string(),
        })
    }

    fn component(&self) -> Option<Component> {
        match self {
            Subject::Workload(workload) => workload.component,
            Subject::Of(_, component) => Some(*component),
            Subject::Object(_) | Subject::File => None,
        }
    }
}

/// What a rule reports.
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad this one is: the rule's severity unless the rule said less.
    pub severity: crate::Severity,
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
    rule: &'static Rule,
    pub(crate) found: Vec<Finding>,
    pub(crate) looked: Vec<(Control, usize)>,
    pub(crate) unknown: Vec<(Control, Text)>,
    pub(crate) exceptions: Vec<(Control, Component, Text)>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>, rule: &'static Rule) -> Findings<'a> {
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
        finding.severity = crate::Severity::Notice;
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
        if workload.hook { self.at_most(crate::Severity::Notice) } else { self }
    }

    /// Makes this one finding less severe than its rule.
    pub fn at_most(&mut self, severity: crate::Severity) -> &mut Finding {
        self.severity = self.severity.min(severity);
        self
    }
}
