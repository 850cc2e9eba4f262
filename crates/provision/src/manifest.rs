//! Secrets as manifests. Every scalar is quoted: a value of digits alone stays a string.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use credentials::notation::yaml;
use zeroize::Zeroizing;

use crate::dates::{CREATED, Dates, ROTATED};
use crate::secret::Secret;

/// The manifests as one stream, for `kubectl apply --server-side -f -`.
///
/// Values stand in `data`, which the API server keeps as it is, and not in `stringData`, whose keys an apply cannot take away again.
#[must_use]
pub fn manifest(secrets: &[Secret]) -> Zeroizing<String> {
    whole(secrets.iter().map(|it| one(it, &it.name)).collect())
}

/// One Secret, under this name.
pub(crate) fn one(secret: &Secret, name: &str) -> Zeroizing<String> {
    let mut parts =
        vec![Zeroizing::new(format!("---\napiVersion: v1\nkind: Secret\nmetadata:\n{}", metadata(secret, name, "  ")))];
    let kind = secret.kind.as_deref().unwrap_or("Opaque");
    parts.push(Zeroizing::new(format!("type: {}\ndata:\n", *yaml(kind))));
    for (key, value) in &secret.entries {
        let coded = Zeroizing::new(STANDARD.encode(value.expose()));
        parts.push(Zeroizing::new(format!("  {}: {}\n", *yaml(key), *yaml(&coded))));
    }
    whole(parts)
}

/// Name, namespace, label and days, for a `metadata` whose fields are indented so.
#[must_use]
pub fn metadata(secret: &Secret, name: &str, indent: &str) -> String {
    let mut out = format!(
        "{indent}name: {}\n{indent}namespace: {}\n{indent}labels:\n{indent}  app.kubernetes.io/part-of: dify\n",
        *yaml(name),
        *yaml(&secret.namespace)
    );
    let dates: [(&str, &Dates); 2] = [(CREATED, &secret.created), (ROTATED, &secret.rotated)];
    let known: Vec<_> = dates.into_iter().filter(|(_, it)| !it.0.is_empty()).collect();
    if !known.is_empty() {
        out.push_str(&format!("{indent}annotations:\n"));
    }
    for (annotation, dates) in known {
        out.push_str(&format!("{indent}  {annotation}: {}\n", *yaml(&dates.to_string())));
    }
    out
}

/// Joins texts with values in them, in a string that never has to grow.
pub(crate) fn whole(parts: Vec<Zeroizing<String>>) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(parts.iter().map(|it| it.len()).sum()));
    for part in parts {
        out.push_str(&part);
    }
    out
}
