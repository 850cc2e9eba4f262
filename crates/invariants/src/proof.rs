//! What was found of a sentence.

use std::fmt;
use std::net::IpAddr;

use lang::{Lang, Text, text};
use model::{PolicyType, Protocol};
use netpol::{Exposed, Peer, Reason};

use crate::language::{Claim, Invariant};

/// A sentence to prove, and why it is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The sentence.
    pub invariant: Invariant,
    /// Why it matters.
    pub why: Option<Text>,
    /// Why it need not hold in this deployment.
    pub moot: Option<Text>,
    /// Why nobody can tell whether it must hold: broken, it is neither right nor wrong.
    pub doubt: Option<Text>,
}

impl From<Invariant> for Statement {
    fn from(invariant: Invariant) -> Statement {
        Statement { invariant, why: None, moot: None, doubt: None }
    }
}

/// A sentence and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The sentence.
    pub statement: Statement,
    /// What was found.
    pub verdict: Verdict,
}

/// What was found of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds; what was taken for granted is said, if anything was beside [`netpol::ASSUMPTION`].
    Proved(Option<Text>),
    /// It does not hold.
    Refuted(Box<Refutation>),
    /// There is nobody of whom it speaks: this is no proof.
    NotApplicable(Text),
    /// The input leaves it open: these reasons.
    Unknown(Vec<Text>),
}

/// Why a sentence does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refutation {
    /// One flow: possible where it must not be, or impossible where it is needed.
    pub flow: Flow,
    /// How many pairs of peers break the sentence.
    pub n_pairs: usize,
    /// The policies and rules that decide it, and the directions that none governs.
    pub blame: Vec<Blame>,
}

/// One flow that a person can check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who begins.
    pub src: End,
    /// Who answers.
    pub dst: End,
    /// The protocol.
    pub protocol: Protocol,
    /// The port of the destination.
    pub port: u16,
}

/// One end of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// A workload of the input.
    Workload(Peer),
    /// An address outside the cluster's pods.
    Address(IpAddr),
    /// A pod that the input does not hold.
    Outsider(Exposed),
}

/// A reason for one direction of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// Out of the source, or into the destination.
    pub direction: PolicyType,
    /// What decides.
    pub reason: Reason,
}

impl Proof {
    /// Whether the sentence does not hold.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        matches!(self.verdict, Verdict::Refuted(_))
    }

    /// The word of the JSON form.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Proved(_) => "proved",
            Verdict::Refuted(_) => "refuted",
            Verdict::NotApplicable(_) => "not-applicable",
            Verdict::Unknown(_) => "unknown",
        }
    }

    /// What was found, in one sentence, where there is something to say.
    #[must_use]
    pub fn reason(&self) -> Option<Text> {
        match &self.verdict {
            Verdict::Proved(assumed) => assumed.clone(),
            Verdict::NotApplicable(reason) => Some(reason.clone()),
            Verdict::Unknown(reasons) => {
                let joined = |lang: Lang, between: &str| {
                    reasons.iter().map(|it| it.get(lang).to_owned()).collect::<Vec<_>>().join(between)
                };
                Some(Text::owned(joined(Lang::En, "; "), joined(Lang::Ja, "。")))
            }
            Verdict::Refuted(it) => Some(it.reason(self.statement.invariant.claim == Claim::Needs)),
        }
    }
}

impl Refutation {
    fn reason(&self, needed: bool) -> Text {
        let Refutation { flow, n_pairs, .. } = self;
        let more = n_pairs.saturating_sub(1);
        let (en, ja) = match more {
            0 => (String::new(), String::new()),
            more => (format!(" (and {more} more such pairs)"), format!("(同様の組がほかに {more} 件)")),
        };
        if needed {
            return text!("{flow} is needed and impossible{en}", "{flow} が必要ですが、不可能です{ja}");
        }
        text!("{flow} is possible{en}", "{flow} が可能です{ja}")
    }
}

impl fmt::Display for End {
    /// As listings write peers; an address alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Workload(peer) => peer.fmt(f),
            End::Address(address) => address.fmt(f),
            End::Outsider(pods) => pods.fmt(f),
        }
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}:{}/{}", self.src, self.dst, self.port, self.protocol.name())
    }
}
