//! The reader's own measure of hostile aliases: of many values, too many that come from aliases.

use crate::tree::NodeKind;
use crate::{NodeId, Tree};

/// Below this many values nearly all may come from aliases.
const LOW: u64 = 400_000;
/// From here on a tenth may.
const HIGH: u64 = 4_000_000;

/// Whether go-yaml v2 gives up on the document ("excessive aliasing"). It counts while it decodes, and so does this; the work is
/// bound by the rule itself.
pub(crate) fn is_excessive(tree: &Tree) -> bool {
    if tree.aliased.is_empty() {
        return false;
    }
    // The document itself is a value too.
    let (mut n_values, mut n_from_aliases) = (1u64, 0u64);
    let mut open: Vec<(NodeId, bool)> = tree.root().map(|root| (root, false)).into_iter().collect();
    while let Some((id, in_alias)) = open.pop() {
        n_values += 1;
        n_from_aliases += u64::from(in_alias);
        if n_from_aliases > 100 && n_values > 1000 && n_from_aliases as f64 / n_values as f64 > allowed(n_values) {
            return true;
        }
        match tree.node(id).kind {
            NodeKind::Alias(target) => open.push((target, true)),
            _ => open.extend(tree.child_ids(id).iter().rev().map(|child| (*child, in_alias))),
        }
    }
    false
}

fn allowed(n_values: u64) -> f64 {
    if n_values <= LOW {
        0.99
    } else if n_values >= HIGH {
        0.10
    } else {
        0.99 - 0.89 * ((n_values - LOW) as f64 / (HIGH - LOW) as f64)
    }
}
