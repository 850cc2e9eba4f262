//! What mends a cause, and what is left after it.

use std::collections::BTreeSet;

use findings::FixClass;

use crate::score::Score;
use crate::tally::Tally;

/// What mends something: a request that the program carries out, or that it can only name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// New credentials in place of the refused ones, as Secrets beside the input.
    Credentials,
    /// Network policies beside the input.
    Policies,
    /// The manifests, hardened.
    Harden(Steps),
    /// The files, mended in place up to a class.
    Fix(FixClass),
    /// The manifests hardened, then credentials for them.
    Whole(Steps),
    /// A newer version of Dify: images with other tags, which a person writes.
    Upgrade(Vec<Tag>),
}

/// An image that gets another tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// As it is written.
    pub from: String,
    /// As it should be.
    pub to: String,
}

/// What is asked of hardening beside its fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// An SSRF proxy.
    pub ssrf_proxy: bool,
    /// Network policies.
    pub policies: bool,
    /// Keys of a Secret in place of values.
    pub secret_refs: bool,
    /// The sandboxes in a namespace of their own, by this name.
    pub sandbox_namespace: Option<String>,
}

/// A remedy with what came of trying it.
#[derive(Clone, Debug)]
pub struct Way {
    /// What is done.
    pub remedy: Remedy,
    /// What is left.
    pub after: After,
    /// The command line; `None` until somebody has worded it, or where none can be written.
    pub line: Option<Line>,
}

/// What is left after a remedy.
#[derive(Clone, Debug)]
pub enum After {
    /// It was carried out in memory, and the result judged again.
    Judged(Left),
    /// The input is so large that trying would take longer than judging it.
    TooLarge,
}

/// What is left of the findings.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// The findings.
    pub tally: Tally,
    /// The verdicts.
    pub score: Score,
    /// How many of the findings only say that an object of the input is replaced by the new one beside it.
    pub replaced: usize,
    /// The findings that are there no more.
    pub gone: BTreeSet<usize>,
}

/// A command line, for a person to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What does it: one command after the other.
    pub run: Vec<String>,
    /// What shows that it was done.
    pub judge: Option<String>,
}

impl Way {
    /// The findings that it makes go away; `None` where nobody tried.
    #[must_use]
    pub const fn gone(&self) -> Option<&BTreeSet<usize>> {
        match &self.after {
            After::Judged(left) => Some(&left.gone),
            After::TooLarge => None,
        }
    }
}
