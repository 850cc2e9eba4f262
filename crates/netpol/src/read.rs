//! From an inventory to a network: its policies are read into one form, compiled, and looked through for notices.

use model::{Inventory, OtherKind};

use crate::compile::compile;
use crate::group::groups;
use crate::network::Network;
use crate::notice::notices;
use crate::options::Options;
use crate::pods::{ImaginedPod, Pods};
use crate::policy::{Action, PeerSpec, Policy, Ports, Standing};
use crate::{Peer, admin, foreign, native};

impl<'a> Network<'a> {
    /// Reads the policies and workloads of an inventory.
    #[must_use]
    pub fn new(inventory: &'a Inventory, options: &Options) -> Network<'a> {
        Network::with(inventory, options, &[])
    }

    /// As [`Network::new`], with pods that the inventory does not hold, to ask about by name.
    #[must_use]
    pub fn with(inventory: &'a Inventory, options: &Options, imagined: &'a [ImaginedPod]) -> Network<'a> {
        let pods = Pods::new(inventory, imagined);
        let mut policies = policies(inventory);
        policies.retain(|policy| !options.without.contains(&policy.id.place));
        let notices = notices(&pods, &policies, options);
        let compiled = compile(&pods, policies, options);
        let groups = groups(&pods, &compiled);
        let n_workloads = groups.iter().filter(|group| matches!(group.peer, Peer::Workload { .. })).count();
        let options = options.clone();
        Network { inventory, pods, groups, n_workloads, options, compiled, notices }
    }
}

fn policies(inventory: &Inventory) -> Vec<Policy> {
    let refused = native::Refused::new(inventory);
    let mut found: Vec<Policy> =
        inventory.network_policies.iter().map(|policy| native::read(inventory, policy, &refused)).collect();
    for other in &inventory.others {
        match other.kind {
            OtherKind::AdminPolicy => found.extend(admin::read(inventory, other, &refused)),
            OtherKind::ForeignPolicy => found.push(foreign::read(inventory, other)),
            _ => {}
        }
    }
    // A policy that the API server refuses may mean anything: one rule that may match everything.
    for policy in &mut found {
        if let Standing::Invalid(_) = policy.standing {
            let rule =
                native::new_rule(None, Action::Unknown, policy.id.place, vec![PeerSpec::Unreadable], Ports::all());
            policy.rules = [vec![rule.clone()], vec![rule]];
        }
    }
    found
}
