//! What `netpol` answers: the forms of `sekisho network`.

mod answer;
mod connections;
mod differences;
mod explanation;
mod exposure;

use model::PolicyType;
use netpol::Verdict;

pub use answer::{AnswerForm, ExchangeForm, answer};
pub use connections::{ConnectionForm, ConnectionsForm, connections};
pub use differences::{DifferenceForm, DifferencesForm, differences};
pub use explanation::{DirectionForm, ExplanationForm, PairForm, ReasonForm, explanation};
pub use exposure::{ExposureForm, ExposuresForm, exposure};

fn verdict(verdict: &Verdict) -> String {
    let name = match verdict {
        Verdict::Possible => "possible",
        Verdict::Impossible => "impossible",
        Verdict::Unknown(_) => "unknown",
    };
    name.to_owned()
}

fn reasons(verdict: &Verdict, lang: lang::Lang) -> Vec<String> {
    match verdict {
        Verdict::Unknown(reasons) => reasons.iter().map(|it| it.get(lang).to_owned()).collect(),
        Verdict::Possible | Verdict::Impossible => Vec::new(),
    }
}

/// `ingress` or `egress`, as policies write them.
pub(crate) const fn direction(it: PolicyType) -> &'static str {
    match it {
        PolicyType::Ingress => "ingress",
        PolicyType::Egress => "egress",
    }
}
