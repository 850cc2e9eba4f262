//! What an explanation consists of.

use lang::Text;
use model::Place;

use crate::answer::Answer;
use crate::peer::absorb_ends;
use crate::policy::PolicyRef;
use crate::{ConnSet, Peer};

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What [`crate::Network::can`] says.
    pub answer: Answer,
    /// Each pair of peers that the question is about.
    pub pairs: Vec<PairExplanation>,
}

/// Why one pair may or may not exchange what was asked for. Both directions must allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairExplanation {
    /// Who connects.
    pub src: Peer,
    /// To whom.
    pub dst: Peer,
    /// What the policies allow of what was asked for.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
    /// Out of the source.
    pub egress: DirectionExplanation,
    /// Into the destination.
    pub ingress: DirectionExplanation,
}

/// What one direction says, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectionExplanation {
    /// What it allows of what was asked for.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
    /// In the order of evaluation.
    pub reasons: Vec<Reason>,
}

/// What a policy does to what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// No policy governs this direction: everything is allowed.
    Ungoverned,
    /// A pod talks to itself: no policy governs that.
    Itself,
    /// A rule allows.
    Allows,
    /// A rule denies.
    Denies,
    /// A rule passes on to the next tier.
    Passes,
    /// A policy selects the pod, and none of its rules allows what was asked for.
    AllowsNothing,
    /// No rule of the tiers matches what was asked for: it is allowed by default.
    Default,
    /// Something that the input leaves open.
    Open,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it does.
    pub effect: Effect,
    /// The policy that does it.
    pub policy: Option<PolicyRef>,
    /// The rule of the policy.
    pub rule: Option<RuleRef>,
    /// The ports that it is about, of those asked for.
    pub conn: ConnSet,
    /// The sentence for a person.
    pub text: Text,
}

impl Reason {
    /// Where it points to: its rule, else its policy.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.rule.as_ref().map(|it| it.place).or_else(|| self.policy.as_ref().map(|it| it.place))
    }
}

/// A rule of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRef {
    /// Its position, from 1.
    pub number: usize,
    /// Its name, where it has one.
    pub name: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

impl Default for DirectionExplanation {
    fn default() -> Self {
        DirectionExplanation { certain: ConnSet::empty(), open: ConnSet::empty(), reasons: Vec::new() }
    }
}

impl PairExplanation {
    /// Takes in a neighbouring range that is explained alike.
    pub(crate) fn absorb(&mut self, next: &PairExplanation) -> bool {
        let same = |a: &DirectionExplanation, b: &DirectionExplanation| {
            let key = |it: &DirectionExplanation| {
                let reasons =
                    it.reasons.iter().map(|it| (it.effect, it.policy.clone(), it.rule.clone(), it.conn.clone()));
                (it.certain.clone(), it.open.clone(), reasons.collect::<Vec<_>>())
            };
            key(a) == key(b)
        };
        if !same(&self.egress, &next.egress) || !same(&self.ingress, &next.ingress) {
            return false;
        }
        if self.src == next.src && self.dst == next.dst {
            return true;
        }
        absorb_ends((&mut self.src, &mut self.dst), (&next.src, &next.dst))
    }
}
