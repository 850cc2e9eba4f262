//! The judgement of sentences.

use model::PolicyType;
use netpol::{Network, Scan};

use crate::cluster::Cluster;
use crate::fault::{Fault, Faults};
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
    let mut scan = Scan::new(network);
    statements.iter().map(|it| prover.proof(&mut scan, it)).collect()
}

/// The first sentence that is refuted, as [`prove`] judges it; those behind it are not looked at.
#[must_use]
pub fn first_refuted(network: &Network<'_>, cluster: &Cluster, statements: &[Statement]) -> Option<Proof> {
    let roster = Roster::new(network);
    let prover = Prover { network, cluster, roster: &roster };
    let mut scan = Scan::new(network);
    statements.iter().map(|it| prover.proof(&mut scan, it)).find(Proof::is_refuted)
}

/// As [`prove`], with every line and every ungoverned workload behind what is refuted.
pub(crate) fn prove_with_faults(
    network: &Network<'_>,
    cluster: &Cluster,
    statements: &[Statement],
) -> Vec<(Proof, Vec<Fault>)> {
    let roster = Roster::new(network);
    let prover = Prover { network, cluster, roster: &roster };
    let mut scan = Scan::new(network);
    let judge = |it: &Statement| {
        let (verdict, faults) = prover.weigh(&mut scan, it, true);
        (Proof { statement: it.clone(), verdict }, faults)
    };
    statements.iter().map(judge).collect()
}

impl<'p, 'a> Prover<'p, 'a> {
    fn proof(&self, scan: &mut Scan<'p, 'a>, statement: &Statement) -> Proof {
        Proof { statement: statement.clone(), verdict: self.weigh(scan, statement, false).0 }
    }

    /// What is found of a sentence; where it is not sure that it has to hold, what refutes it leaves it unknown.
    fn weigh(&self, scan: &mut Scan<'p, 'a>, statement: &Statement, with_faults: bool) -> (Verdict, Vec<Fault>) {
        match (self.judge(scan, statement, with_faults), &statement.doubt) {
            ((Verdict::Refuted(_), _), Some(doubt)) => (Verdict::Unknown(vec![doubt.clone()]), Vec::new()),
            (found, _) => found,
        }
    }

    fn judge(&self, scan: &mut Scan<'p, 'a>, statement: &Statement, with_faults: bool) -> (Verdict, Vec<Fault>) {
        if let Some(reason) = &statement.moot {
            return (Verdict::NotApplicable(reason.clone()), Vec::new());
        }
        let Invariant { from, claim, to } = &statement.invariant;
        let (from, to) = (self.side(from), self.side(to));
        let nobody = match claim {
            Claim::OnlyTo | Claim::DefaultDeny => from.absent(),
            // Who alone may reach something may be absent: then nobody may.
            Claim::OnlyFrom => to.absent(),
            Claim::Never | Claim::Needs => from.absent().or_else(|| to.absent()),
        };
        if let Some(reason) = nobody {
            return (Verdict::NotApplicable(reason), Vec::new());
        }
        let mut forbidden = |from: &Side, to: &Side, blamed: PolicyType| {
            let mut judge = Forbidden::new(*self, scan, from, to);
            judge.faults = with_faults.then(|| Faults::new(blamed));
            (judge.verdict(), judge.faults.take().map(Faults::into_list).unwrap_or_default())
        };
        match claim {
            Claim::Never => {
                // Of many it is the one that answers whose policy is to be looked at.
                let into = from.is_many() && !to.peers().is_empty() || from.peers().is_empty();
                forbidden(&from, &to, if into { PolicyType::Ingress } else { PolicyType::Egress })
            }
            Claim::OnlyTo => forbidden(&from, &self.all_but(to), PolicyType::Egress),
            Claim::OnlyFrom => forbidden(&self.all_but(from), &to, PolicyType::Ingress),
            Claim::Needs => (Needed { prover: *self }.judge(from, to), Vec::new()),
            Claim::DefaultDeny => self.default_deny(scan, &from),
        }
    }
}
