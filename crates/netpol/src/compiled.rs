//! Policies as rules over everybody.
//!
//! "Everybody" is numbered: first the kinds of pods (pods that no policy tells apart are one kind), then the classes of
//! addresses, last the one unknown pod that stands for an ingress controller.

use crate::IpRange;
use crate::policy::Policy;
use crate::subject::Subject;
use crate::table::ConnTable;

/// Everybody, and what holds for them.
pub(crate) struct Compiled {
    pub(crate) kind_of_unit: Vec<u32>,
    /// One unit of each kind.
    pub(crate) kinds: Vec<usize>,
    pub(crate) profile_of_kind: Vec<u32>,
    pub(crate) host_network_kind: Vec<bool>,
    /// All addresses, split as finely as the policies need, in order.
    pub(crate) atoms: Vec<IpRange>,
    pub(crate) class_of_atom: Vec<u32>,
    pub(crate) n_classes: usize,
    pub(crate) policies: Vec<Policy>,
    pub(crate) subjects: Vec<Subject>,
    /// By direction and kind.
    pub(crate) subject_of: [Vec<u32>; 2],
    pub(crate) table: ConnTable,
}

impl Compiled {
    pub(crate) fn class(&self, class: u32) -> usize {
        self.kinds.len() + class as usize
    }

    pub(crate) fn unknown_pod(&self) -> usize {
        self.kinds.len() + self.n_classes
    }
}
