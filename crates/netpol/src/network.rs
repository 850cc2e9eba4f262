//! One deployment, ready to be asked: its workloads, its policies in one form, and what a person should know of them.

use lang::Text;
use model::{Inventory, Place};

use crate::compiled::Compiled;
use crate::group::Group;
use crate::options::Options;
use crate::pods::Pods;
use crate::{IpRange, Peer};

/// A deployment, compiled. Building it costs more than asking it.
pub struct Network<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) pods: Pods<'a>,
    /// Workloads first, in order of their peers; then imagined pods.
    pub(crate) groups: Vec<Group>,
    pub(crate) n_workloads: usize,
    pub(crate) options: Options,
    pub(crate) compiled: Compiled,
    pub(crate) notices: Vec<Notice>,
}

impl<'a> Network<'a> {
    /// The workloads of the inventory, in order of namespace, name and kind.
    pub fn workloads(&self) -> impl Iterator<Item = &Peer> {
        self.groups[..self.n_workloads].iter().map(|group| &group.peer)
    }

    /// The inventory that it was made from.
    #[must_use]
    pub fn inventory(&self) -> &'a Inventory {
        self.inventory
    }

    /// All addresses, split as finely as the policies need.
    #[must_use]
    pub fn external_ranges(&self) -> &[IpRange] {
        &self.compiled.atoms
    }

    /// Policies that are not judged, and parts of policies that do nothing.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}

/// Something that a person should know of the input: a policy that is not judged, a part of one that does nothing, a pod that
/// policies may not govern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What.
    pub text: Text,
}
