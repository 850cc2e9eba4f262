//! Hardening manifests on their way to a cluster.

use std::io::Read;

use ::harden::{Hardened, Remark};
use findings::{Control, Finding, Severity};
use lang::{Lang, Text};
use pss::Level;

use crate::input::{self, Sources};

/// What is asked for beside the fixes.
pub use ::harden::{Component, Request as Steps};

/// What is hardened, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where the manifests stand: one file, or the text that is handed in.
    pub sources: Sources,
    /// What is asked for beside the fixes.
    pub steps: Steps,
    /// The language of comments in what is added.
    pub lang: Lang,
}

/// What came of it. No `Debug`: it holds secrets.
pub struct Outcome {
    /// The manifests as they are now, and what was done to them.
    pub hardened: Hardened,
    /// The namespaces that cannot enforce the strictest level.
    pub held_down: Vec<HeldDown>,
    /// What was asked for.
    pub asked: Steps,
}

/// A namespace that cannot enforce the strictest level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDown {
    /// The namespace.
    pub namespace: String,
    /// The strictest level that everything in it meets.
    pub level: Level,
    /// The workloads that meet no stricter one.
    pub because: Vec<String>,
}

/// Why there are no hardened manifests. Whose fault it is stands at each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The manifests or the settings cannot be read. Stands at each.
    #[error(transparent)]
    Input(#[from] crate::Error),
    /// What is to be the namespace of the sandboxes cannot be one's name. The person's.
    #[error("`{0}` is no name of a namespace")]
    NoNamespace(String),
    /// More than one text: how many. The person's.
    #[error("one text was expected, not {0}")]
    Several(usize),
    /// A part of the manifests cannot be read: where and why. Whoever takes the result would apply that part as it is.
    #[error("{place}: {}", reason.get(Lang::En))]
    Unread {
        /// As `file:line:column`.
        place: String,
        /// Why.
        reason: Text,
    },
    /// With the network policies that were asked for, sentences are not proved.
    #[error("the network policies are not proved: {}", sentences.join(", "))]
    Unproved {
        /// The sentences.
        sentences: Vec<String>,
        /// What may be the reason, such as a pod without labels.
        notes: Vec<Text>,
    },
}

/// Reads one text and hardens it, wholly or not at all. `stdin` is read where the path is `-`.
///
/// # Errors
/// See [`Error`]. The request is looked at before anything is read.
pub fn harden(request: &Request, stdin: &mut dyn Read) -> Result<Outcome, Error> {
    if let Some(name) = request.steps.sandbox_namespace.as_ref().filter(|it| !is_namespace(it)) {
        return Err(Error::NoNamespace(name.clone()));
    }
    let mut gathered = input::gather(&request.sources, stdin)?;
    let n = gathered.inputs.len();
    let Some(input) = gathered.inputs.pop().filter(|_| n == 1) else { return Err(Error::Several(n)) };
    let hardened = ::harden::harden(input, &gathered.options, &request.steps, request.lang);
    if let Some(problem) = hardened.inventory.unread().next() {
        return Err(Error::Unread { place: hardened.inventory.address(problem), reason: problem.reason.clone() });
    }
    if !hardened.unproved.is_empty() {
        let note = |it| if let Remark::Note(what) = it { Some(what) } else { None };
        let notes = hardened.remarks.into_iter().filter_map(note).collect();
        return Err(Error::Unproved { sentences: hardened.unproved, notes });
    }
    let held_down = ::harden::levels(&hardened.inventory).into_iter().filter(|it| it.1 != Level::Restricted);
    let held_down = held_down.map(|(namespace, level, because)| HeldDown { namespace, level, because }).collect();
    Ok(Outcome { hardened, held_down, asked: request.steps.clone() })
}

impl Outcome {
    /// The findings that are left.
    pub fn remaining(&self) -> impl Iterator<Item = &Finding> {
        self.hardened.audit.findings.iter().filter(|it| !it.exception)
    }

    /// Those among them that somebody has to see to: every severe one, since it needs a decision, and whatever a pod's own fields decide.
    pub fn to_see_to(&self) -> impl Iterator<Item = &Finding> {
        let is_hardening = |it: &Finding| it.controls.iter().any(|it| is_hardening(*it));
        let is_asked = |it: &Finding| self.asked.is_about(it.component);
        self.remaining().filter(move |it| is_asked(it) && (it.severity >= Severity::High || is_hardening(it)))
    }

    /// Why a finding is left alone, where what would mend it is not known to keep this very image running.
    pub fn because<'o>(&'o self, finding: &'o Finding) -> impl Iterator<Item = &'o Text> {
        let own = |it: &&'o ::harden::Held| it.rule == finding.rule && it.fingerprint == finding.fingerprint;
        self.hardened.held.iter().filter(own).map(|it| &it.kept.because)
    }

    /// Whether anything waits for its volumes to be given to another user.
    #[must_use]
    pub fn awaits_owner(&self) -> bool {
        self.hardened.held.iter().any(|it| it.kept.awaits_owner && self.asked.is_about(it.component))
    }

    /// How many changes were made.
    #[must_use]
    pub fn n_changes(&self) -> usize {
        let is_change = |it: &&Remark| matches!(it, Remark::Changed { .. } | Remark::Added(_));
        self.hardened.applied.len() + self.hardened.remarks.iter().filter(is_change).count()
    }

    /// How many of the fixes are not confirmed upstream.
    #[must_use]
    pub fn n_unconfirmed(&self) -> usize {
        self.hardened.applied.iter().filter(|it| !it.confirmed).count()
    }
}

/// A label of RFC 1123, as Kubernetes asks of namespaces.
fn is_namespace(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=63).contains(&name.len())
        && name.bytes().all(|byte| inner(byte) || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// The controls that a pod's own fields decide.
const fn is_hardening(control: Control) -> bool {
    use Control::{Ctr1, Ctr2, Ctr3, Ctr4, Pss1, Pss2, Rbac3};
    matches!(control, Ctr1 | Ctr2 | Ctr3 | Ctr4 | Pss1 | Pss2 | Rbac3)
}
