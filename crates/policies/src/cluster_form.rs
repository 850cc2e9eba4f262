//! The same as ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2).
use lang::Lang;
use crate::policy::Policy;
pub(crate) fn yaml(policies: &[Policy], _priority: u16, lang: Lang) -> String { crate::write::yaml(policies, lang) }
