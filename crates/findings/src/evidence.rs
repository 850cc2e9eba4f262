//! What a looker saw of a control.

use dify::Component;
use lang::Text;
use serde::{Deserialize, Serialize};

use crate::by_name;
use crate::control::{Control, Looker};
use crate::rule_id::RuleId;
use crate::suppress::LeftOut;

/// A documented exception that was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The component that needs it.
    #[serde(with = "by_name::component")]
    pub component: Component,
    /// What it needs and why.
    pub reason: Text,
}

/// What one looker saw of one control by one rule. How far that reaches is the control's and the looker's
/// ([`Control::reach`]); what all of it comes to is [`crate::verdict`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The control.
    pub control: Control,
    /// Who looked.
    pub looker: Looker,
    /// By which rule.
    pub rule: RuleId,
    /// At how many things.
    pub looked: usize,
    /// How many of them break the control.
    pub broken: usize,
    /// The first reason why something could not be seen.
    pub blind: Option<Text>,
    /// Documented exceptions that were met.
    pub exceptions: Vec<Exception>,
    /// What breaks the control and is suppressed.
    pub left_out: Vec<LeftOut>,
}

impl Evidence {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new(control: Control, looker: Looker, rule: RuleId) -> Evidence {
        Evidence {
            control,
            looker,
            rule,
            looked: 0,
            broken: 0,
            blind: None,
            exceptions: Vec::new(),
            left_out: Vec::new(),
        }
    }
}
