//! What a rule reports.

use std::borrow::Cow;

use dify::Component;
use lang::Text;
use model::{Location, Place};
use serde::{Deserialize, Serialize};

use crate::about::{About, Audience, Confidence, FixClass};
use crate::by_name;
use crate::control::Control;
use crate::resource::Resource;
use crate::rule_id::RuleId;
use crate::severity::Severity;

/// What a rule reports: made by [`Finding::of`], which takes from the rule what it says of all its findings. Never holds a value
/// that may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How bad this one is: the rule's severity unless the rule said less.
    pub severity: Severity,
    /// How sure it is: the rule's confidence unless the rule said otherwise.
    pub confidence: Confidence,
    /// Who wants to hear it.
    pub audience: Audience,
    /// The sentences of the guide that it breaks, unless it is an exception.
    pub controls: Cow<'static, [Control]>,
    /// The component, where it is one.
    #[serde(with = "by_name::some_component")]
    pub component: Option<Component>,
    /// The object, where it is one.
    pub resource: Option<Resource>,
    /// Where a machine points to.
    #[serde(with = "by_name::location")]
    pub location: Location,
    /// The other places that it is about: the second end of what differs, every other place of a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The node, for showing its source; known only beside the documents that it was found in. `None` for a document that could not
    /// be read.
    #[serde(skip)]
    pub place: Option<Place>,
    /// What is wrong, in one sentence.
    pub reason: Text,
    /// The names and numbers behind it; never a value that may be a secret.
    pub detail: Option<Text>,
    /// What mends this finding, as far as it is known.
    pub fix: Option<FixClass>,
    /// Stays the same while the thing is the same, wherever it moves in its file; does not depend on a value.
    pub fingerprint: String,
    /// A documented exception: said, but it breaks no control.
    pub exception: bool,
    /// The environments that it is of, where several were looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<String>,
    /// The first commit that has it, where a history was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

/// A further place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where it is.
    #[serde(with = "by_name::location")]
    pub location: Location,
    /// The node, for showing its source, as [`Finding::place`].
    #[serde(skip)]
    pub place: Option<Place>,
    /// What is there.
    pub message: Text,
}

impl Finding {
    /// A finding of a rule at a place.
    #[must_use]
    pub fn of(rule: &About, location: Location, reason: Text, fingerprint: String) -> Finding {
        Finding {
            rule: RuleId::new(rule.id),
            severity: rule.severity,
            confidence: rule.confidence,
            audience: rule.audience,
            controls: Cow::Borrowed(rule.controls),
            component: None,
            resource: None,
            location,
            related: Vec::new(),
            place: None,
            reason,
            detail: None,
            fix: None,
            fingerprint,
            exception: false,
            environments: Vec::new(),
            commit: None,
        }
    }

    /// Adds the names and numbers behind the reason.
    pub fn detail(&mut self, detail: Text) -> &mut Finding {
        self.detail = Some(detail);
        self
    }

    /// Adds another place that it is about.
    pub fn related(&mut self, location: Location, message: Text) -> &mut Finding {
        self.related.push(Related { location, place: None, message });
        self
    }

    /// Makes this one finding less severe than its rule.
    pub fn at_most(&mut self, severity: Severity) -> &mut Finding {
        self.severity = self.severity.min(severity);
        self
    }

    /// Whether it breaks a control.
    #[must_use]
    pub fn breaks(&self, control: Control) -> bool {
        !self.exception && self.controls.contains(&control)
    }

    /// By what findings are put in order: file, line, column, rule.
    #[must_use]
    pub fn order(&self) -> (&str, u32, u32, &str, &str) {
        let (file, line, column, field) = match &self.location {
            Location::File { file, start, .. } => (file.as_str(), start.line, start.column, ""),
            Location::Field { object, field } => (object.as_str(), 0, 0, field.as_str()),
        };
        (file, line, column, field, &self.rule)
    }
}
