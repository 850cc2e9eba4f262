//! Sentences about connectivity, proved or refuted.
//!
//! Responsible for: the language of invariants ([`parse`], [`Invariant`]), the built-in pack for Dify ([`dify_pack`]), and the
//! judgement of each sentence over a [`netpol::Network`] ([`prove`]): proved, refuted with one flow and the rules that decide
//! it, not applicable, or unknown with the reason. What the matrix of flows means for a deployment at hand ([`needs`],
//! [`entries`], [`Roster`]) is here too, because the writing of policies must mean the same by it.
//!
//! Left to others: where sentences stand (`settings` hands them on with their places), reachability itself (`netpol`), and
//! printing. Pure: no I/O, no clock.
//!
//! ```text
//! sandbox -> only ssrf-proxy, dns                 reaches nothing else, in the cluster or outside
//! only api, worker -> database                    nobody else reaches it, from inside or outside
//! nothing -> 169.254.169.254                      nobody reaches it
//! web -> never dify except api                    these never reach those
//! api -> needs postgres:5432/TCP                  must be possible; without a port: what it offers
//! anything -> default-deny                        in no direction is everything open to everybody
//! ```
//!
//! A sentence is never counted as proved because nobody of whom it speaks is there: it is then *not applicable*, and says so.

mod cluster;
mod crowd;
mod default_deny;
mod destinations;
mod elsewhere;
mod fault;
mod forbidden;
mod guide;
mod language;
mod need;
mod needed;
mod pack;
mod parse;
mod proof;
mod prove;
mod prover;
mod resolver;
mod roster;
mod shown;
mod side;
mod target;
mod throng;
mod token;
mod witness;

pub use cluster::{Cluster, METADATA, NODE_LOCAL_DNS, PRIVATE, SPECIAL, internet, set_of};
pub use destinations::{Destination, destinations};
pub use elsewhere::{Elsewhere, elsewhere};
pub use fault::{Fault, Through};
pub use guide::{Judged, NetControl, judge, sentences, verdict_of};
pub use language::{Block, Claim, Invariant, Peers, Ports, Target, Who, Word};
pub use need::{Entry, EntryKind, Need, entries, needs, wanted};
pub use pack::{dify_pack, impossible};
pub use parse::parse;
pub use proof::{Blame, End, Flow, Proof, Refutation, Statement, Verdict};
pub use prove::{first_refuted, prove};
pub use roster::{Member, Roster};
pub use token::ParseError;
