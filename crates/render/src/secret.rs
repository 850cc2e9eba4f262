//! Which keys of which Secret a deployment takes. No value is written anywhere: whoever makes the Secrets needs this list.

use dify::{SANDBOX_SECRET, SECRET};

use crate::plan::Plan;
use crate::{NAMESPACE, SANDBOX_NAMESPACE};

/// A key of a Secret that a container takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SecretKey {
    /// The namespace.
    pub namespace: &'static str,
    /// The Secret.
    pub secret: &'static str,
    /// The key.
    pub key: String,
}

/// Every key that the deployment takes, in order. The same key in both namespaces must hold the same value.
#[must_use]
pub fn secret_keys(plan: &Plan) -> Vec<SecretKey> {
    let mut found: Vec<SecretKey> = crate::parts(plan)
        .iter()
        .flat_map(|part| {
            let (namespace, secret) =
                if part.is_caged() { (SANDBOX_NAMESPACE, SANDBOX_SECRET) } else { (NAMESPACE, SECRET) };
            part.secrets().map(move |key| SecretKey { namespace, secret, key: key.to_owned() })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}
