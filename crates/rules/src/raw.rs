//! Fields that the model leaves out because one rule alone needs them.

use yaml::Ref;

/// The node at the end of a way of keys.
pub(crate) fn below<'a>(node: Ref<'a>, way: &[&str]) -> Option<Ref<'a>> {
    way.iter().try_fold(node, |node, key| node.get(key))
}
