//! Every published form of JSON.

use crate::Form;
use crate::checkup::CheckupForm;
use crate::leaks::ScanForm;
use crate::network::{AnswerForm, ConnectionsForm, DifferencesForm, ExplanationForm, ExposuresForm};
use crate::policies::PoliciesForm;
use crate::proofs::ProofsForm;
use crate::provision::PlanForm;
use crate::pss::PssForm;
use crate::rbac::WhoCanForm;

/// A form and its schema.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The command that prints it, with `--format json`.
    pub command: &'static str,
    /// Its JSON schema.
    pub schema: &'static str,
}

const fn of<F: Form>(command: &'static str) -> Published {
    Published { command, schema: F::SCHEMA }
}

/// Every form that a command prints as JSON.
pub const FORMS: &[Published] = &[
    Published { command: "audit", schema: crate::json::AUDIT_SCHEMA },
    of::<PssForm>("pss check"),
    of::<ConnectionsForm>("network connections"),
    of::<AnswerForm>("network can"),
    of::<ExplanationForm>("network explain"),
    of::<ProofsForm>("network prove"),
    of::<DifferencesForm>("network diff"),
    of::<ExposuresForm>("network exposure"),
    of::<PoliciesForm>("network policies"),
    of::<WhoCanForm>("rbac who-can"),
    of::<PlanForm>("secrets setup"),
    of::<ScanForm>("secrets scan"),
    of::<CheckupForm>("secrets check"),
];
