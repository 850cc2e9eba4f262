//! The judgement of sentences.

use netpol::Network;

use crate::cluster::Cluster;
use crate::forbidden::Forbidden;
use crate::language::{Claim, Invariant};
use crate::needed::Needed;
use crate::proof::{Proof, Statement, Verdict};
use crate::prover::Prover;
use crate::roster::Roster;
use crate::side::Side;

/// Judges each sentence.
///
/// What `never` and `only` claim is judged for the workloads of the input, for addresses, and for pods that the input does not
/// hold: whoever a rule lets in whatever its labels, and whoever fits a selector of a rule that selects no workload of the input
/// or reaches into every namespace. A pod that is given a known workload's labels in its own namespace is taken for that
/// workload. A component's talk with itself is at issue only where it is named on both sides.
#[must_use]
pub fn prove(network: &Network<'_>, cluster: &Cluster, statements: &[Statement]) -> Vec<Proof> {
    let roster = Roster::new(network);
    let prover = Prover { network, cluster, roster: &roster };
    statements.iter().map(|it| prover.proof(it)).collect()
}

/// The first sentence that is refuted, as [`prove`] judges it; those behind it are not looked at.
#[must_use]
pub fn first_refuted(network: &Network<'_>, cluster: &Cluster, statements: &[Statement]) -> Option<Proof> {
    let roster = Roster::new(network);
    let prover = Prover { network, cluster, roster: &roster };
    statements.iter().map(|it| prover.proof(it)).find(Proof::is_refuted)
}

impl Prover<'_, '_> {
    fn proof(&self, statement: &Statement) -> Proof {
        let verdict = match (self.judge(statement), &statement.doubt) {
            (Verdict::Refuted(_), Some(doubt)) => Verdict::Unknown(vec![doubt.clone()]),
            (verdict, _) => verdict,
        };
        Proof { statement: statement.clone(), verdict }
    }

    fn judge(&self, statement: &Statement) -> Verdict {
        if let Some(reason) = &statement.moot {
            return Verdict::NotApplicable(reason.clone());
        }
        let Invariant { from, claim, to } = &statement.invariant;
        let (from, to) = (self.side(from), self.side(to));
        let nobody = from.absent().or_else(|| if *claim == Claim::OnlyTo { None } else { to.absent() });
        // Who alone may reach something may be absent: then nobody may.
        let nobody = if *claim == Claim::OnlyFrom { to.absent() } else { nobody };
        if let Some(reason) = nobody {
            return Verdict::NotApplicable(reason);
        }
        match claim {
            Claim::Never => self.never(&from, &to),
            Claim::OnlyTo => self.never(&from, &self.all_but(to)),
            Claim::OnlyFrom => self.never(&self.all_but(from), &to),
            Claim::Needs => Needed { prover: *self }.judge(from, to),
        }
    }

    fn never(&self, from: &Side, to: &Side) -> Verdict {
        Forbidden::new(*self, from, to).verdict()
    }
}
