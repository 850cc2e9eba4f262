//! What an answer consists of.

use lang::Text;

use crate::peer::absorb_ends;
use crate::{ConnSet, Peer};

/// The three answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The policies allow it.
    Possible,
    /// No policy allows it, or one denies it.
    Impossible,
    /// It depends on something that the input leaves open: these reasons.
    Unknown(Vec<Text>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was found.
    pub verdict: Verdict,
    /// One flow that is possible, or may be.
    pub witness: Option<Exchange>,
    /// What the answer takes for granted.
    pub assumption: Text,
}

/// What one pair of peers may exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Who connects.
    pub src: Peer,
    /// To whom.
    pub dst: Peer,
    /// What the policies allow.
    pub certain: ConnSet,
    /// What depends on something open.
    pub open: ConnSet,
}

impl Exchange {
    /// Takes in a neighbour with the same answer.
    pub(crate) fn absorb(&mut self, next: &Exchange) -> bool {
        if self.certain != next.certain || self.open != next.open {
            return false;
        }
        absorb_ends((&mut self.src, &mut self.dst), (&next.src, &next.dst))
    }
}
