//! The same Secrets through External Secrets: what brings them from a store, what puts them there, and the values by themselves.

use std::collections::BTreeSet;

use credentials::notation::yaml;
use zeroize::Zeroizing;

use crate::manifest;
use crate::secret::Secret;

/// What External Secrets is told of its store.
#[derive(Clone, Debug)]
pub struct Store {
    /// `SecretStore` or `ClusterSecretStore`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What stands in front of `namespace/secret` in the store: one store serves several environments.
    pub prefix: Option<String>,
}

/// How the Secrets with the values are called that PushSecret reads, once.
const SOURCE: &str = "-source";

/// An ExternalSecret and a PushSecret for every Secret. No value is in them.
#[must_use]
pub fn external(secrets: &[Secret], store: &Store) -> String {
    let written = secrets.iter().filter(|it| keys(it).next().is_some());
    written.map(|it| format!("{}{}", external_secret(it, store), push_secret(it, store))).collect()
}

/// The values for PushSecret: to be applied with it, and deleted when it is synced.
#[must_use]
pub fn sources(secrets: &[Secret]) -> Zeroizing<String> {
    let written = secrets.iter().filter(|it| !it.is_empty());
    manifest::whole(written.map(|it| manifest::one(it, &format!("{}{SOURCE}", it.name))).collect())
}

fn external_secret(secret: &Secret, store: &Store) -> String {
    let (kind, name, remote) = (yaml(&store.kind), yaml(&store.name), remote(secret, store));
    let mut out = format!(
        "---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n{}spec:\n  refreshInterval: 1h\n  \
         secretStoreRef:\n    kind: {}\n    name: {}\n  target:\n    name: {}\n    creationPolicy: Owner\n  data:\n",
        manifest::metadata(secret, &secret.name, "  "),
        *kind,
        *name,
        *yaml(&secret.name)
    );
    for key in keys(secret) {
        let key = yaml(key);
        out.push_str(&format!(
            "    - secretKey: {}\n      remoteRef:\n        key: {}\n        property: {}\n",
            *key, *remote, *key
        ));
    }
    out
}

fn push_secret(secret: &Secret, store: &Store) -> String {
    let (kind, name, remote) = (yaml(&store.kind), yaml(&store.name), remote(secret, store));
    let mut out = format!(
        "---\napiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata:\n{}spec:\n  deletionPolicy: None\n  \
         secretStoreRefs:\n    - kind: {}\n      name: {}\n  selector:\n    secret:\n      name: {}\n  data:\n",
        manifest::metadata(secret, &secret.name, "  "),
        *kind,
        *name,
        *yaml(&format!("{}{SOURCE}", secret.name))
    );
    for key in secret.keys() {
        let key = yaml(key);
        out.push_str(&format!(
            "    - match:\n        secretKey: {}\n        remoteRef:\n          remoteKey: {}\n          property: {}\n",
            *key, *remote, *key
        ));
    }
    out
}

/// Every key, also those whose value must still be put into the store by hand.
fn keys(secret: &Secret) -> impl Iterator<Item = &str> {
    let keys: BTreeSet<&str> = secret.keys().chain(secret.missing.iter().map(String::as_str)).collect();
    keys.into_iter()
}

fn remote(secret: &Secret, store: &Store) -> Zeroizing<String> {
    let prefix = store.prefix.as_ref().map_or(String::new(), |it| format!("{it}/"));
    yaml(&format!("{prefix}{}/{}", secret.namespace, secret.name))
}
