//! What sentences are judged against, and who stands on their sides.

use netpol::{Ends, Network, Peer};

use crate::cluster::Cluster;
use crate::crowd::Crowd;
use crate::language::{Peers, Target, Who, Word};
use crate::roster::Roster;
use crate::side::Side;

#[derive(Clone, Copy)]
pub(crate) struct Prover<'p, 'a> {
    pub(crate) network: &'p Network<'a>,
    pub(crate) cluster: &'p Cluster,
    pub(crate) roster: &'p Roster<'a>,
}

impl Prover<'_, '_> {
    /// Who is meant on one side of a sentence.
    pub(crate) fn side(&self, peers: &Peers) -> Side {
        let crowds = |targets: &[Target]| -> Vec<Crowd> {
            targets.iter().map(|target| Crowd::of(target, self.roster, self.cluster)).collect()
        };
        Side { crowds: crowds(&peers.list), except: crowds(&peers.except) }
    }

    /// Everybody else: whom `only` rules out.
    pub(crate) fn all_but(&self, allowed: Side) -> Side {
        let everybody = Crowd::of(&Target::new(Who::Word(Word::Anything)), self.roster, self.cluster);
        Side { crowds: vec![everybody], except: allowed.flat() }
    }

    /// A workload, to ask the network about.
    pub(crate) fn ends(&self, peer: &Peer) -> Option<Ends> {
        self.network.ends_of(peer)
    }
}
