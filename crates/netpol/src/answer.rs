//! What an answer consists of.

use lang::Text;

use crate::{ConnSet, IpRange, Peer};

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
        let joined = |a: &Peer, b: &Peer| match (a, b) {
            (Peer::External(a), Peer::External(b)) => IpRange::join(*a, *b).map(Peer::External),
            _ => None,
        };
        if self.src == next.src
            && let Some(dst) = joined(&self.dst, &next.dst)
        {
            self.dst = dst;
            return true;
        }
        if self.dst == next.dst
            && let Some(src) = joined(&self.src, &next.src)
        {
            self.src = src;
            return true;
        }
        false
    }
}
