//! What judges say: controls, evidence, verdicts, and findings.
//!
//! Responsible for: the sentences of the guide ([`Control`]) and how far each looker sees them ([`Control::reach`]), what lookers saw
//! ([`Evidence`]) and what it comes to ([`Verdict`]), what a rule says of itself ([`About`]), findings with all their places
//! ([`Finding`]), their fingerprints ([`fingerprint`]), suppressions ([`suppress`]), baselines ([`Baseline`]), and the one table
//! of other frameworks' ids ([`topic`]).
//!
//! Left to others: judging (`rules`, `checkup`, later detectors and reviews), and how it looks. A [`Finding`] and a [`Verdict`] own what
//! they say and go through serde, so that a database or an API can hold them; the manual of a rule is looked up by its id.

mod about;
mod audit;
mod baseline;
mod by_name;
mod control;
mod evidence;
mod finding;
pub mod fingerprint;
mod manual;
mod resource;
mod rule_id;
mod severity;
pub mod suppress;
pub mod topic;
mod verdict;

pub use about::{About, Audience, Confidence, FixClass};
pub use audit::{Audit, Compared, Gone};
pub use baseline::{Baseline, Mistake};
pub use control::{Control, Looker, Reach};
pub use evidence::{Evidence, Exception};
pub use finding::{Finding, Related};
pub use manual::{Manual, Section};
pub use resource::Resource;
pub use rule_id::RuleId;
pub use severity::Severity;
pub use suppress::{LeftOut, Suppressed};
pub use verdict::{Judgement, Verdict, verdict};
