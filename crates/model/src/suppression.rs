//! Findings that a person decided to live with for a time.

use lang::Text;

use crate::{Date, Location, OriginId, Place};

/// A finding that a person decided to live with: until when, and why. Written beside the line, or in `sekisho.yaml`.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// The rule, as written.
    pub rule: Box<str>,
    /// Which findings of the rule are meant.
    pub covers: Covers,
    /// Why; a sentence that the person wrote for others to read.
    pub reason: Option<Box<str>>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// What is wrong with how it is written: it then covers nothing.
    pub flaw: Option<Text>,
    /// Where it stands.
    pub stands: Location,
    /// The same, where it is in one of the texts.
    pub place: Option<Place>,
}

/// Which findings a suppression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covers {
    /// Those that point into these lines, the last one included.
    Lines {
        /// The text.
        origin: OriginId,
        /// The first line.
        first: u32,
        /// The last line.
        last: u32,
    },
    /// Those for which all that is named is so.
    Named(Named),
}

/// How `sekisho.yaml` names findings. What is `None` is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The object as the report names it: `Deployment dify/api`.
    pub resource: Option<Box<str>>,
    /// A file or a folder.
    pub file: Option<Box<str>>,
    /// The fingerprint of the one finding.
    pub fingerprint: Option<Box<str>>,
}

impl Suppression {
    /// Whether it says all that it must: the rule, why, and until when.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.flaw.is_none() && !self.rule.is_empty() && self.reason.is_some() && self.until.is_some()
    }
}
